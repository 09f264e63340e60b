"""HTTP: pages, REST, transform URLs, signing, health."""

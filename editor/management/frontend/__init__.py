"""Building the front end: finding Node, its packages, type check, bundles, unit tests."""

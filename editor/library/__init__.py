"""Where it is kept: originals by sha256, findings and variants in caches that may go any time."""

"""The studio's rooms, lowest first: imports point downward only (see tests/architecture)."""

"""One file per use case: the only room that knows all rooms below."""

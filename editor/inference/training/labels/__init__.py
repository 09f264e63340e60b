"""Mattes for photographs without: objects on a plain board, and jagged masks made soft."""

"""Fonts that people bring: judged, and written anew with nothing in them but letters."""

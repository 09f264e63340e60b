"""Paints as pixels, for canvases; the same that the background operation lays under a picture."""

from __future__ import annotations

from editor.operations._painting import paint

__all__ = ["paint"]

"""Judging an uploaded file: what it is, and that all of it decodes within the limits.

The web process imports this module for its types: the decoders are only imported by `inspect`,
which runs in render processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from editor.geometry import Size
from editor.render.limits import Limits

__all__ = ["Inspected", "Limits", "inspect"]


@dataclass(frozen=True, slots=True)
class Inspected:
    """Facts of a sound picture. `size` is upright; `bits` are per channel as stored."""

    format: str
    content_type: str
    size: Size
    frames: int
    mode: str
    bits: int
    has_alpha: bool
    bytes: int
    orientation: int = 1
    profile: str = ""
    """The embedded colour profile's own name, empty if there is none."""
    likeness: str = ""
    """See `render.likeness`; empty when it could not be made."""


def inspect(path: str | Path, limits: Limits, name: str = "") -> Inspected:
    """The facts of the file at `path`, decoded to its last pixel and frame.

    TooLarge, TooManyPixels, NotAPicture or BrokenPicture say why it is refused. `name` is what the
    sender called it: it only makes the text plainer.
    """
    from editor.render.verify import verified

    return verified(Path(path), limits, name)

"""The numbers and the pixels of an operation."""

from __future__ import annotations

from typing import ClassVar

from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.plan.operation import Operation


class PixelOperation(Operation):
    """An operation that render can run: first `measure` in numbers, then `apply` in pixels.

    Operations that only move pixels (trim, flip, rotate, resize) change the frame and leave
    `apply` alone: render cuts, turns and resamples once for all of them.
    """

    scratch: ClassVar[int] = 8
    """Bytes per pixel of the canvas that `apply` takes at most, its result included."""

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        """The frame after this operation; `seen` holds what `needs()` asked for."""
        return frame

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        """A new picture (RGB, or RGBA with straight alpha) of the size `frame.canvas`.

        `frame` is the frame after this operation's own `measure`.
        """
        return picture

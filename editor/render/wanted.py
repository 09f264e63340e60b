"""How much of a stored picture must be decoded; pure numbers, for the memory estimate as well."""

from __future__ import annotations

import math
from dataclasses import dataclass

from editor.geometry import Box, Size

JPEG_MARGIN = 1.45
"""A JPEG is shrunk while it is decoded (to 1/2, 1/4, 1/8) as long as this many times the wanted
size is left. Against a full decode and Lanczos, measured on a 24-megapixel photo: 39-42 dB at 1.0,
44-47 dB at 1.5, 48-50 dB at 2.0; browsers and libvips accept 1.0. Just below 1.5 lie the usual
6000 px to 1024 and to 512 (1.46 is left): 42.3 and 39.9 dB, and 45.7 and 43.4 dB for half as much
time again if twice as many pixels a side were decoded."""
BLOCK_MARGIN = 2.0
"""The rest, and all other formats, is shrunk by averaging whole blocks: 52 dB at 2.0."""
LEAST_PX = 48
"""What is left along a side in any case: the last block may be cut, and counts as much as a whole
one. Of three it would shift a picture of one pixel by 6 %."""

VIPS_PX = range(100_000, 8_000_001)
"""PNG files of so many pixels are read by libvips. For smaller ones starting it takes longer than
is gained; of larger ones the bytes beside the picture are too much memory."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What will be made of the picture; see `decode`."""

    window: Box | None = None
    target: Size | None = None
    frame: int = 0

    def draft(self, upright: Size) -> int:
        """By how much a JPEG of this size is shrunk while it is decoded: 1, 2, 4 or 8."""
        factor = min(self.factor(upright, JPEG_MARGIN), upright.width, upright.height)
        return next(s for s in (8, 4, 2, 1) if s <= factor)

    def shrink(self, kind: str, upright: Size) -> int:
        """The same for any format, the blocks that are averaged afterwards included."""
        draft = self.draft(upright) if kind == "jpeg" else 1
        return draft * self.factor(upright, BLOCK_MARGIN, draft)

    def factor(self, upright: Size, margin: float, shrunk: int = 1) -> int:
        """By how much the source, of which 1/`shrunk` is there, may shrink so that `margin` times
        the target is left."""
        if self.target is None:
            return 1
        shown = self.window or upright.box
        ratio = min(
            shown.width / max(LEAST_PX, margin * self.target.width),
            shown.height / max(LEAST_PX, margin * self.target.height),
        )
        return max(1, math.floor(ratio / shrunk + 1e-9))

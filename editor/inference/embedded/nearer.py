"""Where to look again, nearer: a network that sees a whole picture squashed sees little of a small
subject, and may take half of the ground for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.inference.embedded.mattes import Floats

KEPT = 0.5
STRAY = 0.01
"""Part of the subject, on each side, that may lie astray."""
ROOM = 0.15
"""Added on every side, in shares of the subject's longer side."""
LEAST_ROOM = 0.01
"""And in shares of the picture's longer side."""
WORTH = 0.85
"""A part larger than this share of the picture would show nothing new."""
LEAST_PX = 16
# ROOM and WORTH were chosen on frames of films and photographs of pedestrians, street fashion and
# boards that the network didn't learn from.


@dataclass(frozen=True, slots=True)
class Part:
    """Of a picture, in shares of its height and width, 0 to 1."""

    top: float
    bottom: float
    left: float
    right: float

    def within(self, height: int, width: int) -> tuple[slice, slice]:
        """Rows and columns of a picture of this size."""
        rows = slice(int(self.top * height), int(np.ceil(self.bottom * height)))
        return rows, slice(int(self.left * width), int(np.ceil(self.right * width)))


def part_to_see(share: Floats) -> Part | None:
    """The subject with some room around it, of what was kept at the first look (height, width);
    None where that is the picture, about, or nothing was found."""
    kept = share > KEPT
    height, width = share.shape
    rows, columns = _extent(kept.sum(1)), _extent(kept.sum(0))
    if rows is None or columns is None:
        return None
    room = ROOM * max(rows[1] - rows[0], columns[1] - columns[0])
    room += LEAST_ROOM * max(height, width)
    top, bottom = max(0.0, rows[0] - room), min(float(height), rows[1] + room)
    left, right = max(0.0, columns[0] - room), min(float(width), columns[1] + room)
    tall, wide = bottom - top, right - left
    if tall * wide > WORTH * height * width or min(tall, wide) < LEAST_PX:
        return None
    return Part(top / height, bottom / height, left / width, right / width)


def _extent(counts: npt.NDArray[np.int_]) -> tuple[float, float] | None:
    """From where to where, leaving out what may lie astray."""
    total = int(counts.sum())
    if total == 0:
        return None
    passed = np.cumsum(counts) / total
    first, last = np.searchsorted(passed, (STRAY, 1 - STRAY))
    return float(first), float(last + 1)

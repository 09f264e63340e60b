"""Points, sizes, boxes and frames: pure numbers, and the one rounding rule.

Coordinate frame everywhere: x to the right, y down, origin at the top left corner of the top
left pixel. A box may be fractional; pixels are whole.
"""

from editor.geometry.affine import Affine, Placement
from editor.geometry.boxes import Box, Point, Size, rounded, size_of, union
from editor.geometry.frames import FLIP_H, FLIP_V, Frame, Turn

__all__ = [
    "FLIP_H",
    "FLIP_V",
    "Affine",
    "Box",
    "Frame",
    "Placement",
    "Point",
    "Size",
    "Turn",
    "rounded",
    "size_of",
    "union",
]

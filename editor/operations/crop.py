"""Cuts the source to a box given in its own fractions, before everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from editor.findings import Findings
from editor.geometry import Box, Frame
from editor.operations.base import PixelOperation
from editor.plan.lengths import WHOLE, BoxFractions, Fractions, box_of
from editor.plan.operation import Stage
from editor.plan.option import option


@dataclass(frozen=True, slots=True)
class Crop(PixelOperation):
    name: ClassVar[str] = "crop"
    stage: ClassVar[Stage] = Stage.CROP

    crop: Fractions = option(
        BoxFractions(),
        WHOLE,
        "The part of the source that is used: left;top;width;height in fractions of it.",
        example="crop=0.1;0;0.8;1",
    )

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        """Edges on whole pixels, at least one pixel each way."""
        picture = frame.size.box
        asked = box_of(self.crop).scaled(picture.width, picture.height)
        left, top, right, bottom = asked.pixels()
        box = Box(left, top, right - left, bottom - top).shifted_inside(picture)
        return frame.cut(box.intersection(picture))

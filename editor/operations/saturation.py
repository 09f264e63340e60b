"""Saturation, with the matrix of the CSS filter `saturate` (W3C Filter Effects)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations.base import PixelOperation
from editor.plan.kinds import Number
from editor.plan.operation import Stage
from editor.plan.option import option

LUMINANCE = (0.213, 0.715, 0.072)


@dataclass(frozen=True, slots=True)
class Saturation(PixelOperation):
    name: ClassVar[str] = "saturation"
    stage: ClassVar[Stage] = Stage.SATURATION
    scratch: ClassVar[int] = 16

    saturation: float = option(
        Number(0, 10),
        1.0,
        "Multiplies the saturation: 0 is grey, 1 changes nothing.",
        example="saturation=1.3",
    )

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        colours = picture if picture.mode == "RGB" else picture.convert("RGB")
        toned = colours.convert("RGB", self._matrix())
        if "A" in picture.getbands():
            toned.putalpha(picture.getchannel("A"))
        return toned

    def _matrix(self) -> tuple[float, ...]:
        """Three rows of three weights and an offset."""
        keep, mix = self.saturation, [w * (1 - self.saturation) for w in LUMINANCE]
        return tuple(
            value
            for row in range(3)
            for value in (*(m + (keep if c == row else 0) for c, m in enumerate(mix)), 0.0)
        )

"""Unsharp masking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PIL import Image, ImageFilter

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations.base import PixelOperation
from editor.plan.kinds import Number
from editor.plan.operation import Stage
from editor.plan.option import option

RADIUS_PX = 0.8
"""Standard deviation of the mask, in px of the result: the detail that downscaling softens."""
STRENGTH = 0.5
"""How much of the lost detail `sharpen=1` adds."""


@dataclass(frozen=True, slots=True)
class Sharpen(PixelOperation):
    name: ClassVar[str] = "sharpen"
    stage: ClassVar[Stage] = Stage.SHARPEN
    scratch: ClassVar[int] = 12

    sharpen: float = option(
        Number(0, 10),
        0.0,
        "Strength of sharpening; 1 suits pictures that were made smaller, 0 is none.",
        example="sharpen=1",
    )

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        strength = 1 + STRENGTH * self.sharpen
        mask = ImageFilter.GaussianBlur(RADIUS_PX)
        if picture.mode != "RGBA":
            return Image.blend(picture.filter(mask), picture, strength)
        # Premultiplied, so that colours hidden under full transparency make no halo.
        soft = picture.convert("RGBa").filter(mask).convert("RGBA")
        sharp = Image.blend(soft, picture, strength)
        sharp.putalpha(picture.getchannel("A"))
        return sharp

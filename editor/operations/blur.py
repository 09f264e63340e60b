"""Gaussian blur of the whole picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from PIL import Image, ImageFilter

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations.base import PixelOperation
from editor.plan.kinds import Number
from editor.plan.operation import Stage
from editor.plan.option import option


@dataclass(frozen=True, slots=True)
class Blur(PixelOperation):
    name: ClassVar[str] = "blur"
    stage: ClassVar[Stage] = Stage.BLUR
    scratch: ClassVar[int] = 12

    blur: float = option(
        Number(0, 250, unit="px"),
        0.0,
        "Blur of the whole picture; the number is about the radius in pixels. 0 is none.",
        example="blur=20",
        px=True,
    )

    def scaled(self, factor: float) -> Self:
        """At most the largest blur: beyond it nobody sees a difference."""
        return replace(self, blur=min(250.0, self.blur * factor))

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        if picture.mode != "RGBA":
            return picture.filter(ImageFilter.GaussianBlur(self.blur / 2))
        # Premultiplied, so that colours hidden under full transparency don't bleed in.
        blurred = picture.convert("RGBa").filter(ImageFilter.GaussianBlur(self.blur / 2))
        return blurred.convert("RGBA")

"""Contrast, as the CSS filter of this name (W3C Filter Effects)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations._tones import Multiplier, curved
from editor.operations.base import PixelOperation
from editor.plan.operation import Stage
from editor.plan.option import option


@dataclass(frozen=True, slots=True)
class Contrast(PixelOperation):
    name: ClassVar[str] = "contrast"
    stage: ClassVar[Stage] = Stage.CONTRAST

    contrast: float = option(
        Multiplier(0, 10),
        1.0,
        "Multiplies the distance from middle grey: below 1 flatter, above 1 stronger.",
        example="contrast=1.1",
    )

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        return curved(picture, lambda v: (v - 0.5) * self.contrast + 0.5)

"""Brightness, as the CSS filter of this name (W3C Filter Effects)."""

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
class Brightness(PixelOperation):
    name: ClassVar[str] = "brightness"
    stage: ClassVar[Stage] = Stage.BRIGHTNESS

    brightness: float = option(
        Multiplier(0, 10),
        1.0,
        "Multiplies the brightness: below 1 darker, above 1 lighter.",
        example="brightness=1.2",
    )

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        return curved(picture, lambda v: v * self.brightness)

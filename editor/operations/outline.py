"""A round outline, as around a sticker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations._distance import grown
from editor.operations._layers import filled, padded
from editor.operations.base import PixelOperation
from editor.plan.colour import WHITE, Colour, Rgba
from editor.plan.kinds import Number
from editor.plan.operation import Stage
from editor.plan.option import option


@dataclass(frozen=True, slots=True)
class Outline(PixelOperation):
    name: ClassVar[str] = "outline"
    stage: ClassVar[Stage] = Stage.OUTLINE
    scratch: ClassVar[int] = 130

    outline: float = option(
        Number(0, 500, unit="px"),
        0.0,
        "Width of a round outline around everything that isn't transparent; the picture grows by"
        " it on each side.",
        example="outline=12",
        px=True,
    )
    color: Rgba = option(
        Colour(),
        WHITE,
        "Colour of the outline.",
        example="outline.color=black",
        name="outline.color",
    )

    def is_identity(self) -> bool:
        return self.outline == 0

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        width = math.ceil(self.outline)
        return frame.extended(width, width, width, width)

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        width = math.ceil(self.outline)
        wide = padded(picture, (width, width, width, width))
        cover = grown(np.asarray(wide.getchannel("A")), self.outline)
        sheet = filled(self.color, Image.fromarray(cover))
        sheet.alpha_composite(wide)
        return sheet

"""A drop shadow, with the measures of CSS."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations._distance import grown
from editor.operations._layers import filled, padded
from editor.operations.base import PixelOperation
from editor.plan.colour import BLACK, Colour, Rgba
from editor.plan.kinds import Number
from editor.plan.operation import Stage
from editor.plan.option import option

_FAR = Number(-1000, 1000, unit="px")


@dataclass(frozen=True, slots=True)
class Shadow(PixelOperation):
    """There is a shadow as soon as it has a blur, an offset or a spread."""

    name: ClassVar[str] = "shadow"
    stage: ClassVar[Stage] = Stage.SHADOW
    scratch: ClassVar[int] = 100

    blur: float = option(
        Number(0, 500, unit="px"),
        0.0,
        "Blur of a drop shadow, as in CSS: twice the standard deviation. The picture grows by what"
        " the shadow needs.",
        example="shadow=20",
        name="shadow",
        aliases=("shadow.blur",),
        px=True,
    )
    x: float = option(
        _FAR, 0.0, "Shadow's way to the right.", example="shadow.x=4", name="shadow.x", px=True
    )
    y: float = option(
        _FAR, 0.0, "Shadow's way down.", example="shadow.y=8", name="shadow.y", px=True
    )
    spread: float = option(
        Number(0, 500, unit="px"),
        0.0,
        "How far the shadow's shape grows before it is blurred.",
        example="shadow.spread=2",
        name="shadow.spread",
        px=True,
    )
    color: Rgba = option(
        Colour(), BLACK, "Shadow's colour.", example="shadow.color=navy", name="shadow.color"
    )
    opacity: float = option(
        Number(0, 1),
        0.4,
        "Shadow's opacity, times its colour's own.",
        example="shadow.opacity=0.6",
        name="shadow.opacity",
    )

    def is_identity(self) -> bool:
        return not any((self.blur, self.x, self.y, self.spread))

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        return frame.extended(*self._room())

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        room = self._room()
        wide = padded(picture, room)
        # The rim is for the spread, and one clear px for fractions to fade out.
        rim = math.ceil(self.spread) + 1
        shape = ImageOps.expand(picture.convert("RGBA").getchannel("A"), rim)
        if self.spread:
            shape = Image.fromarray(grown(np.asarray(shape), self.spread))
        moved = shape.transform(
            wide.size,
            Image.Transform.AFFINE,
            (1, 0, rim - room[0] - self.x, 0, 1, rim - room[1] - self.y),
            Image.Resampling.BILINEAR,
        )
        soft = moved.filter(ImageFilter.GaussianBlur(self.blur / 2))
        sheet = filled(self.color, soft, self.opacity)
        sheet.alpha_composite(wide)
        return sheet

    def _room(self) -> tuple[int, int, int, int]:
        """Px that the shadow needs on each side: three standard deviations; left, top first."""
        reach = self.spread + 1.5 * self.blur
        sides = (reach - self.x, reach - self.y, reach + self.x, reach + self.y)
        left, top, right, bottom = (max(0, math.ceil(side)) for side in sides)
        return left, top, right, bottom

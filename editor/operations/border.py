"""A border of one colour around the resized picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations.base import PixelOperation
from editor.plan.colour import BLACK, Colour, Rgba
from editor.plan.kinds import Number
from editor.plan.operation import Stage
from editor.plan.option import Shorthand, option

_SIDES = ("top", "right", "bottom", "left")


def _expand(given: object) -> Mapping[str, object]:
    return {f"border.{side}": given for side in _SIDES}


def _width(side: str) -> Any:
    return option(
        Number(0, 10_000, whole=True, unit="px"),
        0,
        f"Width of the border at the {side}.",
        example=f"border.{side}=10",
        name=f"border.{side}",
        px=True,
    )


@dataclass(frozen=True, slots=True)
class Border(PixelOperation):
    name: ClassVar[str] = "border"
    stage: ClassVar[Stage] = Stage.BORDER
    shorthands: ClassVar[tuple[Shorthand, ...]] = (
        Shorthand(
            "border.width",
            _expand,
            "Width of the border on all sides that aren't given themselves.",
            example="border.width=10",
            rule="a whole number of px",
        ),
    )

    top: int = _width("top")
    right: int = _width("right")
    bottom: int = _width("bottom")
    left: int = _width("left")
    colour: Rgba = option(
        Colour(), BLACK, "Colour of the border.", example="border.color=red", name="border.color"
    )

    def is_identity(self) -> bool:
        return not (self.top or self.right or self.bottom or self.left)

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        return frame.extended(self.left, self.top, self.right, self.bottom)

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        mode = "RGBA" if self.colour.alpha < 255 else picture.mode
        inner = picture if picture.mode == mode else picture.convert(mode)
        colour = self.colour if mode == "RGBA" else self.colour[:3]
        framed = Image.new(mode, (frame.canvas.width, frame.canvas.height), tuple(colour))
        framed.paste(inner, (self.left, self.top))
        return framed

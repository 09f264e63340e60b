"""What shows through transparent pixels and fills the bars of a padded picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations._layers import on_canvas
from editor.operations._painting import paint
from editor.operations.base import PixelOperation
from editor.plan.operation import Stage
from editor.plan.option import option
from editor.plan.paint import Paint


@dataclass(frozen=True, slots=True)
class Background(PixelOperation):
    name: ClassVar[str] = "background"
    stage: ClassVar[Stage] = Stage.BACKGROUND
    scratch: ClassVar[int] = 16

    background: str = option(
        Paint(),
        "",
        "Paint under transparent pixels and in the bars of fit=pad; may itself be transparent."
        " Without it, transparent pixels stay, and bars are white, around cutouts transparent.",
        example="background=white",
    )

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        if picture.mode == "RGB" and picture.size == (frame.canvas.width, frame.canvas.height):
            return picture
        sheet = paint(self.background, frame.canvas)
        sheet.alpha_composite(on_canvas(picture, frame))
        opaque = sheet.getchannel("A").getextrema() == (255, 255)
        return sheet.convert("RGB") if opaque else sheet

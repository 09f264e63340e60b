"""Width, height and the ways to fit them; crops by gravity and to faces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from PIL import Image

from editor.findings import Findings
from editor.geometry import Box, Frame, Point
from editor.operations._faces import around, face_crop, inference_size, widened
from editor.operations._fits import Target, fitted
from editor.operations.base import PixelOperation
from editor.plan.gravity import AUTO, CENTRE, FACE, Gravity, Middle, Place
from editor.plan.kinds import Choice, Number
from editor.plan.lengths import Fractions, ManyBoxes, box_of
from editor.plan.operation import Need, Stage
from editor.plan.option import Warn, option
from editor.plan.sides import Side

CROPPING = ("cover", "crop", "aspect-crop")
_ONE_SIDED = {
    **dict.fromkeys(CROPPING, "scale-down"),
    **dict.fromkeys(("pad", "squeeze"), "contain"),
}
BARS = (255, 255, 255)
"""The bars of `pad` when no background is given."""


@dataclass(frozen=True, slots=True)
class Resize(PixelOperation):
    name: ClassVar[str] = "resize"
    stage: ClassVar[Stage] = Stage.RESIZE

    width: int = option(
        Side(),
        0,
        "Target width; alone it keeps the shape.",
        example="width=800",
        aliases=("w",),
        px=True,
    )
    height: int = option(
        Side(),
        0,
        "Target height; alone it keeps the shape.",
        example="height=600",
        aliases=("h",),
        px=True,
    )
    fit: str = option(
        Choice(
            ("scale-down", "contain", "cover", "crop", "aspect-crop", "pad", "squeeze", "scale-up"),
            {"fill": "squeeze", "none": "scale-down"},
        ),
        "scale-down",
        "How the picture fits: scale-down never enlarges, contain may, cover fills and crops, crop"
        " is cover without enlarging, aspect-crop keeps the ratio without enlarging, pad adds bars,"
        " squeeze distorts, scale-up never shrinks.",
        example="fit=cover",
    )
    gravity: Place = option(
        Gravity(),
        CENTRE,
        "What a crop keeps: a side, a relative point, the faces, or what draws the eye.",
        example="gravity=face",
        aliases=("g",),
    )
    zoom: float = option(
        Number(0, 1),
        0.0,
        "With gravity=face: 0 keeps the whole picture, 1 crops to the faces' box.",
        example="zoom=0.6",
        aliases=("face-zoom",),
    )
    faces: tuple[Fractions, ...] = option(
        ManyBoxes(100),
        (),
        "With gravity=face: boxes of the faces that count, instead of those that a model finds.",
        example="faces=0.4;0.2;0.2;0.3",
    )
    upscale: str = option(
        Choice(("interpolate",), later=("generate",)),
        "interpolate",
        "How pictures are enlarged: bicubic interpolation.",
        example="upscale=interpolate",
    )

    def settled(self, warn: Warn) -> Self:
        """Without the options that have no say: equal meaning, equal form."""
        fit = self.fit
        if not (self.width and self.height) and fit in _ONE_SIDED:
            if fit in CROPPING:
                warn(f"{fit} fit mode needs both width and height")
            fit = _ONE_SIDED[fit]
        if not (self.width or self.height):
            fit = "scale-down"
        gravity = self.gravity
        matters = fit in CROPPING or (gravity == FACE and self.zoom > 0)
        gravity = gravity if matters else CENTRE
        zoom, faces = (self.zoom, self.faces) if gravity == FACE else (0.0, ())
        return replace(self, fit=fit, gravity=gravity, zoom=zoom, faces=faces)

    def needs(self) -> tuple[Need, ...]:
        if self.gravity == AUTO:
            return (Need("saliency"),)
        return (Need("faces"),) if self.gravity == FACE and not self.faces else ()

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        picture = frame.size.box
        region, focus = picture, None
        if self.gravity == FACE:
            region, focus = self._towards_faces(frame, seen)
        elif isinstance(self.gravity, Middle):
            focus = Point(self.gravity.x * picture.width, self.gravity.y * picture.height)
        elif self.gravity == AUTO and seen.saliency is not None:
            at = seen.saliency.focus
            focus = frame.locate(Box(at.x, at.y, 0, 0)).centre
        target = Target(self.width, self.height)
        if not (target.width or target.height):
            return frame if region == picture else frame.cut(_whole_px(region))

        def lay(width: float, height: float) -> Box:
            if focus is not None:
                return around(focus, width, height, region)
            x, y = self.gravity if isinstance(self.gravity, tuple) else CENTRE
            left, top = x * (region.width - width), y * (region.height - height)
            return Box(region.left + left, region.top + top, width, height)

        fit = fitted(self.fit, frame.size, region, target, lay)
        frame = frame if fit.crop == picture else frame.cut(fit.crop)
        frame = frame.resized(fit.size)
        if self.fit == "pad":
            spare_x, spare_y = target.width - fit.size.width, target.height - fit.size.height
            left, top = spare_x // 2, spare_y // 2
            frame = frame.extended(left, top, spare_x - left, spare_y - top)
        return frame

    def _towards_faces(self, frame: Frame, seen: Findings) -> tuple[Box, Point | None]:
        """The zoomed part of the picture and the focal point; all of it where no face is."""
        found = [box_of(f) for f in self.faces] or [face.box for face in seen.faces or ()]
        inference = inference_size(frame.size)
        x, y = inference.width / frame.size.width, inference.height / frame.size.height
        boxes = [frame.locate(box).scaled(x, y) for box in found]
        crop = face_crop(frame.size, boxes, self.zoom)
        if crop is None:
            return frame.size.box, None
        if self.zoom and self.width and self.height:
            wide = widened(crop.box, self.width / self.height, frame.size.box)
            return wide, crop.focus
        return crop.box, crop.focus

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        """Adds the bars of `pad`; pixels have been moved already."""
        if picture.size == (frame.canvas.width, frame.canvas.height):
            return picture
        colour = (*BARS, 255)[: len(picture.getbands())]
        padded = Image.new(picture.mode, (frame.canvas.width, frame.canvas.height), colour)
        padded.paste(picture, (int(frame.at.x), int(frame.at.y)))
        return padded


def _whole_px(box: Box) -> Box:
    left, top, right, bottom = box.pixels()
    return Box(left, top, right - left, bottom - top)

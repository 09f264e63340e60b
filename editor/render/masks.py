"""The mask of a cutout, for `format=json`: what is kept, before anything is laid behind or around
it."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from editor.findings import Matte
from editor.geometry import Size
from editor.operations.segment import Segment
from editor.plan.composition import Composition, Transform
from editor.plan.operation import Operation, Stage
from editor.render.drawing import Drawing
from editor.render.kept import Kept
from editor.render.request import RenderRequest

_PACKED = 4
"""Level of zlib: masks are flat, and higher ones find little more."""


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Alpha (`L`) of a cutout, and the model's matte that it was made from."""

    alpha: Image.Image
    matte: Matte

    def as_json(self) -> dict[str, Any]:
        """The mask as a PNG in base64, with both sizes. `upscale_filter` tells how it became
        larger than the matte, if it did."""
        height, width = self.matte.alpha.shape
        own = Size(*self.alpha.size)
        file = io.BytesIO()
        self.alpha.save(file, "PNG", compress_level=_PACKED)
        told: dict[str, Any] = {
            "mask": b64encode(file.getvalue()).decode(),
            "format": "image/png",
            "width": own.width,
            "height": own.height,
            "model": {"name": self.matte.card, "width": width, "height": height},
        }
        if own.width > width or own.height > height:
            told["upscale_filter"] = "guided"
        return told


def mask(request: RenderRequest, before: Kept) -> Mask | None:
    """The mask of the recipe's last cutout, at the size at which it is cut; None without one.

    Corrections by strokes count, and so does what the original itself lets through.
    """
    found = _cutting(request.composition)
    if found is None:
        return None
    part, index = found
    matte = request.findings.get(((index,), "matte"))
    if not isinstance(matte, Matte):
        return None
    pixels = Drawing(replace(request, composition=part), before).picture(part).pixels
    return Mask(pixels.convert("RGBA").getchannel("A"), matte)


def _cutting(recipe: Composition) -> tuple[Composition, int] | None:
    """The recipe as far as its last cutout, and the place of that step."""
    for index in reversed(range(len(recipe.steps))):
        step = recipe.steps[index]
        if isinstance(step, Transform) and _cuts(step):
            upto = tuple(_plainly(o) for o in step.operations if o.stage <= Stage.SEGMENT)
            return replace(recipe, steps=(*recipe.steps[:index], Transform(upto))), index
    return None


def _cuts(step: Transform) -> bool:
    return any(isinstance(o, Segment) and o.segment for o in step.operations)


def _plainly(operation: Operation) -> Operation:
    """Colours aren't asked for: nobody needs to clean them."""
    return replace(operation, decontaminate=0.0) if isinstance(operation, Segment) else operation

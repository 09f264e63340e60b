"""How far a cutout reaches when it is drawn: edges follow the photo there, not the model's grid."""

from __future__ import annotations

import numpy as np

from editor.render.drawing import Drawing
from editor.render.kept import Kept
from editor.render.request import Reach, Reached, RenderRequest
from editor.render.subject import reach


def reached(request: Reach, before: Kept) -> Reached:
    """The box of the subject on the recipe's sheet; what a render refuses."""
    asked = RenderRequest(request.composition, request.sources, "", request.findings)
    pixels = Drawing(asked, before).picture(request.composition).pixels
    if pixels.mode != "RGBA":
        return Reached(None)
    return Reached(reach(np.asarray(pixels.getchannel("A"))))

"""Faces of one picture: found, looked at again, as findings."""

from __future__ import annotations

import numpy as np

from editor.findings import Face
from editor.inference.processing.anchors import AnchorSizes
from editor.inference.processing.faces import LONGEST_PX, faces, for_retinaface, found
from editor.inference.processing.resizing import Rgb
from editor.inference.processing.second_look import Ask, confirmed


def faces_in(
    picture: Rgb, ask: Ask, sizes: AnchorSizes, longest_px: int = LONGEST_PX
) -> tuple[Face, ...]:
    """Best first, in fractions of the picture. `ask` answers a batch of planes."""
    planes = for_retinaface(picture, longest_px)
    offsets, confidence, points = (np.asarray(part)[0] for part in ask(planes[None]))
    seen = found((offsets, confidence, points), planes.shape[1], planes.shape[2], sizes)
    return faces(confirmed(picture, seen, ask, sizes))

"""Faces of one picture: found, looked at again, as findings."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from editor.findings import Face
from editor.inference.processing.anchors import AnchorSizes
from editor.inference.processing.faces import faces, for_retinaface, found
from editor.inference.processing.resizing import Rgb
from editor.inference.processing.second_look import Answer, confirmed


def faces_in(
    picture: Rgb, network: Callable[[Tensor], tuple[Tensor, ...]], sizes: AnchorSizes
) -> tuple[Face, ...]:
    """Best first, in fractions of the picture. `network` answers a batch of planes."""

    def ask(given: Tensor) -> Answer:
        loc, confidence, landmarks = network(given)
        return loc, confidence, landmarks

    planes = for_retinaface(picture)
    offsets, confidence, points = ask(planes[None])
    seen = found((offsets[0], confidence[0], points[0]), planes.shape[1], planes.shape[2], sizes)
    return faces(confirmed(picture, seen, ask, sizes))

"""Faces of one picture: found, looked at again, as findings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from editor.findings import Face
from editor.inference.processing.anchors import AnchorSizes
from editor.inference.processing.faces import (
    AFTER,
    LONGEST_PX,
    Found,
    apart,
    faces,
    for_retinaface,
    found,
)
from editor.inference.processing.resizing import Rgb
from editor.inference.processing.second_look import Ask, confirmed


def faces_in(
    picture: Rgb, ask: Ask, sizes: AnchorSizes, longest_px: Sequence[int] = (LONGEST_PX,)
) -> tuple[Face, ...]:
    """Best first, in fractions of the picture. `ask` answers a batch of planes; it is asked once
    for each longest side, the largest first."""
    seen = merged([_seen(picture, ask, sizes, side) for side in longest_px], longest_px[0])
    return faces(confirmed(picture, seen, ask, sizes))


def merged(several: Sequence[Found], side: int) -> Found:
    """What was found at several sizes: where faces overlap, in a picture of this side, the best."""
    boxes, scores, landmarks = (
        np.concatenate([getattr(one, part) for one in several])
        for part in ("boxes", "scores", "landmarks")
    )
    order = np.argsort(-scores, kind="stable")
    kept = order[apart(boxes[order] * side)][:AFTER]
    return Found(boxes[kept], scores[kept], landmarks[kept])


def _seen(picture: Rgb, ask: Ask, sizes: AnchorSizes, longest_px: int) -> Found:
    planes = for_retinaface(picture, longest_px)
    offsets, confidence, points = (np.asarray(part)[0] for part in ask(planes[None]))
    return found((offsets, confidence, points), planes.shape[1], planes.shape[2], sizes)

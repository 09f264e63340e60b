"""Faces of one picture: found, looked at again, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from editor.findings import Face
from editor.inference.processing.anchors import AnchorSizes
from editor.inference.processing.faces import (
    AFTER,
    LONGEST_PX,
    SURE,
    Found,
    apart,
    faces,
    for_retinaface,
    found,
)
from editor.inference.processing.resizing import Rgb
from editor.inference.processing.second_look import Ask, confirmed


@dataclass(frozen=True, slots=True)
class Looks:
    """How a network is asked for the faces of one picture."""

    longest_px: tuple[int, ...] = (LONGEST_PX,)
    """Its longest side at each look, the largest first."""
    enlarged: float = 1.0
    """How much a picture smaller than the largest look may be enlarged."""
    sure: float = SURE
    """Score from which something is a face."""


def faces_in(
    picture: Rgb, ask: Ask, sizes: AnchorSizes, looks: Looks = Looks()
) -> tuple[Face, ...]:
    """Best first, in fractions of the picture. `ask` answers a batch of planes."""
    largest = looks.longest_px[0]
    picture = _enlarged(picture, min(looks.enlarged, largest / max(picture.shape[:2])))
    seen = [_seen(picture, ask, sizes, side, looks.sure) for side in looks.longest_px]
    return faces(confirmed(picture, merged(seen, largest), ask, sizes))


def _enlarged(picture: Rgb, scale: float) -> Rgb:
    if scale <= 1:
        return picture
    larger = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger, np.uint8)


def merged(several: Sequence[Found], side: int) -> Found:
    """What was found at several sizes: where faces overlap, in a picture of this side, the best."""
    boxes, scores, landmarks = (
        np.concatenate([getattr(one, part) for one in several])
        for part in ("boxes", "scores", "landmarks")
    )
    order = np.argsort(-scores, kind="stable")
    kept = order[apart(boxes[order] * side)][:AFTER]
    return Found(boxes[kept], scores[kept], landmarks[kept])


def _seen(picture: Rgb, ask: Ask, sizes: AnchorSizes, longest_px: int, sure: float) -> Found:
    planes = for_retinaface(picture, longest_px)
    offsets, confidence, points = (np.asarray(part)[0] for part in ask(planes[None]))
    height, width = planes.shape[1:]
    return found((offsets, confidence, points), height, width, sizes, sure)

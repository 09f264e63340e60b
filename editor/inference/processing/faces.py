"""Pictures for RetinaFace, and faces from its answer: NumPy and OpenCV alone."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from editor.findings import Face
from editor.geometry import Box, Point
from editor.inference.processing.anchors import AnchorSizes, anchors, boxes, landmarks
from editor.inference.processing.resizing import Rgb

LONGEST_PX = 1024
BGR_MEAN = (104, 117, 123)
SURE = 0.5
"""Score from which something is a face."""
OVERLAP = 0.4
"""IoU above which two boxes are one face."""
BEFORE, AFTER = 5000, 750
"""Most boxes before and after overlaps are dropped."""

Floats = npt.NDArray[np.float64]
Planes = npt.NDArray[np.float32]
"""(3, height, width), or a batch of them."""
Answer = tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]
"""A network's (loc, conf, landms), as arrays or tensors on the CPU."""
WHOLE = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Faces in fractions of the picture, best first; boxes may reach beyond it."""

    boxes: Floats
    """(faces, 4): left, top, right, bottom."""
    scores: Floats
    landmarks: Floats
    """(faces, 5, 2)."""


def for_retinaface(picture: Rgb, longest_px: int = LONGEST_PX) -> Planes:
    """(3, height, width); a larger picture is shrunk until its longest side fits."""
    bgr = np.ascontiguousarray(picture[:, :, ::-1])
    # A line of pixels keeps its width, however long it is.
    scale = max(longest_px / max(bgr.shape[:2]), 1 / min(bgr.shape[:2]))
    if scale < 1:
        how = cv2.INTER_LINEAR
        bgr = np.asarray(cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    planes = (
        bgr.transpose(2, 0, 1).astype(np.float32) - np.array(BGR_MEAN, np.float32)[:, None, None]
    )
    return np.ascontiguousarray(planes)


def found(answer: Answer, height: int, width: int, sizes: AnchorSizes, sure: float = SURE) -> Found:
    """The faces of one picture of this network size, from (loc, conf, landms) without batch."""
    offsets, confidence, points = (np.asarray(part, np.float32) for part in answer)
    around = anchors(height, width, sizes)
    scores = confidence[:, 1]
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= sure][:BEFORE]
    placed = boxes(offsets[order], around[order]).astype(np.float64)
    kept = apart(placed * (width, height, width, height))[:AFTER]
    return Found(
        boxes=placed[kept],
        scores=scores[order].astype(np.float64)[kept],
        landmarks=landmarks(points[order], around[order]).astype(np.float64)[kept],
    )


def apart(placed: Floats) -> list[int]:
    """Which boxes (px, best first) remain when each drops those that it overlaps too much.

    As published, a box from pixel a to pixel b is b - a + 1 px wide.
    """
    left, top, right, bottom = placed.T
    area = (right - left + 1) * (bottom - top + 1)
    kept: list[int] = []
    rest = np.arange(len(placed))
    while len(rest):
        best, rest = int(rest[0]), rest[1:]
        kept.append(best)
        wide = np.minimum(right[best], right[rest]) - np.maximum(left[best], left[rest]) + 1
        high = np.minimum(bottom[best], bottom[rest]) - np.maximum(top[best], top[rest]) + 1
        shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
        rest = rest[shared <= OVERLAP * (area[best] + area[rest] - shared)]
    return kept


def faces(seen: Found) -> tuple[Face, ...]:
    """As findings: boxes end at the picture's edges."""
    made = []
    for (left, top, right, bottom), score, points in zip(
        seen.boxes, seen.scores, seen.landmarks, strict=True
    ):
        box = Box(float(left), float(top), float(right - left), float(bottom - top))
        marks = tuple(Point(float(x), float(y)) for x, y in points)
        made.append(Face(box.intersection(WHOLE), float(score), marks))
    return tuple(made)

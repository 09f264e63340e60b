"""Faces are looked at again, alone, smaller and mirrored: a face stays one, a dog's mostly not.

The small RetinaFace scores some animals above 0.999, so no threshold tells them from people. But
it is sure of a person's face at every size it was trained for, and of a dog's at one by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from editor.inference.processing.anchors import AnchorSizes, anchors, boxes
from editor.inference.processing.faces import Answer, Floats, Found, Planes, for_retinaface
from editor.inference.processing.resizing import Rgb

Ask = Callable[[Planes], Answer]
"""The network: (n, 3, height, width) -> (loc, conf, landms)."""

SIDES_PX = (32, 48, 72)
"""How large the face is made, px. Smaller faces aren't enlarged: nothing more would be seen."""
AROUND = 2.5
"""Side of what is looked at, in sides of the face."""
SAME = 0.4
"""IoU from which what is found there is the face in question."""
STAYS = 0.6
"""Mean score over all looks from which it stays a face."""
AT_ONCE = 32


def confirmed(picture: Rgb, seen: Found, ask: Ask, sizes: AnchorSizes) -> Found:
    """Those of `seen` that a second look confirms; too small ones stay as they are."""
    height, width = picture.shape[:2]
    placed = seen.boxes * (width, height, width, height)
    sides = (placed[:, 2:] - placed[:, :2]).max(axis=1, initial=0)
    total, looks = np.zeros(len(placed)), np.zeros(len(placed))
    for side in SIDES_PX:
        large = np.flatnonzero(sides >= side)
        for start in range(0, len(large), AT_ONCE):
            some = large[start : start + AT_ONCE]
            views = np.stack([_view(picture, placed[i], side) for i in some])
            for mirrored in (False, True):
                total[some] += _scores(views, placed[some], side, mirrored, ask, sizes)
                looks[some] += 1
    stays = total >= STAYS * looks
    return Found(seen.boxes[stays], seen.scores[stays], seen.landmarks[stays])


def _view(picture: Rgb, box: Floats, side: int) -> Rgb:
    """The face and what is around it, black beyond the picture, so that it is `side` px large."""
    left, top, right, bottom = box
    half = AROUND * max(right - left, bottom - top) / 2
    x, y = round((left + right) / 2 - half), round((top + bottom) / 2 - half)
    length = max(1, round(2 * half))
    height, width = picture.shape[:2]
    inside = picture[max(y, 0) : y + length, max(x, 0) : x + length]
    beyond = (max(-y, 0), max(y + length - height, 0), max(-x, 0), max(x + length - width, 0))
    framed = cv2.copyMakeBorder(inside, *beyond, borderType=cv2.BORDER_CONSTANT)
    wanted = round(AROUND * side)
    view = cv2.resize(framed, (wanted, wanted), interpolation=cv2.INTER_AREA)
    return np.asarray(view, np.uint8)


def _scores(
    views: Rgb, placed: Floats, side: int, mirrored: bool, ask: Ask, sizes: AnchorSizes
) -> Floats:
    """For each view the best score of a box that is where the face is expected: its middle."""
    length = views.shape[1]
    given = np.stack([for_retinaface(view) for view in _turned(views, mirrored)])
    offsets, confidence, _ = (np.asarray(part, np.float32) for part in ask(given))
    around = anchors(length, length, sizes)
    shape = (placed[:, 2:] - placed[:, :2]) / (placed[:, 2:] - placed[:, :2]).max(1, keepdims=True)
    half = shape * side / length / 2
    best = np.zeros(len(views))
    for i in range(len(views)):
        found = boxes(offsets[i], around).astype(np.float64)
        there = _iou(found, np.concatenate((0.5 - half[i], 0.5 + half[i]))) > SAME
        best[i] = confidence[i, :, 1].astype(np.float64)[there].max(initial=0)
    return best


def _turned(views: Rgb, mirrored: bool) -> Iterator[Rgb]:
    for view in views:
        yield view[:, ::-1] if mirrored else view


def _iou(many: Floats, one: Floats) -> Floats:
    low, high = np.maximum(many[:, :2], one[:2]), np.minimum(many[:, 2:], one[2:])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    area = (many[:, 2:] - many[:, :2]).prod(axis=1) + (one[2:] - one[:2]).prod()
    overlap: Floats = shared / np.maximum(area - shared, np.finfo(float).tiny)
    return overlap

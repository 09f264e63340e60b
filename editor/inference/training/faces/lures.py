"""What a trained detector takes for faces and isn't: places worth a second lesson."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from editor.inference.processing.anchors import RELEASE_1MB
from editor.inference.processing.faces import found
from editor.inference.processing.second_look import Ask
from editor.inference.training.faces.labels import iou
from editor.inference.training.faces.photos import Photo
from editor.inference.training.faces.teachers import Bgr, Floats, planes

LONGEST_PX, ENLARGED = 640, 2.0
DOUBTED = 0.3
"""Score from which a mistake is worth a lesson."""
APART = 0.3
"""IoU with anything labelled below which it is one."""
SHARE = 3
"""One photograph in so many is looked at."""

Lure = tuple[Photo, Floats]
"""A photograph and the box (4) in it, px."""


def lures(ask: Ask, photos: Sequence[Photo]) -> list[Lure]:
    """All mistakes in some of the photographs; cut-outs aren't looked at."""
    whole = [photo for photo in photos if photo.alpha is None or len(photo.boxes)]
    return [(photo, box) for photo in whole[::SHARE] for box in _mistakes(ask, photo)]


def _mistakes(ask: Ask, photo: Photo) -> Floats:
    boxes = _boxes(ask, photo.bgr)
    known = np.concatenate((photo.boxes, photo.unsure))
    wrong: Floats = boxes[iou(boxes, known).max(1, initial=0) < APART]
    return wrong


def _boxes(ask: Ask, bgr: Bgr) -> Floats:
    scale = min(ENLARGED, LONGEST_PX / max(bgr.shape[:2]))
    sized = np.asarray(cv2.resize(bgr, None, fx=scale, fy=scale), np.uint8)
    offsets, confidence, points = (np.asarray(part)[0] for part in ask(planes(sized)[None]))
    height, width = sized.shape[:2]
    seen = found((offsets, confidence, points), height, width, RELEASE_1MB, DOUBTED)
    placed: Floats = (seen.boxes * np.tile(bgr.shape[1::-1], 2)).astype(np.float32)
    return placed

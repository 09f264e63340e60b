"""Small drawn photographs with faces at known places."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.faces.photos import Photo, Photos, rows
from editor.inference.training.faces.teachers import Bgr, Floats, Seen

FACE = (20.0, 10.0, 44.0, 42.0)
MARKS = (26.0, 22.0, 38.0, 22.0, 32.0, 28.0, 28.0, 35.0, 36.0, 35.0)


def noise(seed: int, height: int = 80, width: int = 64) -> Bgr:
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (height // 8, width // 8, 3), np.uint8)
    return np.asarray(cv2.resize(small, (width, height)), np.uint8)


def with_face(seed: int = 0) -> Photo:
    """A light ellipse with dark eyes in the box FACE."""
    bgr = noise(seed)
    left, top, right, bottom = FACE
    centre = (int(left + right) // 2, int(top + bottom) // 2)
    half = (int(right - left) // 2, int(bottom - top) // 2)
    cv2.ellipse(bgr, centre, half, 0, 0, 360, (180, 200, 230), -1)
    points = np.array(MARKS).reshape(5, 2)
    for x, y in points[:2]:
        cv2.circle(bgr, (int(x), int(y)), 2, (20, 20, 20), -1)
    return Photo(bgr, rows([FACE], 4), rows([MARKS], 10).reshape(1, 5, 2), rows([], 4))


def without(seed: int = 1) -> Photo:
    return Photo(noise(seed), rows([], 4), rows([], 10).reshape(0, 5, 2), rows([], 4))


def photos() -> Photos:
    people = [with_face(seed) for seed in range(3)]
    return Photos(people, [without(seed) for seed in range(5, 9)], people[:1])


def seen(boxes: list[list[float]], score: float = 0.9) -> Seen:
    """What a teacher answers: marks are the corners and the middle of each box."""
    placed = rows(boxes, 4)
    return Seen(placed, np.full(len(placed), score, np.float32), marks_of(placed))


def marks_of(boxes: Floats) -> Floats:
    x0, y0, x1, y1 = boxes.T
    points = [(x0, y0), (x1, y0), ((x0 + x1) / 2, (y0 + y1) / 2), (x0, y1), (x1, y1)]
    return np.stack([np.stack(p, -1) for p in points], 1).reshape(-1, 5, 2)

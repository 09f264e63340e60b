"""New faces from known ones: a face is blended with another, mark upon mark."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.faces.photos import Photo
from editor.inference.training.faces.views import Rng, View

LEAST_PX = 14.0
"""Smaller faces gain nothing from it."""
WEIGHTS = (0.35, 1.0)


def swap(rng: Rng, view: View, number: int, other: Photo, which: int) -> None:
    """Draws the other face over this one, softly at its rim; marks and box stay."""
    left, top, right, bottom = view.boxes[number]
    if min(right - left, bottom - top) < LEAST_PX:
        return
    how, _ = cv2.estimateAffinePartial2D(other.marks[which], view.marks[number])
    if how is None:
        return
    height, width = view.bgr.shape[:2]
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(width, int(np.ceil(right))), min(height, int(np.ceil(bottom)))
    if x1 - x0 < 4 or y1 - y0 < 4:
        return
    how[:, 2] -= (x0, y0)
    size = (x1 - x0, y1 - y0)
    drawn = cv2.warpAffine(other.bgr, how, size, borderMode=cv2.BORDER_REFLECT)
    centre = ((left + right) / 2 - x0, (top + bottom) / 2 - y0)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    far = ((x - centre[0]) / (right - left)) ** 2 + ((y - centre[1]) / (bottom - top)) ** 2
    soft = np.clip((0.5 - np.sqrt(far)) / 0.12, 0, 1)[:, :, None] * rng.uniform(*WEIGHTS)
    under = view.bgr[y0:y1, x0:x1]
    view.bgr[y0:y1, x0:x1] = np.asarray(drawn * soft + under * (1 - soft) + 0.5, np.uint8)

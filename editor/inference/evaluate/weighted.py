"""Weighted F (Margolin et al. 2014): errors count by where they are."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import distance_transform_edt

from editor.inference.evaluate.region import Matte, inside

SIDE, SIGMA = 7, 5.0
FALL = np.log(0.5) / 5
"""An error 5 px outside the subject weighs half as much again as one far away."""
_TINY = float(np.finfo(np.float64).eps)


def weighted_f(found: Matte, true: Matte) -> float:
    """0..1, precision and recall alike. Without a subject: 0."""
    mask = inside(true)
    if not mask.any():
        return 0.0
    error = np.abs(found.astype(np.float64) - mask)
    distance, nearest = distance_transform_edt(~mask, return_indices=True)
    # Outside, an error counts as that of the nearest pixel of the subject, smoothed.
    spread = error.copy()
    spread[~mask] = error[nearest[0][~mask], nearest[1][~mask]]
    smooth = cv2.filter2D(spread, cv2.CV_64F, _bell(), borderType=cv2.BORDER_CONSTANT)
    least = np.where(mask & (smooth < error), smooth, error)
    weight = np.where(mask, 1.0, 2 - np.exp(FALL * distance))
    weighted = least * weight
    hits = mask.sum() - weighted[mask].sum()
    false = weighted[~mask].sum()
    recall = 1 - weighted[mask].mean()
    precision = hits / (hits + false + _TINY)
    return float(2 * recall * precision / (recall + precision + _TINY))


def _bell() -> npt.NDArray[np.float64]:
    line = np.arange(SIDE) - SIDE // 2
    bell = np.exp(-(line[:, None] ** 2 + line[None] ** 2) / (2 * SIGMA**2))
    kernel: npt.NDArray[np.float64] = bell / bell.sum()
    return kernel

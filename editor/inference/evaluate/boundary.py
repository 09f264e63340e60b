"""Boundary IoU (Cheng et al. 2021): agreement of the bands inside the outlines alone."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from editor.inference.evaluate.region import Matte, inside

BAND = 0.02
"""Width of the band, as a part of the picture's diagonal."""


def boundary_iou(found: Matte, true: Matte) -> float:
    """1 when both bands lie on each other, or both are empty."""
    width = max(1, round(BAND * float(np.hypot(*true.shape))))
    a, b = band(inside(found), width), band(inside(true), width)
    union = np.count_nonzero(a | b)
    return float(np.count_nonzero(a & b) / union) if union else 1.0


def band(mask: npt.NDArray[np.bool_], width: int) -> npt.NDArray[np.bool_]:
    """The pixels of the mask that are at most `width` steps from its outside; beyond the picture
    is outside."""
    framed = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    core = cv2.erode(framed, np.ones((3, 3), np.uint8), iterations=width)[1:-1, 1:-1]
    rim: npt.NDArray[np.bool_] = mask & (np.asarray(core) == 0)
    return rim

"""Agreement of two mattes, pixel by pixel. Mattes are float arrays (height, width) in 0..1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matte = npt.NDArray[np.float32]
HALF = 0.5


def inside(matte: Matte) -> npt.NDArray[np.bool_]:
    """What counts as the subject: alpha of at least a half."""
    return matte >= HALF


def iou(found: Matte, true: Matte) -> float:
    """Intersection over union at 0.5; two empty mattes agree."""
    a, b = inside(found), inside(true)
    union = np.count_nonzero(a | b)
    return float(np.count_nonzero(a & b) / union) if union else 1.0


def dice(found: Matte, true: Matte) -> float:
    """Twice the intersection over the sum at 0.5."""
    a, b = inside(found), inside(true)
    both = np.count_nonzero(a) + np.count_nonzero(b)
    return float(2 * np.count_nonzero(a & b) / both) if both else 1.0


def accuracy(found: Matte, true: Matte) -> float:
    """Share of pixels on the right side of 0.5."""
    return float(np.mean(inside(found) == inside(true)))


def mae(found: Matte, true: Matte) -> float:
    """Mean absolute difference of alpha."""
    return float(np.mean(np.abs(found - true)))

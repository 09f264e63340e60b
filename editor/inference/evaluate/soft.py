"""Errors of soft alpha (Rhemann et al. 2009), each in thousands as usual: smaller is better."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from editor.inference.evaluate.region import Matte

SIGMA = 1.4
STEP = 0.1
NEARLY = 0.15
"""Alpha that may hang loose without counting."""
_THOUSAND = 1000.0
_REACH = 1e-2


def sad(found: Matte, true: Matte) -> float:
    """Sum of absolute differences."""
    return float(np.abs(found.astype(np.float64) - true).sum()) / _THOUSAND


def grad(found: Matte, true: Matte) -> float:
    """Sum of squared differences of how steep alpha is, at 1.4 px."""
    return float(np.square(_steepness(found) - _steepness(true)).sum()) / _THOUSAND


def conn(found: Matte, true: Matte) -> float:
    """Sum of differences of how far each pixel hangs together with the common subject."""
    a, b = found.astype(np.float64), true.astype(np.float64)
    loose = np.full(a.shape, -1.0)
    steps = np.arange(0, 1 + STEP / 2, STEP)
    for before, level in pairwise(steps):
        subject = _largest((a >= level) & (b >= level))
        loose[(loose == -1) & ~subject] = before
    loose[loose == -1] = 1
    return float(np.abs(_held(a, loose) - _held(b, loose)).sum()) / _THOUSAND


def _held(
    alpha: npt.NDArray[np.float64], loose: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    beyond = alpha - loose
    held: npt.NDArray[np.float64] = 1 - beyond * (beyond >= NEARLY)
    return held


def _largest(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The largest piece, corners not counting as touching."""
    count, labels, facts, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=4
    )
    if count <= 1:
        return np.zeros(mask.shape, np.bool_)
    largest: npt.NDArray[np.bool_] = labels == 1 + int(facts[1:, cv2.CC_STAT_AREA].argmax())
    return largest


def _steepness(alpha: Matte) -> npt.NDArray[np.float64]:
    bell, slope = _kernels()
    wide = alpha.astype(np.float64)
    across = cv2.sepFilter2D(wide, cv2.CV_64F, slope, bell, borderType=cv2.BORDER_REPLICATE)
    down = cv2.sepFilter2D(wide, cv2.CV_64F, bell, slope, borderType=cv2.BORDER_REPLICATE)
    steepness: npt.NDArray[np.float64] = np.hypot(np.asarray(across), np.asarray(down))
    return steepness


def _kernels() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """A Gaussian and its derivative; their product has length 1."""
    reach = int(np.ceil(SIGMA * np.sqrt(-2 * np.log(np.sqrt(2 * np.pi) * SIGMA * _REACH))))
    line = np.arange(-reach, reach + 1, dtype=np.float64)
    bell = np.exp(-(line**2) / (2 * SIGMA**2)) / (SIGMA * np.sqrt(2 * np.pi))
    slope = -line * bell / SIGMA**2
    length = np.sqrt(np.square(bell[:, None] * slope[None]).sum())
    return bell, slope / length

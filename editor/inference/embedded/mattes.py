"""Pictures for our own networks of mattes, and alpha from their logits: NumPy and OpenCV alone."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rgb = npt.NDArray[np.uint8]
"""(height, width, 3)."""
Alpha = npt.NDArray[np.uint8]
"""(height, width)."""

MEAN = np.array((0.485, 0.456, 0.406), np.float32)
SPREAD = np.array((0.229, 0.224, 0.225), np.float32)
# Beyond this a sigmoid is 0 or 1 in eight bits, and further its exponential has no float32.
CERTAIN = 30.0
# A subject of less than this part of the picture counts as none.
LEAST = 0.002
NOTHING_FOUND = 4.0
# Beyond this share, and below what is left of it, colours have no say.
SURELY = 0.9


def for_matte(picture: Rgb, height: int, width: int) -> Floats:
    """(3, height, width): the whole picture squashed, every pixel of it counting when it shrinks;
    mean and spread of ImageNet."""
    shrinks = picture.shape[0] >= height and picture.shape[1] >= width
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.float32)
    planes = ((small / 255 - MEAN) / SPREAD).transpose(2, 0, 1)
    return np.ascontiguousarray(planes)


def share(logits: Floats) -> Floats:
    """The sigmoid of logits (1, height, width): (height, width), 0 to 1."""
    soft: Floats = 1 / (1 + np.exp(-np.clip(logits[0], -CERTAIN, CERTAIN)))
    return soft


def doubt(share: Floats) -> float:
    """How little a network is sure of: 0 when every pixel is 0 or 1, more the more of them lie
    between beside what is kept. Above 1 hardly anything is certain, and where nothing was found."""
    kept = float(np.mean(share))
    return float(np.mean(4 * share * (1 - share))) / kept if kept > LEAST else NOTHING_FOUND


def mean(one: Floats, other: Floats) -> Floats:
    """Of two opinions of one size."""
    between: Floats = np.asarray((one + other) / 2, np.float32)
    return between


def sized(share: Floats, shape: tuple[int, int]) -> Floats:
    """Drawn to `shape`: height, width."""
    height, width = shape
    drawn: Floats = np.asarray(cv2.resize(share, (width, height)), np.float32)
    return drawn


def between(alpha: Alpha, share: Floats, weight: float = 1) -> Alpha:
    """`alpha`, on the way to the mean of both: there for a `weight` of 1."""
    height, width = alpha.shape
    part = np.float32(weight / 2)
    both = (1 - part) * alpha.astype(np.float32) + 255 * part * sized(share, (height, width))
    mean: Alpha = np.rint(both).astype(np.uint8)
    return mean


def eased(value: float, begin: float, end: float) -> float:
    """0 up to `begin`, 1 from `end` on, without a bend between."""
    part = min(1.0, max(0.0, (value - begin) / (end - begin)))
    return part * part * (3 - 2 * part)


def seeds(share: Floats) -> npt.NDArray[np.uint8]:
    """What is surely or probably the subject or not, in GrabCut's codes."""
    codes = np.where(share > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    codes[share > SURELY] = cv2.GC_FGD
    codes[share < 1 - SURELY] = cv2.GC_BGD
    return codes

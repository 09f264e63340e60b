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


def for_matte(picture: Rgb, height: int, width: int) -> Floats:
    """(3, height, width): the whole picture squashed, every pixel of it counting when it shrinks;
    mean and spread of ImageNet."""
    shrinks = picture.shape[0] >= height and picture.shape[1] >= width
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.float32)
    planes = ((small / 255 - MEAN) / SPREAD).transpose(2, 0, 1)
    return np.ascontiguousarray(planes)


def alpha(logits: Floats) -> Alpha:
    """The sigmoid of logits (1, height, width) in eight bits."""
    soft = 1 / (1 + np.exp(-np.clip(logits[0], -CERTAIN, CERTAIN)))
    eight: Alpha = np.rint(soft * 255).astype(np.uint8)
    return eight

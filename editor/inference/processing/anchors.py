"""RetinaFace's anchors: where a face of each size could be, and what the network says of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
STRIDES = (8, 16, 32)
# Offsets were divided by these in training, so that all spread alike.
MOVE, STRETCH = 0.1, 0.2


@dataclass(frozen=True, slots=True)
class AnchorSizes:
    """Sides of the two square anchors of each stride, px."""

    fine: tuple[int, int]
    middle: tuple[int, int]
    coarse: tuple[int, int]


PUBLISHED = AnchorSizes((16, 32), (64, 128), (256, 512))
"""Of the first MobileNet-0.25 and of ResNet-50."""
RELEASE_1MB = AnchorSizes((10, 20), (32, 64), (128, 256))


def anchors(height: int, width: int, sizes: AnchorSizes) -> Floats:
    """(anchors, 4): centre x, centre y, width, height in fractions of a picture of this size."""
    levels = zip(STRIDES, (sizes.fine, sizes.middle, sizes.coarse), strict=True)
    parts = [_level(height, width, stride, sides) for stride, sides in levels]
    return np.concatenate(parts)


def _level(height: int, width: int, stride: int, sides: tuple[int, int]) -> Floats:
    """Row by row; in each cell the small one first."""
    down = (np.arange(ceil(height / stride)) + 0.5) * stride / height
    right = (np.arange(ceil(width / stride)) + 0.5) * stride / width
    y, x, side = np.meshgrid(down, right, np.array(sides, np.float64), indexing="ij")
    cells = np.stack((x, y, side / width, side / height), -1)
    return cells.reshape(-1, 4).astype(np.float32)


def boxes(offsets: Floats, around: Floats) -> Floats:
    """(anchors, 4): left, top, right, bottom in fractions."""
    centre = around[:, :2] + offsets[:, :2] * MOVE * around[:, 2:]
    size = around[:, 2:] * np.exp(offsets[:, 2:] * STRETCH)
    placed: Floats = np.concatenate((centre - size / 2, centre + size / 2), 1)
    return placed


def landmarks(offsets: Floats, around: Floats) -> Floats:
    """(anchors, 5, 2): eyes, nose and corners of the mouth, left before right as seen."""
    points = offsets.reshape(-1, 5, 2)
    placed: Floats = around[:, None, :2] + points * MOVE * around[:, None, 2:]
    return placed

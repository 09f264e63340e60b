"""RetinaFace's anchors: where a face of each size could be, and what the network says of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import torch
from torch import Tensor

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


def anchors(height: int, width: int, sizes: AnchorSizes) -> Tensor:
    """(anchors, 4): centre x, centre y, width, height in fractions of a picture of this size."""
    levels = zip(STRIDES, (sizes.fine, sizes.middle, sizes.coarse), strict=True)
    parts = [_level(height, width, stride, sides) for stride, sides in levels]
    return torch.cat(parts)


def _level(height: int, width: int, stride: int, sides: tuple[int, int]) -> Tensor:
    """Row by row; in each cell the small one first."""
    y = (torch.arange(ceil(height / stride), dtype=torch.float64) + 0.5) * stride / height
    x = (torch.arange(ceil(width / stride), dtype=torch.float64) + 0.5) * stride / width
    side = torch.tensor(sides, dtype=torch.float64)
    y, x, side = torch.meshgrid(y, x, side, indexing="ij")
    return torch.stack((x, y, side / width, side / height), -1).reshape(-1, 4).float()


def boxes(offsets: Tensor, around: Tensor) -> Tensor:
    """(anchors, 4): left, top, right, bottom in fractions."""
    centre = around[:, :2] + offsets[:, :2] * MOVE * around[:, 2:]
    size = around[:, 2:] * torch.exp(offsets[:, 2:] * STRETCH)
    return torch.cat((centre - size / 2, centre + size / 2), 1)


def landmarks(offsets: Tensor, around: Tensor) -> Tensor:
    """(anchors, 5, 2): eyes, nose and corners of the mouth, left before right as seen."""
    points = offsets.reshape(-1, 5, 2)
    return around[:, None, :2] + points * MOVE * around[:, None, 2:]

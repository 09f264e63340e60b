"""The residual U-block (RSU) of U²-Net: a small U inside of every stage.

Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ConvBnRelu(nn.Module):
    """3x3 convolution that keeps the size, batch norm, ReLU."""

    def __init__(self, inputs: int, outputs: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv_s1 = nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation)
        self.bn_s1 = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn_s1(self.conv_s1(x)), inplace=True)


class Rsu(nn.Module):
    """A U of `height` levels added to its own input.

    The levels are halved in size one after the other; in a `flat` block (RSU-4F) all keep the
    size and are dilated instead, for maps that are too small to halve.
    """

    def __init__(self, height: int, inputs: int, middle: int, outputs: int, *, flat: bool) -> None:
        super().__init__()
        self.height = height
        self.flat = flat
        reach = _dilations(height, flat)
        self.rebnconvin = ConvBnRelu(inputs, outputs)
        for i in range(1, height + 1):
            taken = outputs if i == 1 else middle
            self.add_module(f"rebnconv{i}", ConvBnRelu(taken, middle, reach[i - 1]))
        for i in range(height - 1, 0, -1):
            given = outputs if i == 1 else middle
            self.add_module(f"rebnconv{i}d", ConvBnRelu(2 * middle, given, reach[i - 1]))

    def forward(self, x: Tensor) -> Tensor:
        start: Tensor = self.rebnconvin(x)
        down = [self._level("1", start)]
        for i in range(2, self.height):
            down.append(self._level(str(i), down[-1] if self.flat else halved(down[-1])))
        up = self._level(str(self.height), down[-1])
        for i in range(self.height - 1, 0, -1):
            skip = down[i - 1]
            up = self._level(f"{i}d", torch.cat((resized(up, skip), skip), 1))
        return up + start

    def _level(self, name: str, x: Tensor) -> Tensor:
        level: Tensor = getattr(self, f"rebnconv{name}")(x)
        return level


def _dilations(height: int, flat: bool) -> list[int]:
    """Of each level; the deepest one sees further, a flat block doubles them all the way."""
    return [2**i for i in range(height)] if flat else [1] * (height - 1) + [2]


def halved(x: Tensor) -> Tensor:
    """2x2 maxima; an odd side keeps its last row or column (rounded up)."""
    return F.max_pool2d(x, 2, stride=2, ceil_mode=True)


def resized(x: Tensor, like: Tensor) -> Tensor:
    """Bilinear at the size of `like`; pixel centres aligned, not corners."""
    size = like.shape[2:]
    if x.shape[2:] == size:
        return x
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)

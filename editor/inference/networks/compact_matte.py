"""The studio's own small network for mattes: an encoder of residual blocks, attention where the
picture is smallest, and a decoder that ends at the picture's own pixels.

Dense 3x3 convolutions throughout: on a processor they train and run faster than depth-wise ones
of the same quality. About 5.5 million numbers.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTHS = (24, 48, 96, 160, 232)
"""Channels at strides 2, 4, 8, 16 and 32."""
DEPTHS = (1, 2, 3, 1)
"""Residual blocks at strides 4 to 32."""
DECODER = (16, 32, 64, 96)
"""Channels on the way back, at strides 2, 4, 8 and 16."""


class CompactMatte(nn.Module):
    """(n, 3, h, w) normalised, h and w multiples of 32 -> logits (n, 1, h, w); in training a list
    of them, the finest first, at strides 1, 2, 4, 8, 16 and 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _conv(4 * 3, WIDTHS[0])
        self.stages = nn.ModuleList(
            _stage(narrow, wide, depth)
            for (narrow, wide), depth in zip(pairwise(WIDTHS), DEPTHS, strict=True)
        )
        self.context = Context(WIDTHS[-1])
        deeper = (*DECODER[1:], WIDTHS[-1])
        self.joins = nn.ModuleList(
            Join(below, beside, wide)
            for below, beside, wide in zip(deeper, WIDTHS[:-1], DECODER, strict=True)
        )
        self.edges = Edges(DECODER[0])
        self.heads = nn.ModuleList(nn.Conv2d(wide, 1, 1) for wide in (*DECODER, WIDTHS[-1]))

    def forward(self, picture: Tensor) -> Tensor | list[Tensor]:
        blocks = F.pixel_unshuffle(picture, 2)
        levels = [self.stem(blocks)]
        for stage in self.stages:
            levels.append(stage(levels[-1]))
        below = self.context(levels.pop())
        logits = [self.heads[-1](below)] if self.training else []
        for join, head, beside in zip(
            reversed(self.joins), reversed(self.heads[:-1]), reversed(levels), strict=True
        ):
            below = join(below, beside)
            if self.training:
                logits.insert(0, head(below))
        fine: Tensor = self.edges(below, blocks)
        return [fine, *logits] if self.training else fine


class Residual(nn.Module):
    """Two convolutions beside the way through."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = _conv(width, width, dilation=dilation)
        self.second = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)), inplace=True)


class Attention(nn.Module):
    """Every place of the smallest map looks at every other (Vaswani et al. 2017), after a
    convolution that tells places apart."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.place = nn.Conv2d(width, width, 3, padding=1, groups=width)
        self.before = nn.LayerNorm(width)
        self.asked = nn.Linear(width, 3 * width)
        self.told = nn.Linear(width, width)
        self.between = nn.LayerNorm(width)
        self.mixed = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )

    def forward(self, x: Tensor) -> Tensor:
        batch, width, rows, columns = x.shape
        x = x + self.place(x)
        places = x.flatten(2).transpose(1, 2)
        three = self.asked(self.before(places))
        three = three.reshape(batch, rows * columns, 3, self.heads, width // self.heads)
        query, key, value = three.permute(2, 0, 3, 1, 4).unbind(0)
        seen = F.scaled_dot_product_attention(query, key, value)
        places = places + self.told(seen.transpose(1, 2).reshape(batch, rows * columns, width))
        places = places + self.mixed(self.between(places))
        made: Tensor = places.transpose(1, 2).reshape(batch, width, rows, columns)
        return made


class Context(nn.Module):
    """What is the subject: wide surroundings, then the whole picture."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.near = Residual(width, 2)
        self.far = nn.Sequential(Attention(width), Attention(width))

    def forward(self, x: Tensor) -> Tensor:
        seen: Tensor = self.far(self.near(x))
        return seen


class Join(nn.Module):
    """A coarse map, made twice as large, beside the encoder's map of that size."""

    def __init__(self, below: int, beside: int, width: int) -> None:
        super().__init__()
        self.below = _conv(below, width, size=1)
        self.beside = _conv(beside, width, size=1)
        self.mixed = nn.Sequential(_conv(2 * width, width), _conv(width, width))

    def forward(self, below: Tensor, beside: Tensor) -> Tensor:
        larger = _twice(self.below(below))
        mixed: Tensor = self.mixed(torch.cat([larger, self.beside(beside)], 1))
        return mixed


class Edges(nn.Module):
    """The last step up, led by the picture's own pixels, which come in blocks of 2x2."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.led = nn.Sequential(_conv(width + 4 * 3, 16), nn.Conv2d(16, 4, 3, padding=1))

    def forward(self, below: Tensor, blocks: Tensor) -> Tensor:
        fine: Tensor = F.pixel_shuffle(self.led(torch.cat([below, blocks.to(below.dtype)], 1)), 2)
        return fine


def _stage(narrow: int, wide: int, depth: int) -> nn.Sequential:
    return nn.Sequential(_conv(narrow, wide, stride=2), *(Residual(wide) for _ in range(depth)))


def _conv(
    inputs: int, outputs: int, *, size: int = 3, stride: int = 1, dilation: int = 1
) -> nn.Sequential:
    padding = dilation * (size // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


def _twice(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)

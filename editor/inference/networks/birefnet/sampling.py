"""Deformable convolution on a CPU: a quarter of BiRefNet-lite's arithmetic, half of its time.

torchvision's CPU kernel reads four numbers per channel and tap, one by one. Here the channels of a
cell lie side by side, so that a tap is a weighted sum of four rows of a table, which is what
embedding bags are made for; one matrix product then mixes the taps.
"""

from __future__ import annotations

from enum import StrEnum

import torch
import torch.nn.functional as F
from torch import Tensor

ROWS_AT_ONCE = 2**17
"""Taps that are in memory at once, so that they stay in the cache."""


class Sampling(StrEnum):
    """Who reads the moved taps; the numbers are the same but for rounding."""

    KERNEL = "kernel"
    """torchvision's own kernel, on any device."""
    ROWS = "rows"
    """Rows of a table: about three times as fast on CPUs."""


def by_rows(x: Tensor, offsets: Tensor, weights: Tensor, taps: Tensor) -> Tensor:
    """What `torchvision.ops.deform_conv2d` gives for odd kernels that keep the size.

    `x` (n, channels, height, width), `offsets` (n, 2 * k * k, height, width) as dy, dx pairs,
    `weights` (outputs, channels, k, k), `taps` (n, k * k, height, width). Outside, `x` is zero.
    """
    n, channels, height, width = x.shape
    outputs, _, side, _ = weights.shape
    mixing = weights.permute(2, 3, 1, 0).reshape(side * side * channels, outputs)
    made = x.new_empty(n, height * width, outputs)
    at_once = max(1, ROWS_AT_ONCE // (side * side))
    for one in range(n):
        table = x[one].permute(1, 2, 0).reshape(height * width, channels)
        places = _places(offsets[one], side)
        weighs = taps[one].flatten(1).t()
        for start in range(0, height * width, at_once):
            part = slice(start, start + at_once)
            rows, shares = _corners(places[:, part], weighs[part], height, width)
            sampled = F.embedding_bag(rows, table, mode="sum", per_sample_weights=shares)
            made[one, part] = sampled.reshape(-1, mixing.shape[0]) @ mixing
    # Channels stay the innermost in memory; what follows is faster so, too.
    return made.reshape(n, height, width, outputs).permute(0, 3, 1, 2)


def _places(offsets: Tensor, side: int) -> Tensor:
    """(2, cells, taps): where each tap of each cell reads, y and x in cells."""
    _, height, width = offsets.shape
    line = torch.arange(side, device=offsets.device) - side // 2
    tap = torch.stack(torch.meshgrid(line, line, indexing="ij")).reshape(2, 1, -1)
    y = torch.arange(height, device=offsets.device)
    x = torch.arange(width, device=offsets.device)
    cell = torch.stack(torch.meshgrid(y, x, indexing="ij")).reshape(2, -1, 1)
    return offsets.reshape(-1, 2, height * width).permute(1, 2, 0) + (cell + tap)


def _corners(places: Tensor, weighs: Tensor, height: int, width: int) -> tuple[Tensor, Tensor]:
    """(cells * taps, 4): the rows of the table around each place, and the share of each."""
    y, y_share = _pair(places[0], height)
    x, x_share = _pair(places[1], width)
    y_share = y_share * weighs[..., None]
    rows = y[..., :, None] * width + x[..., None, :]
    shares = y_share[..., :, None] * x_share[..., None, :]
    return rows.reshape(-1, 4), shares.reshape(-1, 4)


def _pair(places: Tensor, length: int) -> tuple[Tensor, Tensor]:
    """(..., 2): the cells before and behind, and how near each is; outside nothing counts."""
    before = places.floor()
    step = torch.arange(2, device=places.device)
    # Far away is as good as just outside, and fits into whole numbers.
    both = before.clamp(-2, length + 1).int()[..., None] + step.int()
    inside = (both >= 0) & (both < length)
    # 1 - share for the cell before, share for the one behind.
    shares = ((1 - step) - (places - before)[..., None]).abs_().mul_(inside)
    return both.clamp_(0, length - 1), shares

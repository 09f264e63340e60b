"""Square windows of a map, and which cells of a shifted window may look at each other."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def filled(x: Tensor, side: int) -> Tensor:
    """(n, rows, columns, channels) with zeros to the right and below up to whole windows."""
    _, rows, columns, _ = x.shape
    return F.pad(x, (0, 0, 0, -columns % side, 0, -rows % side))


def windows(x: Tensor, side: int) -> Tensor:
    """(n * windows, side * side, channels) of a map of whole windows, row by row."""
    n, rows, columns, width = x.shape
    x = x.reshape(n, rows // side, side, columns // side, side, width).transpose(2, 3)
    return x.reshape(-1, side * side, width)


def joined(cut: Tensor, side: int, rows: int, columns: int) -> Tensor:
    """The map (n, rows, columns, channels) whose windows these are."""
    width = cut.shape[-1]
    x = cut.reshape(-1, rows // side, columns // side, side, side, width).transpose(2, 3)
    return x.reshape(-1, rows, columns, width)


def apart(rows: int, columns: int, side: int, like: Tensor) -> Tensor:
    """(windows, side², side²): 0 where two cells of a window of the map, rolled by half a window,
    were neighbours before, -inf where they come from opposite edges."""
    shift = side // 2
    down, across = (_bands(length, side, shift, like.device) for length in (rows, columns))
    regions = 3 * down[:, None] + across
    cells = windows(regions[None, :, :, None], side).squeeze(-1)
    strangers = cells[:, :, None] != cells[:, None, :]
    return like.new_zeros(strangers.shape).masked_fill_(strangers, float("-inf"))


def _bands(length: int, side: int, shift: int, device: torch.device) -> Tensor:
    """0 before the last window, then 1, and 2 for what was rolled in from the other end."""
    line = torch.arange(length, device=device)
    return (line >= length - side).long() + (line >= length - shift).long()


def distances(side: int) -> Tensor:
    """(side², side²): for each pair of cells, the row of the table of learnt distances."""
    line = torch.arange(side)
    y, x = (part.flatten() for part in torch.meshgrid(line, line, indexing="ij"))
    dy = y[:, None] - y[None, :] + side - 1
    dx = x[:, None] - x[None, :] + side - 1
    return dy * (2 * side - 1) + dx

"""The image encoder of SAM: a plain vision transformer, most of whose blocks look at windows."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.networks.sam.layers import ChannelNorm, TwoLayers

PATCH = 16
"""Side of the square of pixels that becomes one token, px."""
WINDOW = 14
"""Side of a window, tokens."""


@dataclass(frozen=True, slots=True)
class Size:
    """What the published sizes (base, large, huge) differ in."""

    width: int
    depth: int
    heads: int
    everywhere: tuple[int, ...]
    """Blocks that look at the whole picture."""


BASE = Size(width=768, depth=12, heads=12, everywhere=(2, 5, 8, 11))
LARGE = Size(width=1024, depth=24, heads=16, everywhere=(5, 11, 17, 23))
HUGE = Size(width=1280, depth=32, heads=16, everywhere=(7, 15, 23, 31))


class ImageEncoder(nn.Module):
    """(n, 3, side, side) normalised -> (n, outputs, side/16, side/16)."""

    def __init__(self, size: Size, side_px: int, outputs: int) -> None:
        super().__init__()
        cells = side_px // PATCH
        self.pos_embed = nn.Parameter(torch.zeros(1, cells, cells, size.width))
        self.patch_embed = Patches(size.width)
        self.blocks = nn.ModuleList(
            Block(size, cells, 0 if i in size.everywhere else WINDOW) for i in range(size.depth)
        )
        self.neck = nn.Sequential(
            nn.Conv2d(size.width, outputs, 1, bias=False),
            ChannelNorm(outputs),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
            ChannelNorm(outputs),
        )

    def forward(self, picture: Tensor) -> Tensor:
        x = self.patch_embed(picture) + self.pos_embed
        for block in self.blocks:
            x = block(x)
        embedding: Tensor = self.neck(x.permute(0, 3, 1, 2))
        return embedding


class Patches(nn.Module):
    """Each square of pixels becomes a token; channels last."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(3, width, PATCH, stride=PATCH)

    def forward(self, picture: Tensor) -> Tensor:
        cells: Tensor = self.proj(picture)
        return cells.permute(0, 2, 3, 1)


class Block(nn.Module):
    """Attention in windows (0: everywhere), then a feed-forward part, each added to its input."""

    def __init__(self, size: Size, cells: int, window: int) -> None:
        super().__init__()
        self.window = window
        self.norm1 = nn.LayerNorm(size.width, eps=1e-6)
        self.attn = Attention(size.width, size.heads, window or cells)
        self.norm2 = nn.LayerNorm(size.width, eps=1e-6)
        self.mlp = TwoLayers(size.width, 4 * size.width, nn.GELU())

    def forward(self, x: Tensor) -> Tensor:
        x = x + self._attended(self.norm1(x))
        made: Tensor = x + self.mlp(self.norm2(x))
        return made

    def _attended(self, x: Tensor) -> Tensor:
        if not self.window:
            whole: Tensor = self.attn(x)
            return whole
        return _joined(self.attn(_windows(x, self.window)), self.window, x)


class Attention(nn.Module):
    """Self-attention over a square of cells, with a learnt term for each distance between rows
    and one for each distance between columns."""

    def __init__(self, width: int, heads: int, cells: int) -> None:
        super().__init__()
        self.heads = heads
        self.rel_pos_h = nn.Parameter(torch.zeros(2 * cells - 1, width // heads))
        self.rel_pos_w = nn.Parameter(torch.zeros(2 * cells - 1, width // heads))
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        n, rows, columns, width = x.shape
        qkv = self.qkv(x).reshape(n, rows * columns, 3, self.heads, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        bias = self._distances(query.reshape(n, self.heads, rows, columns, -1))
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        made: Tensor = self.proj(mixed.transpose(1, 2).reshape(n, rows, columns, width))
        return made

    def _distances(self, query: Tensor) -> Tensor:
        """(n, heads, cells, cells) to be added to the scaled products; queries are unscaled."""
        n, heads, rows, columns, _ = query.shape
        of_rows = torch.einsum("nhijc,ikc->nhijk", query, _by_distance(self.rel_pos_h, rows))
        of_columns = torch.einsum("nhijc,jkc->nhijk", query, _by_distance(self.rel_pos_w, columns))
        both = of_rows[..., :, None] + of_columns[..., None, :]
        return both.reshape(n, heads, rows * columns, rows * columns)


def _by_distance(table: Tensor, cells: int) -> Tensor:
    """(query, key, channels): the entry of `table` for how far the two are apart."""
    line = torch.arange(cells, device=table.device)
    return table[line[:, None] - line[None, :] + cells - 1]


def _windows(x: Tensor, side: int) -> Tensor:
    """(n * windows, side, side, channels); what the last windows lack is filled with zeros."""
    n, rows, columns, width = x.shape
    x = F.pad(x, (0, 0, 0, -columns % side, 0, -rows % side))
    down, across = x.shape[1] // side, x.shape[2] // side
    x = x.reshape(n, down, side, across, side, width).transpose(2, 3)
    return x.reshape(n * down * across, side, side, width)


def _joined(windows: Tensor, side: int, like: Tensor) -> Tensor:
    """The inverse of `_windows`, without what was filled in."""
    n, rows, columns, width = like.shape
    down, across = -(-rows // side), -(-columns // side)
    x = windows.reshape(n, down, across, side, side, width).transpose(2, 3)
    return x.reshape(n, down * side, across * side, width)[:, :rows, :columns]

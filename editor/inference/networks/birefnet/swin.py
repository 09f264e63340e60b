"""The Swin transformer (Liu et al. 2021) as a backbone: four maps at strides 4, 8, 16 and 32.

It keeps two habits of the code that BiRefNet was trained with, in which timm and torchvision
differ: maps smaller than a window are shifted, too, and cells that fill up a window are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.networks.birefnet.windows import apart, distances, filled, joined, windows

PATCH = 4


@dataclass(frozen=True, slots=True)
class Size:
    """What the published sizes differ in; width doubles from stage to stage."""

    width: int
    depths: tuple[int, int, int, int]
    heads: tuple[int, int, int, int]
    window: int

    @property
    def widths(self) -> tuple[int, int, int, int]:
        first = self.width
        return first, 2 * first, 4 * first, 8 * first


TINY = Size(width=96, depths=(2, 2, 6, 2), heads=(3, 6, 12, 24), window=7)
LARGE = Size(width=192, depths=(2, 2, 18, 2), heads=(6, 12, 24, 48), window=12)


class Swin(nn.Module):
    """(n, 3, height, width) -> four maps (n, channels, height / stride, width / stride)."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.patch_embed = Patches(size.width)
        self.layers = nn.ModuleList(
            Stage(width, depth, heads, size.window, last=i == 3)
            for i, (width, depth, heads) in enumerate(
                zip(size.widths, size.depths, size.heads, strict=True)
            )
        )
        for i, width in enumerate(size.widths):
            self.add_module(f"norm{i}", nn.LayerNorm(width))

    def forward(self, picture: Tensor) -> list[Tensor]:
        x = self.patch_embed(picture)
        levels = []
        for i, stage in enumerate(self.layers):
            seen, x = stage(x)
            normed: Tensor = getattr(self, f"norm{i}")(seen)
            levels.append(normed.permute(0, 3, 1, 2).contiguous())
        return levels


class Patches(nn.Module):
    """Squares of 4 x 4 px become normed tokens; channels last."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(3, width, PATCH, stride=PATCH)
        self.norm = nn.LayerNorm(width)

    def forward(self, picture: Tensor) -> Tensor:
        tokens: Tensor = self.norm(self.proj(picture).permute(0, 2, 3, 1))
        return tokens


class Stage(nn.Module):
    """Blocks at one size; gives its map and the one that the next stage starts from."""

    def __init__(self, width: int, depth: int, heads: int, window: int, *, last: bool) -> None:
        super().__init__()
        self.window = window
        self.blocks = nn.ModuleList(
            Block(width, heads, window, window // 2 if i % 2 else 0) for i in range(depth)
        )
        self.downsample = None if last else Merging(width)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        rows, columns = (-(-side // self.window) * self.window for side in x.shape[1:3])
        mask = apart(rows, columns, self.window, x)
        for block in self.blocks:
            x = block(x, mask)
        return x, (x if self.downsample is None else self.downsample(x))


class Block(nn.Module):
    """Attention in windows, rolled by `shift`, then a feed-forward part, each added."""

    def __init__(self, width: int, heads: int, window: int, shift: int) -> None:
        super().__init__()
        self.window = window
        self.shift = shift
        self.norm1 = nn.LayerNorm(width)
        self.attn = WindowAttention(width, heads, window)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = FeedForward(width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = x + self._attended(self.norm1(x), mask)
        made: Tensor = x + self.mlp(self.norm2(x))
        return made

    def _attended(self, x: Tensor, mask: Tensor) -> Tensor:
        whole = filled(x, self.window)
        if self.shift:
            whole = whole.roll((-self.shift, -self.shift), (1, 2))
        cut = self.attn(windows(whole, self.window), mask if self.shift else None)
        whole = joined(cut, self.window, whole.shape[1], whole.shape[2])
        if self.shift:
            whole = whole.roll((self.shift, self.shift), (1, 2))
        return whole[:, : x.shape[1], : x.shape[2]]


class WindowAttention(nn.Module):
    """Self-attention inside of windows with a learnt term for each distance of two cells."""

    relative_position_index: Tensor

    def __init__(self, width: int, heads: int, window: int) -> None:
        super().__init__()
        self.heads = heads
        self.relative_position_bias_table = nn.Parameter(torch.zeros((2 * window - 1) ** 2, heads))
        self.register_buffer("relative_position_index", distances(window))
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        n, cells, width = x.shape
        qkv = self.qkv(x).reshape(n, cells, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        bias = self._bias()
        if mask is not None:
            bias = (bias + mask[:, None]).repeat(n // mask.shape[0], 1, 1, 1)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        made: Tensor = self.proj(mixed.transpose(1, 2).reshape(n, cells, width))
        return made

    def _bias(self) -> Tensor:
        """(1, heads, cells, cells)."""
        terms = self.relative_position_bias_table[self.relative_position_index]
        return terms.permute(2, 0, 1)[None]


class FeedForward(nn.Module):
    """Four times as wide inside."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.fc2(F.gelu(self.fc1(x)))
        return made


class Merging(nn.Module):
    """Each 2 x 2 cells become one of twice the width; odd maps are filled up with zeros."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.reduction = nn.Linear(4 * width, 2 * width, bias=False)
        self.norm = nn.LayerNorm(4 * width)

    def forward(self, x: Tensor) -> Tensor:
        x = filled(x, 2)
        columns_last = [x[:, row::2, column::2] for column in (0, 1) for row in (0, 1)]
        made: Tensor = self.reduction(self.norm(torch.cat(columns_last, -1)))
        return made

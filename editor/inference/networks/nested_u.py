"""U²-Net (Qin et al. 2020) and IS-Net (Qin et al., "Highly Accurate Dichotomous Image
Segmentation", 2022): the same U of residual U-blocks, with other stems and heads."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from editor.inference.networks.precision import ExactConv
from editor.inference.networks.rsu import Rsu, halved, resized


@dataclass(frozen=True, slots=True)
class Widths:
    """Channels inside and behind each stage, from the finest to the coarsest."""

    down_inside: tuple[int, ...]
    down: tuple[int, ...]
    up_inside: tuple[int, ...]
    up: tuple[int, ...]


FULL = Widths(
    down_inside=(32, 32, 64, 128, 256, 256),
    down=(64, 128, 256, 512, 512, 512),
    up_inside=(16, 32, 64, 128, 256),
    up=(64, 64, 128, 256, 512),
)
SMALL = Widths((16,) * 6, (64,) * 6, (16,) * 5, (64,) * 5)

# Levels of the block of each stage; the two coarsest stages don't halve any more.
HEIGHTS = (7, 6, 5, 4, 4, 4)
FLAT_FROM = 5


class NestedU(nn.Module):
    """Six stages down, five up, and one map of logits beside each of the last six."""

    def add_stages(self, widths: Widths, inputs: int) -> None:
        """Called by the constructors, which make the stem before and the fusing layer after."""
        taken = (inputs, *widths.down)
        for i in range(1, 7):
            block = _block(i, taken[i - 1], widths.down_inside[i - 1], widths.down[i - 1])
            self.add_module(f"stage{i}", block)
        above = (*widths.up, widths.down[5])
        for i in range(5, 0, -1):
            joined = above[i] + widths.down[i - 1]
            block = _block(i, joined, widths.up_inside[i - 1], widths.up[i - 1])
            self.add_module(f"stage{i}d", block)
        for i in range(1, 7):
            self.add_module(f"side{i}", ExactConv(above[i - 1], 1, 3, padding=1))

    def sides(self, x: Tensor) -> list[Tensor]:
        """Six maps of logits, each at the size of its stage, finest first."""
        down = [self._run("stage1", x)]
        for i in range(2, 7):
            down.append(self._run(f"stage{i}", halved(down[-1])))
        up = [down[-1]]
        for i in range(5, 0, -1):
            skip = down[i - 1]
            up.append(self._run(f"stage{i}d", torch.cat((resized(up[-1], skip), skip), 1)))
        return [self._run(f"side{i}", level) for i, level in enumerate(reversed(up), start=1)]

    def _run(self, name: str, x: Tensor) -> Tensor:
        made: Tensor = getattr(self, name)(x)
        return made


class U2Net(NestedU):
    """Logits d0 (all levels fused), then d1..d6, each (n, 1, height, width) of the picture."""

    def __init__(self, widths: Widths = FULL) -> None:
        super().__init__()
        self.add_stages(widths, inputs=3)
        self.outconv = ExactConv(6, 1, 1)

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        sides = self.sides(picture)
        sides = [resized(side, sides[0]) for side in sides]
        fused: Tensor = self.outconv(torch.cat(sides, 1))
        return (fused, *sides)


class IsNet(NestedU):
    """Logits d1..d6, the finest (the answer) first, each (n, 1, height, width) of the picture.

    The stem halves the picture; there is no fused map.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv_in = nn.Conv2d(3, 64, 3, stride=2, padding=1)
        self.add_stages(FULL, inputs=64)

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        return tuple(resized(side, picture) for side in self.sides(self.conv_in(picture)))


def _block(stage: int, inputs: int, middle: int, outputs: int) -> Rsu:
    return Rsu(HEIGHTS[stage - 1], inputs, middle, outputs, flat=stage >= FLAT_FROM)

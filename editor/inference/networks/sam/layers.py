"""Small parts that the encoder and the decoder of SAM share."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn


class ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of each cell of a (n, channels, height, width) map."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, eps=1e-6)

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class TwoLayers(nn.Module):
    """Linear, activation, linear: the feed-forward part of a transformer block."""

    def __init__(self, width: int, inside: int, activation: nn.Module) -> None:
        super().__init__()
        self.lin1 = nn.Linear(width, inside)
        self.lin2 = nn.Linear(inside, width)
        self.act = activation

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.lin2(self.act(self.lin1(x)))
        return made


class ThreeLayers(nn.Module):
    """Three linear layers with ReLU between them: small heads."""

    def __init__(self, width: int, outputs: int) -> None:
        super().__init__()
        sizes = ((width, width), (width, width), (width, outputs))
        self.layers = nn.ModuleList(nn.Linear(taken, given) for taken, given in sizes)

    def forward(self, x: Tensor) -> Tensor:
        first, second, last = self.layers
        made: Tensor = last(F.relu(second(F.relu(first(x)))))
        return made

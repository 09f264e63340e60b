"""The running average of a network's weights, and files of them."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Generic, TypeVar

import torch
from safetensors.torch import save_file
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


class Averaged(Generic[Network]):
    """`network` holds the average, in evaluation mode; it starts as a copy."""

    def __init__(self, network: Network, keep: float) -> None:
        self.network = copy.deepcopy(network)
        self.network.eval().requires_grad_(False)
        self.keep = keep
        self.steps = 0

    @torch.no_grad()
    def take(self, network: Network) -> None:
        """One step of the average; early steps count for more, so that the start is forgotten."""
        self.steps += 1
        keep = min(self.keep, (1 + self.steps) / (10 + self.steps))
        mine = self.network.state_dict()
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                mine[name].lerp_(value, 1 - keep)
            else:
                mine[name].copy_(value)


def save_weights(network: nn.Module, path: Path) -> None:
    """As they are, without counters: `training.shipping` rounds them once the norms are folded."""
    state = {
        name: value.detach().contiguous()
        for name, value in network.state_dict().items()
        if value.is_floating_point()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(state, path)

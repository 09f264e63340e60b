"""Weights between those of two stages of one training: often better than either, and better where
the later stage saw other pictures than the earlier one (Wortsman et al., arXiv:2109.01903)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from editor.errors import InvalidOption
from editor.inference.training.folding import numbers


@dataclass(frozen=True, slots=True)
class Earlier:
    """The numbers of a stage as it was shipped, and how much they count beside those of the next:
    0 to 1."""

    numbers: Mapping[str, Tensor]
    share: float


@torch.no_grad()
def averaged(folded: nn.Module, earlier: Earlier) -> None:
    """Moves a network without norms that far back. InvalidOption when the earlier numbers are
    those of another one, or the share isn't one."""
    own = numbers(folded)
    if not 0 <= earlier.share <= 1:
        raise InvalidOption(
            f"A share of {earlier.share:g} was asked for; it goes from 0 to 1.",
            remedy="0.25 moves a quarter of the way back.",
        )
    if {name: one.shape for name, one in own.items()} != {
        name: one.shape for name, one in earlier.numbers.items()
    }:
        raise InvalidOption(
            "The earlier weights are those of another network.",
            remedy="Take the file that was shipped after the stage before.",
        )
    for name, one in own.items():
        one.lerp_(earlier.numbers[name].float(), earlier.share)

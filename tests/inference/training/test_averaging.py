"""Weights between two stages."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from editor.errors import InvalidOption
from editor.inference.training.averaging import Earlier, averaged


def network(number: float) -> nn.Module:
    made = nn.Conv2d(2, 3, 1)
    for part in made.parameters():
        part.data.fill_(number)
    return made


@pytest.mark.parametrize(("share", "value"), [(0, 8.0), (0.25, 6.0), (1, 0.0)])
def test_the_earlier_numbers_count_as_much_as_was_asked_for(share: float, value: float) -> None:
    later = network(8)
    averaged(later, Earlier({k: v.half() for k, v in network(0).state_dict().items()}, share))
    assert all((part == value).all() for part in later.parameters())


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(InvalidOption, match="0 to 1"):
        averaged(network(8), Earlier(network(0).state_dict(), share))


def test_numbers_of_another_network_are_refused_before_any_is_changed() -> None:
    later, other = network(8), dict(network(0).state_dict())
    for earlier in ({"weight": other["weight"]}, {**other, "bias": torch.zeros(4)}):
        with pytest.raises(InvalidOption, match="another network"):
            averaged(later, Earlier(earlier, 0.5))
    assert all((part == 8).all() for part in later.parameters())

"""U²-Net and IS-Net give what the published code gives."""

from __future__ import annotations

import pytest
import torch

from tests.inference.networks.goldens import (
    FLOAT32,
    FLOAT64,
    distance,
    golden,
    seeded_network,
)
from tests.inference.networks.middles import strays

CASES = [("u2net", "A"), ("u2netp", "A"), ("u2netp", "B"), ("isnet", "A"), ("isnet", "B")]
"""B is neither square nor even: pooling must round up, and maps be resized to their partners."""


def first_map(name: str) -> int:
    return 1 if name == "isnet" else 0


@pytest.mark.parametrize(("name", "picture"), CASES)
def test_all_maps_are_those_of_the_published_code(name: str, picture: str) -> None:
    known = golden(name)
    with torch.inference_mode():
        maps = seeded_network(name)(known.input(picture))
    for number, logits in enumerate(maps, start=first_map(name)):
        key = f"output|{picture}|d{number}_logits"
        step = 1 if key in known.arrays else 4
        expected = known.arrays[key if step == 1 else f"{key}_stride4"]
        assert distance(logits[..., ::step, ::step], expected) <= FLOAT32, key
    answer = known.arrays[f"output|{picture}|d{first_map(name)}_sigmoid"]
    assert distance(maps[0].sigmoid(), answer) <= FLOAT32


@pytest.mark.parametrize(("name", "picture"), CASES)
def test_in_float64_nothing_but_rounding_is_left(name: str, picture: str) -> None:
    known = golden(name)
    with torch.inference_mode():
        maps = seeded_network(name, torch.float64)(known.input(picture).double())
    expected = known.arrays64[f"output|{picture}|d{first_map(name)}_logits"]
    assert distance(maps[0], expected) <= FLOAT64


@pytest.mark.parametrize(("name", "picture"), CASES)
def test_every_measured_layer_agrees(name: str, picture: str) -> None:
    known, module = golden(name), seeded_network(name)
    with torch.inference_mode():
        lost = strays(module, known.arrays, picture, lambda: module(known.input(picture)))
    assert not lost


@pytest.mark.parametrize("name", ["u2netp", "isnet"])
@pytest.mark.parametrize("size", [(1, 1), (33, 47), (64, 31)])
def test_any_size_gives_maps_of_that_size(name: str, size: tuple[int, int]) -> None:
    with torch.inference_mode():
        maps = seeded_network(name)(torch.zeros(2, 3, *size))
    assert {tuple(logits.shape) for logits in maps} == {(2, 1, *size)}

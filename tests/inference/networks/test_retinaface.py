"""RetinaFace gives what the published code gives."""

from __future__ import annotations

import pytest
import torch

from tests.inference.networks.goldens import FLOAT32, FLOAT64, distance, golden, seeded_network
from tests.inference.networks.middles import strays

NAMES = ["retinaface_mobilenet025", "retinaface_mobilenet025_1mb", "retinaface_resnet50"]
OUTPUTS = ("loc", "conf", "landms")


@pytest.mark.parametrize("picture", ["A", "B"])
@pytest.mark.parametrize("name", NAMES)
def test_boxes_scores_and_landmarks_are_those_of_the_published_code(
    name: str, picture: str
) -> None:
    known = golden(name)
    with torch.inference_mode():
        found = seeded_network(name)(known.input(picture))
    for output, ours in zip(OUTPUTS, found, strict=True):
        assert distance(ours, known.arrays[f"output|{picture}|{output}"]) <= FLOAT32, output


@pytest.mark.parametrize("picture", ["A", "B"])
@pytest.mark.parametrize("name", NAMES)
def test_in_float64_nothing_but_rounding_is_left(name: str, picture: str) -> None:
    known = golden(name)
    with torch.inference_mode():
        found = seeded_network(name, torch.float64)(known.input(picture).double())
    for output, ours in zip(OUTPUTS, found, strict=True):
        assert distance(ours, known.arrays64[f"output|{picture}|{output}"]) <= FLOAT64, output


@pytest.mark.parametrize("picture", ["A", "B"])
@pytest.mark.parametrize("name", NAMES)
def test_every_measured_layer_agrees(name: str, picture: str) -> None:
    known, module = golden(name), seeded_network(name)
    with torch.inference_mode():
        lost = strays(module, known.arrays, picture, lambda: module(known.input(picture)))
    assert not lost


@pytest.mark.parametrize("size", [(1, 1), (33, 65), (64, 31)])
def test_any_size_gives_two_anchors_for_each_started_cell(size: tuple[int, int]) -> None:
    height, width = size
    cells = sum(-(-height // s) * -(-width // s) for s in (8, 16, 32))
    with torch.inference_mode():
        boxes, scores, landmarks = seeded_network(NAMES[0])(torch.zeros(3, 3, height, width))
    assert boxes.shape == (3, 2 * cells, 4)
    assert landmarks.shape == (3, 2 * cells, 10)
    assert torch.allclose(scores.sum(-1), torch.ones(3, 2 * cells))

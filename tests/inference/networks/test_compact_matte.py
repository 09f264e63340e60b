from __future__ import annotations

import pytest
import torch

from editor.inference.networks.compact_matte import CompactMatte


@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 160)])
def test_logits_have_the_size_of_the_picture(height: int, width: int) -> None:
    with torch.inference_mode():
        logits = CompactMatte().eval()(torch.zeros(2, 3, height, width))
    assert logits.shape == (2, 1, height, width)


def test_in_training_every_scale_is_told() -> None:
    logits = CompactMatte().train()(torch.zeros(2, 3, 64, 64))
    assert [len(level[0, 0]) for level in logits] == [64, 32, 16, 8, 4, 2]


def test_its_weights_stay_small() -> None:
    numbers = sum(one.numel() for one in CompactMatte().parameters())
    assert 2 * numbers <= 12_000_000

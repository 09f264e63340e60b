"""The numbers of a CUDA device: float32 is the CPU's, half precision is near it."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from editor.inference.benchmark.cases import SIZES
from editor.inference.networks import build
from editor.inference.networks.running import Running, faster, started
from editor.inference.networks.ways import Wanted
from tests.inference.networks.seeded import GAINS, seeded_picture, seeded_state

pytestmark = [pytest.mark.gpu, pytest.mark.slow]
MATTES = ["birefnet", "birefnet_lite", "isnet", "u2net", "u2netp"]
EVERY = [*MATTES, "retinaface_mobilenet025", "retinaface_resnet50"]
BOUND = 0.5 / 255


def running(name: str, device: str, precision: str, way: str = "eager") -> Running:
    module = build(name, **faster(name, torch.device(device)))
    module.load_state_dict(seeded_state(module, GAINS[name]), strict=False)
    shape = SIZES[name] if way == "graphs" else None
    return started(module, name, {}, Wanted(device, precision, way, shape))


def answers(one: Running, picture: Tensor) -> tuple[Tensor, ...]:
    made = one.answer(picture)
    one.close()
    return made


@pytest.mark.parametrize("name", EVERY)
def test_float32_is_that_of_the_cpu(name: str) -> None:
    picture = seeded_picture(96, 160)
    ours = answers(running(name, "cuda", "float32"), picture)
    theirs = answers(running(name, "cpu", "float32"), picture)
    for one, other in zip(ours, theirs, strict=True):
        assert (one - other).abs().max() <= 1e-3 * other.abs().max()


@pytest.mark.parametrize("precision", ["auto", "float16"])
@pytest.mark.parametrize("name", MATTES)
def test_half_precision_moves_alpha_by_little_at_the_size_of_the_card(
    name: str, precision: str
) -> None:
    picture = seeded_picture(*SIZES[name])
    exact = answers(running(name, "cuda", "float32"), picture)[0].sigmoid()
    half = answers(running(name, "cuda", precision, "graphs"), picture)[0].sigmoid()
    assert (half - exact).abs().mean() <= BOUND

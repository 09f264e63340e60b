"""What is served is faster than what was published, and answers alike."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from editor.inference.networks import build
from editor.inference.networks.folding import fold
from editor.inference.networks.running import Running, faster, prepared
from tests.inference.networks.seeded import GAINS, seeded_state

CPU = torch.device("cpu")
PICTURE = torch.rand(2, 3, 64, 96, generator=torch.Generator().manual_seed(5))


def seeded(name: str, **options: object) -> nn.Module:
    module = build(name, **options)
    module.load_state_dict(seeded_state(module, GAINS[name]), strict=False)
    return module


def norms(module: nn.Module) -> int:
    return sum(isinstance(part, nn.BatchNorm2d) for part in module.modules())


@pytest.mark.parametrize("name", ["retinaface_mobilenet025", "u2netp"])
def test_a_served_network_has_no_norms_and_answers_alike(name: str) -> None:
    plain, served = seeded(name), prepared(seeded(name), CPU)
    assert norms(plain) > 0
    assert norms(served) == 0
    alike(plain, served)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["birefnet_lite", "isnet", "retinaface_resnet50"])
def test_a_large_served_network_answers_alike(name: str) -> None:
    plain, served = seeded(name), prepared(seeded(name, **faster(name, CPU)), CPU)
    assert norms(served) < norms(plain)
    alike(plain, served)


def alike(plain: nn.Module, served: nn.Module) -> None:
    with torch.inference_mode():
        wanted = plain(PICTURE)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    given = Running(served, CPU).answer(PICTURE)
    for one, other in zip(wanted, given, strict=True):
        assert (one - other).abs().max() <= 1e-5 * one.abs().max().clamp(min=1)


def test_norms_that_stand_elsewhere_stay() -> None:
    class Mixed(nn.Module):
        """One norm behind its convolution, one behind a sum, one convolution with two norms."""

        def __init__(self) -> None:
            super().__init__()
            self.convolution, self.own = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)
            self.after_sum = nn.BatchNorm2d(4)
            self.shared = nn.Conv2d(4, 4, 1)
            self.one, self.other = nn.BatchNorm2d(4), nn.BatchNorm2d(4)

        def forward(self, x: Tensor) -> Tensor:
            x = self.own(self.convolution(x))
            x = self.shared(self.after_sum(x + 1))
            mixed: Tensor = self.one(x) + self.other(x)
            return mixed

    module = Mixed().eval()
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            nn.init.uniform_(part.weight, 0.5, 2)
            nn.init.normal_(part.bias)
    with torch.no_grad():
        before = module(PICTURE)
        fold(module, PICTURE[:1])
        after = module(PICTURE)
    assert isinstance(module.own, nn.Identity)
    assert norms(module) == 3
    assert (before - after).abs().max() < 1e-5

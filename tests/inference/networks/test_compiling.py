"""The compiler sees every network whole: nothing in a forward pass sends it back to Python. What it
makes of that needs minutes and a device; what it reads is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from editor.inference.networks import build
from editor.inference.networks.running import LEAN, part, prepared
from tests.inference.networks.seeded import GAINS, seeded_picture, seeded_state

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What was compiled for one test is no other's."""
    yield
    torch.compiler.reset()


def seen_whole(name: str, height: int, width: int, **options: object) -> None:
    module = build(name, **options)
    module.load_state_dict(seeded_state(module, GAINS[name]), strict=False)
    module = prepared(module, CPU, torch.bfloat16)
    given = seeded_picture(height, width).to(torch.bfloat16)
    # Whatever can't be followed is an error; what was followed is run as it is.
    whole = torch.compile(part(module), backend="eager", fullgraph=True, dynamic=False)
    with torch.inference_mode():
        ours, plain = whole(given), part(module)(given)
    both = (ours, plain) if isinstance(plain, tuple) else ((ours,), (plain,))
    for one, other in zip(*both, strict=True):
        assert torch.equal(one, other)


def test_the_small_u2net_is_seen_whole() -> None:
    seen_whole("u2netp", 64, 96)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "height", "width", "options"),
    [
        ("birefnet_lite", 96, 160, LEAN),
        ("isnet", 64, 96, {}),
        ("sam_vit_b", 240, 240, {"side_px": 240}),
    ],
)
def test_a_large_network_is_seen_whole(
    name: str, height: int, width: int, options: dict[str, object]
) -> None:
    seen_whole(name, height, width, **options)

"""What the networks shall reach on an H200-class GPU, recorded and in half precision."""

from __future__ import annotations

import pytest
import torch

from editor.inference.benchmark.cases import GRAPHS, SIZES, Case
from editor.inference.benchmark.one import measured

pytestmark = [pytest.mark.gpu, pytest.mark.slow]
RUNS = 50
HOPPER = (9, 0)


def row(network: str, batch: int) -> dict[str, float]:
    if torch.cuda.get_device_capability() < HOPPER:
        pytest.skip("the aims are those of an H200-class GPU")
    height, width = SIZES[network]
    return measured(Case(network, height, width, batch, "auto", "cuda", GRAPHS), RUNS)


@pytest.mark.parametrize(
    ("network", "most_ms"),
    [("birefnet", 25), ("u2net", 5), ("isnet", 5), ("retinaface_mobilenet025", 3)],
)
def test_a_single_picture_is_seen_in_time(network: str, most_ms: float) -> None:
    assert row(network, 1)["p50_ms"] <= most_ms


def test_birefnet_sees_80_pictures_a_second_in_batches() -> None:
    assert max(row("birefnet", batch)["pictures_per_s"] for batch in (4, 8)) >= 80

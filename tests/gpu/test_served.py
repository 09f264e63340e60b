"""Networks as they are served on CUDA: recorded, compiled, with pictures through pinned memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from editor.inference.models import models
from editor.inference.networks import build
from editor.inference.networks.running import Running, rehearse, started
from editor.inference.networks.staging import Staging
from editor.inference.networks.ways import Wanted
from tests.inference.conftest import Serving
from tests.inference.doubles import Corner
from tests.inference.models.test_networks import noise, with_weights
from tests.inference.networks.seeded import GAINS, seeded_state
from tests.inference.test_warming import ready

pytestmark = pytest.mark.gpu
NAME, SHAPE = "u2netp", (320, 320)
ENOUGH_S = 500.0


def running(way: str, models_dir: str = "", precision: str = "auto") -> Running:
    module = build(NAME)
    module.load_state_dict(seeded_state(module, GAINS[NAME]), strict=False)
    return started(module, NAME, {}, Wanted("cuda", precision, way, SHAPE, 8, models_dir))


def pictures(number: int, shape: tuple[int, int] = SHAPE) -> Tensor:
    return torch.rand(number, 3, *shape, generator=torch.Generator().manual_seed(number))


def test_pictures_and_answers_travel_unchanged() -> None:
    staging = Staging(torch.device("cuda"))
    for number in (3, 1, 5):
        given = pictures(number)
        up = staging.uploaded(list(given))
        assert up.is_cuda
        (back,) = staging.down([up])
        assert torch.equal(back, given)


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 11])
def test_a_recorded_pass_answers_like_an_eager_one(number: int) -> None:
    recorded, eager = running("graphs"), running("eager")
    assert recorded.told()["way"] == "graphs 1 2 4 8"
    given = pictures(number)
    for _ in range(2):
        for ours, plain in zip(recorded.answer(given), eager.answer(given), strict=True):
            assert (ours - plain).abs().max() <= 0.05 * plain.abs().max()


def test_another_shape_is_answered_eagerly() -> None:
    other = pictures(2, (192, 256))
    ours, plain = running("graphs").answer(other)[0], running("eager").answer(other)[0]
    assert ours.shape == (2, 1, 192, 256)
    assert (ours - plain).abs().max() <= 0.05 * plain.abs().max()


def test_a_closed_network_gives_its_memory_back() -> None:
    running("graphs").close()
    before = torch.cuda.memory_reserved()
    for _ in range(3):
        one = running("graphs")
        one.answer(pictures(8))
        one.close()
        del one
    torch.cuda.empty_cache()
    assert torch.cuda.memory_reserved() <= before + 64 * 2**20


@pytest.mark.slow
def test_what_was_rehearsed_is_compiled(tmp_path: Path) -> None:
    wanted = Wanted("cuda", "auto", "auto", SHAPE, 2, str(tmp_path))
    rehearse(NAME, {}, wanted, ENOUGH_S)
    compiled = running("auto", str(tmp_path))
    if not compiled.told()["way"].startswith("compiled"):
        pytest.skip(f"nothing could be compiled here: {compiled.told()['way']}")
    given = pictures(2)
    for ours, plain in zip(compiled.answer(given), running("eager").answer(given), strict=True):
        assert (ours - plain).abs().max() <= 0.05 * plain.abs().max()


def test_mattes_are_nearly_those_of_the_cpu(tmp_path: Path) -> None:
    kind, known = with_weights(NAME, tmp_path)
    given = [noise(61, 97), noise(200, 30), noise(90, 90)]
    ours, plain = (
        kind.load(replace(known, device=device)).predict(given, None) for device in ("cuda", "cpu")
    )
    for one, other in zip(ours, plain, strict=True):
        apart = np.abs(np.asarray(one, int) - np.asarray(other, int))
        assert apart.mean() <= 1


async def test_the_service_is_ready_when_its_defaults_are_recorded(
    serving: Serving, tmp_path: Path
) -> None:
    kind, known = with_weights(NAME, tmp_path)
    conf = replace(known, device="cuda", way="graphs")
    assert models()[NAME] is kind
    async with serving(kind, Corner.fresh(), conf=conf) as client:
        await ready(client)
        told = (await client.get("/healthz")).json()["models"][NAME]
    assert told["device"] == "cuda"
    assert told["dtype"] in ("bfloat16", "float16")
    assert told["way"].startswith("graphs 1")

"""Half precision moves answers by little. The same code runs on CUDA: weights are narrowed, and
nothing is cast by the device."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from editor.errors import RenderFailed
from editor.inference.networks import build
from editor.inference.networks.precision import Exact, narrow
from editor.inference.networks.running import Running, faster, prepared
from editor.inference.processing.anchors import PUBLISHED, anchors, boxes
from tests.inference.networks.seeded import GAINS, seeded_picture, seeded_state

CPU = torch.device("cpu")
HALVES = [torch.bfloat16, torch.float16]
BOUND = 0.5 / 255
"""Of the mean difference of alpha."""
BOX_PX, SCORE = 0.5, 0.01
"""How far the edges of a box of 16 to 512 px may move, px, and its score."""
PROMPT = {"points": torch.tensor([[[30.0, 50.0]]]), "labels": torch.ones(1, 1)}


class Seeded:
    """A network with the tests' weights, which take seconds to make, in any type of numbers."""

    def __init__(self, name: str, **options: object) -> None:
        self.build = partial(build, name, **options, **faster(name, CPU))
        self.state = seeded_state(self.build(), GAINS[name])

    def running(self, dtype: torch.dtype) -> Running:
        module = self.build()
        module.load_state_dict(self.state, strict=False)
        return Running(prepared(module, CPU, dtype), CPU, dtype)

    def alpha(self, dtype: torch.dtype, picture: Tensor) -> Tensor:
        (logits, *_) = self.running(dtype).answer(picture)
        assert logits.dtype == torch.float32
        return logits.sigmoid()


def draws_alike(name: str, height: int, width: int) -> None:
    known, picture = Seeded(name), seeded_picture(height, width)
    exact = known.alpha(torch.float32, picture)
    assert exact.std() > 0.05  # what is the same everywhere would prove nothing
    for dtype in HALVES:
        assert 0 < (known.alpha(dtype, picture) - exact).abs().mean() <= BOUND, dtype


def test_the_small_u2net_draws_nearly_the_same_matte() -> None:
    draws_alike("u2netp", 96, 128)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "height", "width"),
    [("birefnet_lite", 96, 160), ("birefnet", 64, 64), ("isnet", 128, 128), ("u2net", 96, 128)],
)
def test_a_large_network_draws_nearly_the_same_matte(name: str, height: int, width: int) -> None:
    draws_alike(name, height, width)


def faces_stay(name: str) -> None:
    known, picture = Seeded(name), seeded_picture(96, 128)
    around, size = anchors(96, 128, PUBLISHED), np.array([128, 96, 128, 96])

    def found(dtype: torch.dtype) -> tuple[np.ndarray, np.ndarray]:
        offsets, scores, _ = known.running(dtype).answer(picture)
        assert {offsets.dtype, scores.dtype} == {torch.float32}
        return boxes(offsets[0].numpy(), around) * size, scores[0, :, 1].numpy()

    placed, scored = found(torch.float32)
    for dtype in HALVES:
        other, scores = found(dtype)
        assert 0 < np.abs(placed - other).mean() <= BOX_PX, dtype
        assert np.abs(scored - scores).max() <= SCORE, dtype


@pytest.mark.parametrize("name", ["retinaface_mobilenet025", "retinaface_mobilenet025_1mb"])
def test_boxes_and_scores_of_faces_hardly_move(name: str) -> None:
    faces_stay(name)


@pytest.mark.slow
def test_those_of_the_large_one_hardly_move_either() -> None:
    faces_stay("retinaface_resnet50")


@pytest.mark.slow
def test_masks_of_a_halved_encoder_are_nearly_the_same() -> None:
    known, picture = Seeded("sam_vit_b", side_px=240), seeded_picture(240, 240)

    def cut(dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        sam = known.running(dtype)
        (embedding,) = sam.seen(picture)
        with sam.working():
            masks = sam.module.cut(embedding, **PROMPT)  # type: ignore[operator]
        assert masks.logits.dtype == torch.float32
        return masks.logits.sigmoid(), masks.scores

    exact, scored = cut(torch.float32)
    for dtype in HALVES:
        alpha, scores = cut(dtype)
        assert 0 < (alpha - exact).abs().mean() <= BOUND, dtype
        assert (scored - scores).abs().max() <= SCORE, dtype


@pytest.mark.parametrize("name", ["birefnet_lite", "u2netp", "retinaface_mobilenet025"])
def test_islands_stay_float32_and_all_else_is_narrowed(name: str) -> None:
    with torch.device("meta"):
        module = build(name)
    narrow(module, torch.bfloat16)
    islands = [one for one in module.modules() if isinstance(one, Exact)]
    inside = {id(numbers) for one in islands for numbers in one.parameters()}  # type: ignore[attr-defined]
    assert inside
    for numbers in module.parameters():
        assert numbers.dtype == (torch.float32 if id(numbers) in inside else torch.bfloat16)


def test_whole_numbers_stay_whole() -> None:
    module = nn.Linear(2, 2)
    module.register_buffer("places", torch.arange(300))
    narrow(module, torch.bfloat16)
    assert torch.equal(module.get_buffer("places"), torch.arange(300))
    assert module.weight.dtype == torch.bfloat16


def test_numbers_beyond_float16_are_an_error_not_a_picture() -> None:
    large = nn.Conv2d(3, 1, 1)
    nn.init.constant_(large.weight, 6e4)
    picture = torch.full((1, 3, 8, 8), 6.0)
    one = Running(prepared(large, CPU, torch.float16), CPU, torch.float16)
    with pytest.raises(RenderFailed) as refused:
        one.answer(picture)
    assert "INFERENCE_PRECISION" in refused.value.remedy
    again = Running(large.to(torch.bfloat16), CPU, torch.bfloat16)
    assert again.answer(picture)[0].isfinite().all()

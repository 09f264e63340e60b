"""SAM gives what the published code gives, for every kind of prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt
import pytest
import torch
from torch import Tensor

from editor.errors import BadRequest
from editor.inference.networks import build
from editor.inference.networks.sam.network import Sam
from tests.inference.networks.goldens import FLOAT32, Golden, distance, golden, seeded_network
from tests.inference.networks.middles import strays

PROMPTS = ("point1", "points2", "box", "box_point", "point1_mask")
# The published code keeps the positional code in float32, whatever the rest is in.
FLOAT64_WITH_FLOAT32_PLACES = 1e-5


@dataclass(frozen=True)
class Run:
    """One type of numbers: the network, the picture's embedding, what is known of them."""

    known: Golden
    arrays: dict[str, npt.NDArray[Any]]
    sam: Sam
    embedding: Tensor
    strays: list[str]
    limit: float

    def agrees(self, key: str, ours: Tensor) -> bool:
        """Large maps are kept at every fourth row and column alone."""
        if key not in self.arrays:
            key, ours = f"{key}_stride4", ours[..., ::4, ::4]
        return distance(ours, self.arrays[key]) <= self.limit

    def prompt(self, name: str) -> dict[str, Any]:
        stored = {"points": "coords", "labels": "labels", "box": "box"}
        keys = {word: f"prompt|{name}|{key}" for word, key in stored.items()}
        given: dict[str, Any] = {
            w: torch.from_numpy(self.known.arrays[k])
            for w, k in keys.items()
            if k in self.known.arrays
        }
        if name.endswith("mask"):
            given["mask"] = enlarged(self.known.input("mask_256_subsampled4"), 4).to(
                self.embedding.dtype
            )
        return given


def enlarged(x: Tensor, times: int) -> Tensor:
    return x.repeat_interleave(times, 2).repeat_interleave(times, 3)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((torch.float32, FLOAT32), id="float32"),
        pytest.param((torch.float64, FLOAT64_WITH_FLOAT32_PLACES), id="float64"),
    ],
)
def run(request: pytest.FixtureRequest) -> Run:
    dtype, limit = request.param
    known = golden("sam_vit_b")
    sam = seeded_network("sam_vit_b", dtype)
    assert isinstance(sam, Sam)
    picture = enlarged(known.input("A_small_128"), 8).to(dtype)
    kept: list[Tensor] = []
    with torch.inference_mode():
        lost = strays(sam, known.arrays, "enc", lambda: kept.append(sam.embed(picture)))
    arrays = known.arrays if dtype == torch.float32 else known.arrays64
    return Run(known, arrays, sam, kept[0], lost, limit)


@pytest.mark.slow
def test_the_embedding_and_the_code_of_places_agree(run: Run) -> None:
    assert run.strays == []
    assert run.agrees("output|image_embedding", run.embedding)
    places = run.sam.prompt_encoder.places()[..., ::4, ::4]
    assert distance(places, run.arrays["output|image_pe_stride4"]) <= run.limit


@pytest.mark.slow
@pytest.mark.parametrize("name", PROMPTS)
def test_masks_and_scores_agree_for_every_prompt(run: Run, name: str) -> None:
    given = run.prompt(name)
    with torch.inference_mode():
        tokens = run.sam.sparse(given.get("points"), given.get("labels"), given.get("box"))
        assert run.agrees(f"output|{name}|sparse", tokens)
        dense = run.sam.prompt_encoder.dense(given.get("mask"))
        assert run.agrees(f"output|{name}|dense_corner", dense[:, :8, :4, :4])
        for kind in ("multi", "single"):
            masks = run.sam.cut(run.embedding, **given, multimask=kind == "multi")
            assert run.agrees(f"output|{name}|{kind}|low_res_logits", masks.logits)
            assert run.agrees(f"output|{name}|{kind}|iou", masks.scores)


@pytest.mark.slow
def test_every_measured_layer_of_the_decoder_agrees(run: Run) -> None:
    def twice() -> None:
        for multimask in (True, False):
            run.sam.cut(run.embedding, **run.prompt("point1"), multimask=multimask)

    with torch.inference_mode():
        assert strays(run.sam, run.known.arrays, "point1", twice) == []


@pytest.fixture(scope="module")
def small() -> Sam:
    sam = build("sam_vit_b", side_px=64)
    assert isinstance(sam, Sam)
    return sam


POINT: dict[str, Any] = {"points": torch.tensor([[[20.0, 30.0]]]), "labels": torch.tensor([[1]])}
BOX = torch.tensor([[4.0, 5.0, 40.0, 50.0]])


def test_the_whole_is_the_sum_of_its_halves(small: Sam) -> None:
    picture = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        whole = small(picture, **POINT, box=BOX)
        halves = small.cut(small.embed(picture), **POINT, box=BOX)
    assert torch.equal(whole.logits, halves.logits)
    assert torch.equal(whole.scores, halves.scores)
    assert whole.logits.shape == (1, 3, 16, 16)
    assert whole.scores.shape == (1, 3)


def test_one_embedding_serves_many_prompts_at_once(small: Sam) -> None:
    boxes = torch.cat((BOX, BOX + 7))
    with torch.inference_mode():
        embedding = small.embed(torch.randn(1, 3, 64, 64))
        both = small.cut(embedding, box=boxes)
        alone = small.cut(embedding, box=boxes[1:])
    assert both.logits.shape == (2, 3, 16, 16)
    assert torch.allclose(both.logits[1:], alone.logits, atol=1e-5)


def test_a_point_that_only_fills_up_counts_for_nothing_by_its_place(small: Sam) -> None:
    here = small.sparse(torch.tensor([[[1.0, 2.0]]]), torch.tensor([[-1]]), None)
    there = small.sparse(torch.tensor([[[50.0, 9.0]]]), torch.tensor([[-1]]), None)
    assert torch.equal(here, there)


@pytest.mark.parametrize("given", [{}, {"points": POINT["points"]}, {"labels": POINT["labels"]}])
def test_a_prompt_that_means_nothing_is_refused(small: Sam, given: dict[str, Any]) -> None:
    with pytest.raises(BadRequest, match="without a prompt"):
        small.cut(torch.zeros(1, 256, 4, 4), **given)


def test_a_picture_that_does_not_fill_the_square_is_refused(small: Sam) -> None:
    with pytest.raises(BadRequest, match="48 x 64 px"):
        small(torch.zeros(1, 3, 64, 48), box=BOX)


@pytest.mark.parametrize(
    ("name", "millions"), [("sam_vit_b", 93.7), ("sam_vit_l", 312.3), ("sam_vit_h", 641.1)]
)
def test_the_larger_ones_have_their_published_number_of_parameters(
    name: str, millions: float
) -> None:
    with torch.device("meta"):
        sam = build(name)
    assert round(sum(p.numel() for p in sam.parameters()) / 1e6, 1) == millions

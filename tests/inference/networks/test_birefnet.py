"""BiRefNet gives what the published code gives, in both orders of its tiles."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from editor.errors import BadRequest, InvalidOption, WrongWeights
from editor.inference.networks import build, load_checkpoint
from tests.inference.networks.goldens import FLOAT32, FLOAT64, Golden, distance, golden
from tests.inference.networks.middles import strays
from tests.inference.networks.seeded import GAINS, seeded_state

ORDERS = ["c_hg_wg", "wg_hg_c"]
# Which measurements inside of the network belong to which order.
TAGS = {"c_hg_wg": "{}", "wg_hg_c": "{}_order_wg_hg_c"}


class Known:
    """A golden with its seeded weights, which take seconds to make."""

    def __init__(self, name: str) -> None:
        self.golden: Golden = golden(name)
        self.state = seeded_state(build(name), GAINS[name])

    def network(self, order: str, dtype: torch.dtype = torch.float32) -> torch.nn.Module:
        module = build(self.golden.name, patch_order=order)
        load_checkpoint(module, self.state)
        return module.to(dtype)

    def pictures(self) -> list[str]:
        return [tag for tag in "AB" if f"input|{tag}" in self.golden.arrays]


@pytest.fixture(
    scope="module",
    params=["birefnet_lite", pytest.param("birefnet", marks=pytest.mark.slow)],
)
def known(request: pytest.FixtureRequest) -> Known:
    return Known(request.param)


@pytest.mark.parametrize("order", ORDERS)
def test_logits_and_every_measured_layer_agree(known: Known, order: str) -> None:
    module, arrays = known.network(order), known.golden.arrays
    for picture in known.pictures():
        kept: list[Tensor] = []

        def run(picture: str = picture, kept: list[Tensor] = kept) -> None:
            kept.append(module(known.golden.input(picture)))

        with torch.inference_mode():
            assert strays(module, arrays, TAGS[order].format(picture), run) == []
        assert distance(kept[0], arrays[f"output|{picture}|order_{order}|logits"]) <= FLOAT32


@pytest.mark.parametrize("order", ORDERS)
def test_in_float64_nothing_but_rounding_is_left(known: Known, order: str) -> None:
    module, arrays = known.network(order, torch.float64), known.golden.arrays64
    for picture in known.pictures():
        with torch.inference_mode():
            logits = module(known.golden.input(picture).double())
        assert distance(logits, arrays[f"output|{picture}|order_{order}|logits"]) <= FLOAT64


@pytest.mark.parametrize("faster", [{"sampling": "rows"}, {"lean": True}])
def test_what_makes_it_faster_leaves_the_logits(known: Known, faster: dict[str, object]) -> None:
    module = build(known.golden.name, patch_order="wg_hg_c", **faster)
    load_checkpoint(module, known.state)
    with torch.inference_mode():
        logits = module(known.golden.input("A"))
    assert distance(logits, known.golden.arrays["output|A|order_wg_hg_c|logits"]) <= FLOAT32


@pytest.fixture(scope="module")
def lite() -> torch.nn.Module:
    return build("birefnet_lite")


@pytest.mark.parametrize("size", [(32, 32), (32, 96), (160, 64)])
def test_sides_may_be_any_multiples_of_32(lite: torch.nn.Module, size: tuple[int, int]) -> None:
    with torch.inference_mode():
        logits = lite(torch.randn(2, 3, *size))
        alone = lite(torch.zeros(1, 3, *size))
    assert logits.shape == (2, 1, *size)
    assert alone.isfinite().all()


def test_a_batch_is_answered_like_its_pictures_one_by_one(lite: torch.nn.Module) -> None:
    pictures = torch.randn(2, 3, 64, 96)
    with torch.inference_mode():
        together = lite(pictures)
        single = torch.cat([lite(picture[None]) for picture in pictures])
    assert torch.allclose(together, single, atol=1e-4)


@pytest.mark.parametrize("size", [(33, 32), (64, 100)])
def test_other_sides_are_refused(lite: torch.nn.Module, size: tuple[int, int]) -> None:
    with pytest.raises(BadRequest, match=f"{size[1]} x {size[0]} px") as refused:
        lite(torch.zeros(1, 3, *size))
    assert "multiples of 32" in refused.value.remedy


@pytest.mark.parametrize(
    ("option", "known"), [("patch_order", ORDERS), ("sampling", ["kernel", "rows"])]
)
def test_an_unknown_choice_is_refused_with_the_known_ones(option: str, known: list[str]) -> None:
    with pytest.raises(InvalidOption, match=f"{option} can't be 'hg_wg_c'") as refused:
        build("birefnet_lite", **{option: "hg_wg_c"})
    assert all(choice in refused.value.remedy for choice in known)


def test_the_legacy_weights_are_refused_by_what_they_lack(lite: torch.nn.Module) -> None:
    legacy = {n: v for n, v in lite.state_dict().items() if not n.startswith("decoder.ipt_blk5")}
    with pytest.raises(WrongWeights, match=r"missing: decoder\.ipt_blk5\.conv1\.weight"):
        load_checkpoint(lite, legacy)


def test_weights_of_the_large_one_are_refused_by_the_lite_one(lite: torch.nn.Module) -> None:
    with torch.device("meta"):
        large = build("birefnet").state_dict()
    with pytest.raises(WrongWeights, match=r"unexpected: bb\..*; mis-shaped: bb\."):
        load_checkpoint(lite, large)

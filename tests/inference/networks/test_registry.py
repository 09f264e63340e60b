"""Every network of the door is built, named like its published file, and answers as it did."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from editor.errors import UnknownName
from editor.inference.networks import NETWORKS, build
from tests.inference.networks.goldens import golden
from tests.inference.networks.seeded import GAINS, seeded
from tests.inference.networks.small import FILE, SMALL, Small, measured

KNOWN: dict[str, Any] = json.loads(FILE.read_text())
PROMISED = sorted(GAINS)
LARGER_BY_CONFIG = {"sam_vit_l", "sam_vit_h"}
CLOSE = 1e-4


def test_the_door_holds_what_is_promised() -> None:
    assert set(NETWORKS) == {*PROMISED, *LARGER_BY_CONFIG}
    assert {small.name for small in SMALL} == set(PROMISED), "each has a small golden"


@pytest.mark.parametrize("name", PROMISED)
def test_tensors_are_named_and_shaped_like_the_published_ones(name: str) -> None:
    with torch.device("meta"):
        state = build(name).state_dict()
    ours = [(n, tuple(t.shape), str(t.dtype).removeprefix("torch.")) for n, t in state.items()]
    assert ours == list(golden(name).tensors)


@pytest.mark.parametrize("small", SMALL, ids=lambda small: small.label)
def test_a_network_answers_as_it_did_when_it_agreed_with_the_published_code(small: Small) -> None:
    known, found = KNOWN[small.label], measured(small)
    assert found["tensors"] == known["tensors"]
    assert len(found["outputs"]) == len(known["outputs"])
    for ours, theirs in zip(found["outputs"], known["outputs"], strict=True):
        assert ours["shape"] == theirs["shape"]
        limit = CLOSE * max(map(abs, theirs["probes"]))
        assert ours["probes"] == pytest.approx(theirs["probes"], abs=limit)
        assert ours["std"] == pytest.approx(theirs["std"], abs=limit)


@pytest.mark.parametrize("name", PROMISED)
def test_networks_are_built_for_inference(name: str) -> None:
    with torch.device("meta"):
        assert not any(module.training for module in build(name).modules())


def test_an_unknown_network_is_told_the_nearest() -> None:
    with pytest.raises(UnknownName) as refused:
        build("birefnet_light")
    assert "birefnet_lite" in refused.value.remedy


def test_an_option_of_another_network_is_refused() -> None:
    with pytest.raises(UnknownName, match="patch_order"):
        build("u2netp", patch_order="c_hg_wg")


@pytest.mark.parametrize("name", ["u2netp", "sam_vit_b", "birefnet_lite"])
def test_seeded_weights_are_those_of_the_goldens(name: str) -> None:
    """Otherwise nothing that agrees or differs would mean anything."""
    for tensor, facts in golden(name).seeded.items():
        ours = seeded(tensor, tuple(facts["shape"]), GAINS[name]).double().flatten()
        assert ours[:3].tolist() == facts["seeded"]["first3"]
        assert float(ours.sum()) == pytest.approx(facts["seeded"]["sum"], rel=1e-6, abs=1e-6)

"""A stage of training ends with the clock, leaves what is needed to go on, and goes on from it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from editor.errors import InvalidOption
from editor.inference.networks import build, load_checkpoint
from editor.inference.networks.compact_faces import CompactFaces
from editor.inference.networks.retinaface import RetinaFace
from editor.inference.training.faces import checking, config
from editor.inference.training.faces.averaged import Averaged
from editor.inference.training.faces.batches import Batches
from editor.inference.training.faces.config import Config
from editor.inference.training.faces.scenes import Scenes
from editor.inference.training.faces.stage import CHECKPOINT, CURVE, WEIGHTS, Stage
from editor.inference.training.faces.teachers import RETINAFACE
from editor.inference.training.folding import folded, numbers
from tests.inference.training.faces.drawn import photos

SHIPPED = Path(config.__file__).parent.parent / "configs" / "faces.toml"
SIDE = 64


def tiny() -> Config:
    """Ends after its first step."""
    known = config.read(SHIPPED)
    facts = {name: getattr(known, name) for name in Config.__slots__}
    return Config(**{**facts, "side": SIDE, "batch": 2, "minutes": 1e-6})


def batches() -> Batches:
    teacher = build(RETINAFACE)
    assert isinstance(teacher, RetinaFace)
    return Batches(Scenes(photos(), SIDE, 0.2), teacher, 2, np.random.default_rng(1))


def stage(out: Path) -> Stage:
    torch.manual_seed(0)
    return Stage(tiny(), batches(), checking.fixed_scenes(photos(), SIDE, 0.2, 3)[:2], out)


def test_a_stage_leaves_weights_that_fit_the_network_and_a_curve(tmp_path: Path) -> None:
    made = stage(tmp_path)
    before = made.network.heads[0].weight.detach().clone()
    made.run()
    assert not torch.equal(before, made.network.heads[0].weight)
    (told,) = (json.loads(line) for line in (tmp_path / CURVE).read_text().splitlines())
    assert told["step"] == 1
    assert {"score", "box", "marks", "distil", "recall", "false"} <= set(told)
    load_checkpoint(CompactFaces(), load_file(tmp_path / WEIGHTS))


def test_a_stage_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = stage(tmp_path)
    first.run()
    assert (tmp_path / CHECKPOINT).is_file()
    again = stage(tmp_path)
    assert again.step == 1
    assert again.clock.share == 1
    mine, left = again.network.state_dict(), first.network.state_dict()
    assert all(torch.equal(mine[name], left[name]) for name in mine)


def test_a_stage_may_start_from_shipped_weights(tmp_path: Path) -> None:
    torch.manual_seed(2)
    shipped = CompactFaces().eval()
    example = torch.randn(1, 3, SIDE, SIDE)
    halves = {name: value.half() for name, value in numbers(folded(shipped, example)).items()}
    save_file(halves, tmp_path / "shipped.safetensors")
    views = checking.fixed_scenes(photos(), SIDE, 0.2, 3)[:2]
    made = Stage(tiny(), batches(), views, tmp_path, tmp_path / "shipped.safetensors")
    with torch.no_grad():
        again = made.network.eval().logits(example)[1]
    assert torch.allclose(again, shipped.logits(example)[1], atol=0.05)


def test_the_average_forgets_its_start_and_then_moves_slowly() -> None:
    network = torch.nn.Linear(1, 1)
    torch.nn.init.constant_(network.weight, 0)
    averaged = Averaged(network, keep=0.99)
    torch.nn.init.constant_(network.weight, 1)
    for _ in range(30):
        averaged.take(network)
    assert float(averaged.network.weight.detach()) > 0.99
    torch.nn.init.constant_(network.weight, 0)
    averaged.take(network)
    assert 0.7 < float(averaged.network.weight.detach()) < 1


def test_the_network_answers_as_retinaface_does_at_any_size() -> None:
    network = CompactFaces().eval()
    assert sum(p.numel() for p in network.parameters()) < 1_000_000
    picture = torch.zeros(2, 3, 45, 70)
    with torch.no_grad():
        ours = network(picture)
        theirs = build(RETINAFACE)(picture)
    assert [tuple(one.shape) for one in ours] == [tuple(one.shape) for one in theirs]
    assert torch.allclose(ours[1].sum(-1), torch.ones(ours[1].shape[:2]))


def test_a_config_with_a_number_too_few_or_too_many_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SHIPPED.read_text().replace("seed =", "sead ="))
    with pytest.raises(InvalidOption, match="sead, seed"):
        config.read(wrong)

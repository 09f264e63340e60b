"""A trained module becomes two files that answer as it does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from safetensors.numpy import load_file
from torch import Tensor, nn

from editor.errors import InvalidOption
from editor.inference.embedded.running import load
from editor.inference.training.exporting import Exported, export
from editor.inference.training.folding import folded, numbers, rounded, unfold
from tests.inference.embedded.small import NAME, Small, exported, small

EXAMPLE = torch.rand(1, 3, 8, 8)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    folder = tmp_path_factory.mktemp("exported")
    return folder, exported(folder)


@pytest.mark.parametrize("shape", [(1, 3, 16, 24), (3, 3, 16, 24), (2, 3, 40, 10)])
def test_the_files_answer_as_the_module_at_any_size(
    written: tuple[Path, Exported], shape: tuple[int, ...]
) -> None:
    folder, facts = written
    given = torch.rand(shape)
    module = rounded(folded(small(), EXAMPLE))
    with torch.no_grad():
        wanted = module(given)
    answers = load(folder / f"{NAME}.safetensors", facts.sha256, threads=1).answer(given.numpy())
    assert len(answers) == len(wanted)
    for one, other in zip(answers, wanted, strict=True):
        assert np.abs(one - other.numpy()).max() < 1e-5
    assert facts.worst < 1e-5
    assert 0 < facts.rounding < 1e-2


def test_every_number_lies_in_the_weights_as_a_half(written: tuple[Path, Exported]) -> None:
    folder, facts = written
    tensors = load_file(folder / f"{NAME}.safetensors")
    assert {values.dtype for values in tensors.values()} == {np.dtype(np.float16)}
    assert "narrow.0.bias" in tensors  # the norm went into it
    assert not [name for name in tensors if name.startswith("narrow.1")]
    graph = onnx.load(folder / f"{NAME}.onnx", load_external_data=False)
    inside = [one for one in graph.graph.initializer if one.data_location != 1]
    assert sum(np.prod(one.dims) for one in inside) < 200
    assert facts.bytes == (folder / f"{NAME}.safetensors").stat().st_size
    assert facts.graph_bytes == (folder / f"{NAME}.onnx").stat().st_size


def test_the_graph_tells_nothing_of_the_machine_that_made_it(
    written: tuple[Path, Exported],
) -> None:
    data = (written[0] / f"{NAME}.onnx").read_bytes()
    for word in (str(Path(__file__).parents[3]), ".py", "site-packages"):
        assert word.encode() not in data


def test_the_weights_can_be_read_again_for_more_training(written: tuple[Path, Exported]) -> None:
    module = rounded(folded(small(), EXAMPLE))
    tensors = load_file(written[0] / f"{NAME}.safetensors")
    module.load_state_dict({key: torch.from_numpy(value) for key, value in tensors.items()})
    assert json.dumps(sorted(tensors)) == json.dumps(sorted(module.state_dict()))


def test_more_training_starts_from_what_was_shipped() -> None:
    shipped = folded(small(), EXAMPLE)
    again, pictures = Small(), torch.randn(16, 3, 16, 16)
    unfold(again, numbers(shipped), pictures)
    with torch.no_grad():
        wanted, _ = shipped(pictures)
        answers = [again.eval()(pictures)[0], again.train()(pictures)[0]]
    for answer in answers:
        assert (answer - wanted).abs().max() < 1e-4
    with pytest.raises(InvalidOption, match="another module"):
        unfold(Small(), {**numbers(shipped), "more.weight": torch.zeros(3)}, pictures)


def test_a_norm_without_a_convolution_is_refused_by_name() -> None:
    alone = nn.Sequential(nn.Conv2d(3, 3, 1), nn.ReLU(), nn.BatchNorm2d(3))
    with pytest.raises(InvalidOption, match="norm 2"):
        folded(alone.eval(), EXAMPLE)


def test_numbers_that_no_half_can_hold_are_refused_by_name() -> None:
    module = nn.Conv2d(3, 1, 1)
    module.weight.data.fill_(1e6)
    with pytest.raises(InvalidOption, match="weight"):
        rounded(module)


def test_a_module_that_answers_by_chance_is_refused(tmp_path: Path) -> None:
    class Chance(nn.Module):
        def forward(self, picture: Tensor) -> Tensor:
            return picture + torch.rand_like(picture)

    with pytest.raises(InvalidOption, match="otherwise"):
        export(Chance(), EXAMPLE, {}, "chance", tmp_path)
    assert list(tmp_path.iterdir()) == []

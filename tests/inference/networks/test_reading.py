"""Files of weights are read without running what they carry; damaged ones are refused."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from editor.errors import WrongWeights
from editor.inference.networks.reading import read_weights

TENSORS: dict[str, Tensor] = {"a.weight": torch.arange(6.0).reshape(2, 3), "b": torch.tensor([1])}


class Trap:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def same(read: dict[str, Tensor]) -> bool:
    return read.keys() == TENSORS.keys() and all(torch.equal(read[k], TENSORS[k]) for k in TENSORS)


def test_safetensors_are_read(tmp_path: Path) -> None:
    save_file(TENSORS, tmp_path / "it.safetensors", metadata={"format": "pt"})
    assert same(read_weights(tmp_path / "it.safetensors"))


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("name", ["it.pth", "it.pt", "it"])
def test_state_dicts_of_torch_are_read_in_both_of_its_formats(
    tmp_path: Path, name: str, zipped: bool
) -> None:
    saved = {"state_dict": OrderedDict((f"module.{k}", v) for k, v in TENSORS.items())}
    torch.save(saved, tmp_path / name, _use_new_zipfile_serialization=zipped)
    assert same(read_weights(tmp_path / name))


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_that_would_run_something_is_refused_unrun(tmp_path: Path, zipped: bool) -> None:
    path, touched = tmp_path / "trap.pth", tmp_path / "touched"
    torch.save({**TENSORS, "c": Trap(touched)}, path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(WrongWeights, match="more than tensors"):
        read_weights(path)
    assert not touched.exists()


def _bare_pickle(path: Path) -> None:
    path.write_bytes(pickle.dumps([1, 2, 3]))


def _list(path: Path) -> None:
    torch.save([torch.zeros(1)], path)


def _cut(path: Path) -> None:
    torch.save(TENSORS, path)
    path.write_bytes(path.read_bytes()[:-200])


def _cut_old(path: Path) -> None:
    torch.save(TENSORS, path, _use_new_zipfile_serialization=False)
    path.write_bytes(path.read_bytes()[:-20])


def _page(path: Path) -> None:
    path.write_text("<!doctype html><title>Sign in to download</title>")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _endless(path: Path) -> None:
    inner: dict[str, object] = {}
    inner["state_dict"] = inner
    torch.save(inner, path)


def _number(path: Path) -> None:
    torch.save({"a": 3}, path)


@pytest.mark.parametrize(
    "spoil", [_bare_pickle, _list, _cut, _cut_old, _page, _empty, _endless, _number]
)
def test_a_damaged_or_strange_file_is_refused(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(tmp_path / "it.pth")
    with pytest.raises(WrongWeights) as refused:
        read_weights(tmp_path / "it.pth")
    assert refused.value.remedy
    assert str(tmp_path) not in refused.value.text, "public texts hold no paths"


@pytest.mark.parametrize("kept", [0, 5, 40, 100])
def test_damaged_safetensors_are_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "it.safetensors"
    save_file(TENSORS, path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(WrongWeights):
        read_weights(path)


def test_a_missing_file_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_weights(tmp_path / "nothing.pth")

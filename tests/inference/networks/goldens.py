"""The goldens beside the repository: outputs of the published code for seeded weights."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from editor.inference.networks import build, load_checkpoint
from tests.inference.networks.seeded import GAINS, seeded_state
from tests.needs import shared

FLOAT32 = 1e-4
"""Largest accepted difference as a part of the golden's largest value, as its README asks."""
FLOAT64 = 1e-8


@dataclass(frozen=True)
class Golden:
    """The files of one network."""

    name: str
    arrays: dict[str, npt.NDArray[Any]]
    arrays64: dict[str, npt.NDArray[Any]]
    tensors: tuple[tuple[str, tuple[int, ...], str], ...]
    seeded: dict[str, dict[str, Any]]
    """What is told of each tensor that the weights rule makes."""

    def input(self, key: str) -> Tensor:
        return torch.from_numpy(self.arrays[f"input|{key}"])


def golden(name: str) -> Golden:
    folder = shared(f"goldens/{name}")
    listed = json.loads((folder / "tensors.json").read_text())["tensors"]
    return Golden(
        name=name,
        arrays=dict(np.load(folder / "golden.npz")),
        arrays64=dict(np.load(folder / "golden64.npz")),
        tensors=tuple((t["name"], tuple(t["shape"]), t["dtype"]) for t in listed),
        seeded={t["name"]: t for t in listed if "seeded" in t},
    )


def seeded_network(name: str, dtype: torch.dtype = torch.float32, **options: Any) -> nn.Module:
    """The network with the goldens' weights; float64 are the same float32 numbers, widened."""
    module = build(name, **options)
    load_checkpoint(module, seeded_state(module, GAINS[name]))
    return module.to(dtype)


def distance(ours: Tensor, theirs: npt.NDArray[Any]) -> float:
    """max|ours - theirs| / max|theirs|; the shapes must agree."""
    assert tuple(ours.shape) == theirs.shape
    apart = np.abs(ours.detach().double().numpy() - theirs.astype(np.float64)).max()
    return float(apart / np.abs(theirs).max())

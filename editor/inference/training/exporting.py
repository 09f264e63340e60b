"""From a trained module to the two files that the studio ships; see `editor.inference.embedded`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.numpy import save
from torch import Tensor, nn

from editor.errors import InvalidOption
from editor.inference.embedded import files
from editor.inference.embedded.running import Floats, load
from editor.inference.training.averaging import Earlier, averaged
from editor.inference.training.folding import folded, numbers, rounded
from editor.inference.training.graphs import Halves, pointing, traced

WITHIN = 1e-3
"""How far ONNX Runtime's answer may be from PyTorch's, in units of the largest answer above 1."""
NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class Exported:
    """Facts of what was written: for the card, and for whoever measures."""

    sha256: str
    bytes: int
    """Of the weights."""
    graph_bytes: int
    worst: float
    """Largest difference between ONNX Runtime and PyTorch with the same numbers."""
    rounding: float
    """Largest difference that half precision makes, in units of the answers."""


def export(
    module: nn.Module,
    example: Tensor,
    dynamic_axes: Mapping[int, str],
    name: str,
    folder: Path,
    earlier: Earlier | None = None,
) -> Exported:
    """Writes `name`.safetensors and `name`.onnx into the folder, replacing what is there.

    `example` is a picture (n, 3, height, width); `dynamic_axes` names those of its axes that may
    have other lengths later; `earlier` weights are averaged with the module's. InvalidOption when
    what was written answers otherwise than the module.
    """
    whole = folded(module, example)
    _alike(_answers(module.eval(), example), _answers(whole, example), "folded")
    if earlier is not None:
        averaged(whole, earlier)
    shipped = rounded(whole)
    weights = folder / f"{name}.safetensors"
    halves = {key: value.half().numpy() for key, value in numbers(shipped).items()}
    _write(weights, halves, traced(shipped, example, dynamic_axes))
    digest = sha256(weights.read_bytes()).hexdigest()
    running = load(weights, digest, threads=1)
    worst = _alike(
        _answers(shipped, example), list(running.answer(example.numpy())), "run from its files"
    )
    pairs = zip(_answers(whole, example), _answers(shipped, example), strict=True)
    rounding = max(float(np.abs(one - other).max()) for one, other in pairs)
    size = files.graph_of(weights).stat().st_size
    return Exported(digest, weights.stat().st_size, size, worst, rounding)


def _write(weights: Path, halves: Halves, model: onnx.ModelProto) -> None:
    """Header and graph name each other: the header's length is known before its digest is."""
    header = files.header(save(halves, {files.GRAPH: NO_DIGEST}))
    graph = pointing(model, halves, header, weights.name).SerializeToString()
    files.graph_of(weights).write_bytes(graph)
    weights.write_bytes(save(halves, {files.GRAPH: sha256(graph).hexdigest()}))


def _answers(module: nn.Module, example: Tensor) -> list[Floats]:
    with torch.no_grad():
        out = module(example)
    outputs = out if isinstance(out, tuple | list) else (out,)
    return [one.float().numpy() for one in outputs]


def _alike(wanted: list[Floats], given: list[Floats], what: str) -> float:
    """The largest difference; InvalidOption when it is too large."""
    worst = 0.0
    for one, other in zip(wanted, given, strict=True):
        apart = float(np.abs(one - other).max())
        if not apart <= WITHIN * max(1.0, float(np.abs(one).max())):
            raise InvalidOption(
                f"The module answers otherwise once it is {what}: by {apart:.2g}.",
                remedy="Use it in evaluation mode, and in it nothing that is random.",
            )
        worst = max(worst, apart)
    return worst

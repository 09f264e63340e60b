"""What the published code measured inside of its networks, to find the first layer that differs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

FEATURES = re.compile(r"^feature_hx")
"""IS-Net's block outputs are listed by the name that its paper gives them."""
CLOSE = 1e-4
"""Of the standard deviation for statistics, of 1 + |value| for single numbers."""
CORNERS = {2: (slice(16),), 3: (slice(4), slice(8)), 4: (slice(4),) * 3}
"""What is kept of the first of a batch, by the number of dimensions."""


def watched(module: nn.Module, names: set[str], run: Callable[[], object]) -> dict[str, Tensor]:
    """The outputs of the submodules `names` while `run` runs, by `name#call`."""
    seen: dict[str, Tensor] = {}
    calls = dict.fromkeys(names, 0)

    def watch(name: str) -> Callable[[nn.Module, Any, Tensor], None]:
        def keep(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            # A copy: what follows may work in place.
            seen[f"{name}#{calls[name]}"] = output.detach().clone()
            calls[name] += 1

        return keep

    hooks = [module.get_submodule(name).register_forward_hook(watch(name)) for name in names]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def strays(
    module: nn.Module, arrays: dict[str, npt.NDArray[Any]], tag: str, run: Callable[[], object]
) -> list[str]:
    """The entries `mid|tag|...` of `arrays` that what runs in `module` doesn't match."""
    entries = {key.split("|")[2]: key for key in arrays if key.startswith(f"mid|{tag}|")}
    assert entries, f"the goldens hold nothing measured for {tag}"
    layers = {entry: FEATURES.sub("stage", entry) for entry in entries}
    seen = watched(module, {layer.partition("#")[0] for layer in layers.values()}, run)
    return [
        entry
        for entry, layer in layers.items()
        if layer not in seen or not _agrees(seen[layer], arrays, f"mid|{tag}|{entry}")
    ]


def _agrees(ours: Tensor, arrays: dict[str, npt.NDArray[Any]], key: str) -> bool:
    stats = arrays[f"{key}|stats"]
    wide = ours.double()
    mine = [wide.mean(), wide.std(correction=0), wide.min(), wide.max()]
    agree = bool(np.all(np.abs(torch.stack(mine).numpy() - stats) <= CLOSE * stats[1]))
    patch = arrays.get(f"{key}|patch")
    if patch is None:
        return agree
    if wide.dim() == 4 and patch.ndim == 2:
        # Measured on cells in a row; ours lie in rows and columns, channels last.
        wide = wide.flatten(1, 2)
    corner = wide[0].numpy()[CORNERS[wide.dim()]]
    assert corner.shape == patch.shape
    return agree and bool(np.all(np.abs(corner - patch) <= CLOSE * (1 + np.abs(patch))))

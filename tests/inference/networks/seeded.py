"""Weights that everybody can make again from a name, a shape and a gain: no file is needed."""

from __future__ import annotations

import math
from hashlib import sha256

import numpy as np
import torch
from torch import Tensor, nn

GAINS = {
    "birefnet": 1.2,
    "birefnet_lite": 1.2,
    "isnet": 1.2,
    "retinaface_mobilenet025": 1.2,
    "retinaface_mobilenet025_1mb": 1.2,
    "retinaface_resnet50": 0.8,
    "sam_vit_b": 1.0,
    "u2net": 1.2,
    "u2netp": 1.2,
}
"""How much wider than variance-keeping a network's convolutions are drawn."""


def seeded(name: str, shape: tuple[int, ...], gain: float) -> Tensor:
    """The float32 tensor of this name: Philox under the name's sha256, scaled by what it is for."""
    seed = int.from_bytes(sha256(name.encode()).digest()[:8], "little")
    drawn = np.random.Generator(np.random.Philox(key=seed)).standard_normal(shape)
    leaf = name.rpartition(".")[2]
    if leaf == "running_var":
        drawn = 1 + 0.1 * np.abs(drawn)
    elif leaf == "weight" and len(shape) == 1:
        drawn = 1 + 0.1 * drawn
    elif leaf in ("running_mean", "pos_embed") or len(shape) < 2:
        drawn = 0.1 * drawn
    elif leaf != "positional_encoding_gaussian_matrix":
        wide = gain if len(shape) == 4 else 1.0
        drawn = drawn * (wide / math.sqrt(math.prod(shape[1:])))
    return torch.from_numpy(np.asarray(drawn).astype(np.float32))


def seeded_state(module: nn.Module, gain: float) -> dict[str, Tensor]:
    """A state dict for `module` without the integer buffers, which it makes itself."""
    return {
        name: seeded(name, tuple(tensor.shape), gain)
        for name, tensor in module.state_dict().items()
        if tensor.is_floating_point()
    }


def seeded_picture(height: int, width: int) -> Tensor:
    """A normalised picture of noise: (1, 3, height, width)."""
    drawn = np.random.Generator(np.random.Philox(key=7)).standard_normal((1, 3, height, width))
    return torch.from_numpy(drawn.astype(np.float32))

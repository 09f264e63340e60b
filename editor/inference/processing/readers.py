"""By name: how the networks of mattes are given a picture, and how their logits become alpha."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from torch import Tensor

from editor.inference.processing import mattes
from editor.inference.processing.mattes import Alpha, Size
from editor.inference.processing.resizing import Rgb


@dataclass(frozen=True, slots=True)
class Reader:
    prepare: Callable[[Rgb, Size], Tensor]
    """(3, height, width) of this size."""
    alpha: Callable[[Tensor], Alpha]
    """uint8 at the network's size, of logits (1, height, width)."""


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "birefnet": Reader(mattes.for_birefnet, mattes.birefnet_alpha),
        "u2net": Reader(mattes.for_u2net, mattes.u2net_alpha),
        "isnet": Reader(mattes.for_isnet, mattes.isnet_alpha),
    }
)

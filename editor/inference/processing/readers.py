"""By name: how the networks of mattes are given a picture, and how their logits become alpha, on
the device where they lie: one byte of each pixel travels, not four."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor

from editor.inference.networks.running import Running
from editor.inference.processing import mattes
from editor.inference.processing.mattes import Alpha, Size
from editor.inference.processing.resizing import Rgb


@dataclass(frozen=True, slots=True)
class Reader:
    prepare: Callable[[Rgb, Size], Tensor]
    """(3, height, width) of this size."""
    matte: Callable[[Tensor], Tensor]
    """uint8 (height, width) at the network's size, of logits (1, height, width)."""


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "birefnet": Reader(mattes.for_birefnet, mattes.birefnet_matte),
        "u2net": Reader(mattes.for_u2net, mattes.u2net_matte),
        "isnet": Reader(mattes.for_isnet, mattes.u2net_matte),
    }
)


def mattes_of(running: Running, reading: str, pictures: Sequence[Rgb], size: Size) -> list[Alpha]:
    """What the network draws of each picture, at its own size."""
    reader = READERS[reading]
    logits = running.seen([reader.prepare(picture, size) for picture in pictures])[0]
    with running.working():
        drawn = torch.stack([reader.matte(one) for one in logits])
    alphas: list[Alpha] = list(running.fetched([drawn])[0].numpy())
    return alphas

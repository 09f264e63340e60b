"""Batches for the loop, made beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from editor.inference.training.matte.cutouts import Material
from editor.inference.training.matte.scenes import Sample, sample
from editor.inference.training.matte.team import Member

MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours: only a convention here."""


class Samples(IterableDataset[tuple[Tensor, Tensor]]):
    """Endless samples; number n is the same in every run of one seed."""

    def __init__(
        self,
        material: Material,
        size: int,
        composites: float,
        seed: int,
        first: int,
        member: Member,
    ) -> None:
        self.material, self.size, self.composites = material, size, composites
        self.seed, self.first, self.member = seed, first, member

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        worker = get_worker_info()
        number, step = (worker.id, worker.num_workers) if worker else (0, 1)
        number, step = number * self.member.size + self.member.number, step * self.member.size
        while True:
            rng = np.random.default_rng([self.seed, self.first + number])
            yield as_tensors(sample(rng, self.material, self.size, self.composites))
            number += step


def as_tensors(made: Sample) -> tuple[Tensor, Tensor]:
    """(3, h, w) and (1, h, w), bytes."""
    colour, alpha = made
    return torch.from_numpy(colour).permute(2, 0, 1), torch.from_numpy(alpha)[None]


def feed(samples: Samples, batch: int, workers: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Normalised pictures (n, 3, h, w), channels last, and alpha (n, 1, h, w) in 0..1."""
    loader = DataLoader(
        samples, batch, num_workers=workers, prefetch_factor=4 if workers else None, drop_last=True
    )
    for colour, alpha in loader:
        yield normalised(colour), alpha.float() / 255


def normalised(colour: Tensor) -> Tensor:
    """Bytes -> what the network is given."""
    mean = torch.tensor(MEAN).view(1, 3, 1, 1) * 255
    spread = torch.tensor(SPREAD).view(1, 3, 1, 1) * 255
    return ((colour.float() - mean) / spread).to(memory_format=torch.channels_last)

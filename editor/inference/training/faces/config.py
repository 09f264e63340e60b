"""What one training of the faces is made of, read from a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from editor.errors import InvalidOption


@dataclass(frozen=True, slots=True)
class Config:
    """All numbers of one stage; the file must give every one of them."""

    seed: int
    start: str
    """Shipped weights to go on from, relative to this file; empty: from chance."""
    teachers: str
    """Folder of the teachers' files, relative to the folder of training data."""
    scales: tuple[float, ...]
    """Enlargements at which the teachers look for faces."""
    side: int
    """Of the square pictures trained on, px."""
    batch: int
    minutes: float
    rate: float
    """Highest learning rate, reached after `warmup` steps, falling to zero as a cosine."""
    warmup: int
    decay: float
    """Weight decay."""
    average: float
    """How much of the running average of the weights stays at each step."""
    distil: float
    """Weight of the teacher's logits beside the labels."""
    empty: float
    """Share of pictures without any person."""
    lured: float
    """Share of the parts of pictures that show what the weights of `start` took for a face."""
    threads: int
    save_minutes: float


def read(path: Path) -> Config:
    """InvalidOption where the file lacks a number or knows one too many."""
    told = tomllib.loads(path.read_text())
    names = {f.name for f in fields(Config)}
    if set(told) != names:
        odd = ", ".join(sorted(names ^ set(told)))
        raise InvalidOption(
            f"{path.name} and this training differ in: {odd}.",
            remedy="Give every number of the training once, and no other.",
        )
    return Config(**{**told, "scales": tuple(told["scales"])})

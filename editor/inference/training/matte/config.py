"""What one stage of training is told, from a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a stage: `share` of its minutes at pictures of `size` px, `batch` at once."""

    share: float
    size: int
    batch: int


@dataclass(frozen=True, slots=True)
class Config:
    """`pairs` are the collections of photographs with mattes that are used; `start` is a weights
    file to go on from, or None for random numbers."""

    name: str
    seed: int
    minutes: float
    rate: float
    decay: float
    averaged: float
    """Share of the old in the moving average of the weights, per step."""
    composites: float
    """Share of samples that are put together; the rest are photographs as they are."""
    pairs: tuple[str, ...]
    parts: tuple[Part, ...]
    start: Path | None
    processes: int
    """That train together; `batch` is that of each."""
    threads: int
    workers: int
    """Of each: computing threads, and processes that feed it."""


def read(path: Path) -> Config:
    """KeyError or TypeError for a file that lacks something; paths are relative to the file."""
    told: dict[str, Any] = tomllib.loads(path.read_text())
    parts = tuple(Part(**part) for part in told.pop("parts"))
    start = told.pop("start", None)
    pairs = tuple(told.pop("pairs"))
    where = (path.parent / start).resolve() if start else None
    return Config(**told, pairs=pairs, parts=parts, start=where)

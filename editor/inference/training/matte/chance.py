"""Few words for random choices; all of them take the generator of one sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import cv2
import numpy as np
from numpy import typing as npt

Floats = npt.NDArray[np.float32]
Chance = np.random.Generator
T = TypeVar("T")


def often(rng: Chance, share: float) -> bool:
    """True in this share of cases."""
    return bool(rng.random() < share)


def between(rng: Chance, low: float, high: float) -> float:
    """Evenly between two numbers."""
    return float(rng.uniform(low, high))


def sized(rng: Chance, low: float, high: float) -> float:
    """Between two sizes, each doubling as likely as the next."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def one_of(rng: Chance, things: Sequence[T]) -> T:
    """One of a sequence that isn't empty."""
    return things[int(rng.integers(len(things)))]


def clouds(rng: Chance, size: int, cells: int) -> Floats:
    """Smooth noise about 0 of spread about 1, (size, size), with so many hills along a side."""
    coarse = rng.standard_normal((cells + 1, cells + 1)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC), np.float32)


def slope(rng: Chance, size: int) -> Floats:
    """A straight gradient from -1 to 1 in some direction, (size, size)."""
    angle = rng.uniform(0, 2 * np.pi)
    line = np.linspace(-1, 1, size, dtype=np.float32)
    both = np.cos(angle) * line[None] + np.sin(angle) * line[:, None]
    return np.asarray(both / max(abs(np.cos(angle)) + abs(np.sin(angle)), 1e-3), np.float32)


def greyed(colour: Floats) -> Floats:
    """The mean of the three colours, (h, w, 1)."""
    return np.asarray(cv2.transform(colour, np.full((1, 3), 1 / 3, np.float32)), np.float32)[
        ..., None
    ]


def floats(numbers: npt.ArrayLike) -> Floats:
    """The same numbers; OpenCV doesn't say of which kind its answers are."""
    return np.asarray(numbers, np.float32)


def shares(whole: npt.ArrayLike) -> Floats:
    """0..255 -> 0..1."""
    return floats(np.asarray(whole, np.float32) / 255)


def clipped(colour: npt.ArrayLike) -> Floats:
    """Within 0..1."""
    return floats(np.clip(colour, 0, 1))

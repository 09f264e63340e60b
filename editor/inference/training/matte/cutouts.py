"""Everything that composites are made of, read once and kept in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from editor.inference.training.labels.held_out import held_out

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
JUDGED_OF = 20
"""One picture of so many is never trained on; how training goes is judged with these."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A subject: colours that reach beyond its edges, and alpha, cut to its box."""

    kind: str
    colour: Bytes
    alpha: Bytes
    cut: tuple[bool, bool, bool, bool]
    """Where the photograph's frame cut it: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as it is, and its matte."""

    kind: str
    colour: Bytes
    alpha: Bytes


@dataclass(frozen=True, slots=True)
class Material:
    """What one side, training or judging, may use."""

    photos: tuple[Photo, ...]
    people: tuple[Cutout, ...]
    things: tuple[Cutout, ...]
    drawn: tuple[Cutout, ...]
    """Rendered objects: true alpha, toy-like surface."""
    scenes: tuple[Bytes, ...]
    """Backgrounds."""


def material(data: Path, labels: Path, pairs: Sequence[str], *, judged: bool) -> Material:
    """Reads the training folder; `labels` holds the mattes that `training.labels` made."""
    photos = [*_pairs(data, labels, pairs, judged), *_boards(data, labels, judged)]
    cut = [cutout(photo) for photo in photos if photo.kind != "crowd"]
    people = tuple(one for one in cut if one.kind == "person")
    things = tuple(one for one in cut if one.kind != "person")
    drawn = tuple(cutout(photo) for photo in _drawn(data, judged))
    shops = [_colour(path) for path in _side(sorted((data / "backgrounds").iterdir()), judged)]
    emptied = [without_subject(photo) for photo in photos[::3]]
    return Material(tuple(photos), people, things, drawn, (*shops, *emptied))


def cutout(photo: Photo) -> Cutout:
    """The subject in its box. Beyond certain alpha its own colours go on, so that nothing of the
    old background comes along."""
    rows, columns = np.nonzero(photo.alpha > 8)
    top, bottom = int(rows.min()), int(rows.max()) + 1
    left, right = int(columns.min()), int(columns.max()) + 1
    box = slice(top, bottom), slice(left, right)
    height, width = photo.alpha.shape
    alpha = photo.alpha[box]
    colour = _spread(photo.colour[box], (alpha > 240).astype(np.float32), 2)
    cut = (left <= 1, top <= 1, right >= width - 1, bottom >= height - 1)
    return Cutout(photo.kind, colour, np.ascontiguousarray(alpha), cut)


def without_subject(photo: Photo) -> Bytes:
    """The photograph's surroundings: where the subject was they run together."""
    away = cv2.dilate((photo.alpha > 8).astype(np.uint8), np.ones((9, 9), np.uint8))
    return _spread(photo.colour, 1 - away.astype(np.float32), 4)


def _spread(colour: Bytes, sure: Floats, reach: int) -> Bytes:
    """Colours where they are sure; elsewhere those of the sure ones around, from ever further."""
    height, width = sure.shape
    known = cv2.merge([colour.astype(np.float32) * sure[..., None], sure])
    filled = np.zeros((height, width, 3), np.float32)
    open_ = np.ones((height, width, 1), np.float32)
    for far in (reach, 4 * reach, 16 * reach, 64 * reach):
        small = (max(1, width // far), max(1, height // far))
        mean = cv2.resize(known, small, interpolation=cv2.INTER_AREA)
        mean = cv2.resize(cv2.GaussianBlur(mean, (3, 3), 0), (width, height))
        weight = mean[..., 3:]
        filled += (weight > 1e-3) * open_ * mean[..., :3] / np.maximum(weight, 1e-3)
        open_ = open_ * (weight <= 1e-3)
    mixed = known[..., :3] + filled * (1 - sure[..., None])
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


def _pairs(data: Path, labels: Path, wanted: Sequence[str], judged: bool) -> Iterator[Photo]:
    kinds = {"ccp": "person", "pennfudan": "crowd", "davis2016val": "film"}
    for path in _side(sorted((data / "pairs" / "image").iterdir()), judged):
        collection = path.stem.split("__")[0]
        if collection not in wanted:
            continue
        clean = labels / "ccp" / f"{path.stem}.png"
        alpha = _alpha(clean if clean.is_file() else data / "pairs" / "matte" / f"{path.stem}.png")
        yield from _checked(kinds[collection], _colour(path), alpha)


def _boards(data: Path, labels: Path, judged: bool) -> Iterator[Photo]:
    names = sorted(path.name for path in (data / "plain-board").iterdir())
    kept = set(names) - set(held_out(names))
    for name in _side([Path(name) for name in names if name in kept], judged):
        mask = labels / "plain-board" / f"{name.stem}.png"
        if mask.is_file():
            yield from _checked("thing", _colour(data / "plain-board" / name.name), _alpha(mask))


def _drawn(data: Path, judged: bool) -> Iterator[Photo]:
    for path in _side(sorted((data / "rendered-objects").iterdir()), judged):
        read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        if read is not None and read.ndim == 3 and read.shape[2] == 4:
            four: Bytes = np.asarray(read, np.uint8)
            yield from _checked("drawn", four[..., 2::-1].copy(), four[..., 3].copy())


def _checked(kind: str, colour: Bytes, alpha: Bytes) -> Iterator[Photo]:
    """Mattes of almost nothing teach nothing."""
    if alpha.shape != colour.shape[:2]:
        alpha = cv2.resize(alpha, colour.shape[1::-1], interpolation=cv2.INTER_LINEAR).astype(
            np.uint8
        )
    if (alpha > 128).mean() > 0.004:
        yield Photo(kind, colour, alpha)


def _side(paths: Sequence[Path], judged: bool) -> list[Path]:
    return [path for path in paths if _is_judged(path.stem) == judged]


def _is_judged(name: str) -> bool:
    """Frames of one film lie on one side."""
    film = name.rsplit("_", 1)[0] if name.startswith("davis") else name
    return int(hashlib.sha256(film.encode()).hexdigest(), 16) % JUDGED_OF == 0


def _colour(path: Path) -> Bytes:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise OSError(f"{path} is no picture")
    return np.ascontiguousarray(picture[..., ::-1]).astype(np.uint8)


def _alpha(path: Path) -> Bytes:
    alpha = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if alpha is None:
        raise OSError(f"{path} is no matte")
    return np.asarray(alpha, np.uint8)

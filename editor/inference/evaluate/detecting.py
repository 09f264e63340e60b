"""Detectors of faces against boxes that people drew."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from editor.errors import BrokenPicture, NotFound
from editor.findings import Face
from editor.geometry import Box
from editor.inference.evaluate.pairs import PHOTOS, Pair, photo_of
from editor.inference.evaluate.subjects import Subject

MATCH = 0.5
BOXES = "boxes.json"


@dataclass(frozen=True, slots=True)
class Marked:
    """A photograph with every face in it, px; none for a picture without people."""

    pair: Pair
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    score: float
    hit: bool


def marked(folder: Path) -> list[Marked]:
    """From `boxes.json`: {file: {"gt_boxes": [[left, top, right, bottom], ...]}} or {file:
    [[...]]}. Pictures without marks are left out."""
    if not (folder / BOXES).is_file():
        raise NotFound(f"{folder.name} has no {BOXES}.", remedy="Mark the faces there.")
    told: Mapping[str, Any] = json.loads((folder / BOXES).read_text())
    found = []
    for name, given in sorted(told.items()):
        boxes = given.get("gt_boxes") if isinstance(given, Mapping) else given
        path = next((p for p in folder.rglob(Path(name).name) if p.suffix in PHOTOS), None)
        if boxes is not None and path is not None:
            pair = Pair("all", path.stem, path, path)
            found.append(Marked(pair, tuple(_box(one) for one in boxes)))
    if not found:
        raise BrokenPicture(f"{BOXES} of {folder.name} marks no picture that is there.")
    return found


def _box(values: Sequence[float]) -> Box:
    left, top, right, bottom = (float(v) for v in values[:4])
    return Box(left, top, right - left, bottom - top)


def detected(subject: Subject, photos: Sequence[Marked]) -> dict[str, Any]:
    """AP at IoU 0.5, recall over the marked faces, false ones per picture, which were missed."""
    guesses: list[Guess] = []
    missed: list[str] = []
    times, total = [], 0
    for photo in photos:
        picture = photo_of(photo.pair)
        started = time.perf_counter()
        seen = subject.see(picture)
        times.append((time.perf_counter() - started) * 1000)
        if not isinstance(seen, tuple):
            raise BrokenPicture(f"{subject.name} finds no faces: it draws mattes.")
        found, left = matched(seen, photo.boxes, picture.shape[1], picture.shape[0])
        guesses += found
        missed += [photo.pair.name] * left
        total += len(photo.boxes)
    hits = sum(guess.hit for guess in guesses)
    return {
        "n": len(photos),
        "faces": total,
        "ap50": round(average_precision(guesses, total), 4),
        "recall": round(hits / total, 4) if total else 1.0,
        "false_per_picture": round((len(guesses) - hits) / len(photos), 4),
        "missed_in": missed,
        "ms": round(median(times), 2),
        "device": subject.device,
    }


def matched(
    seen: Sequence[Face], boxes: Sequence[Box], width: int, height: int
) -> tuple[list[Guess], int]:
    """Each guess, best first, takes the free box that it overlaps most; and how many are left."""
    free = list(boxes)
    guesses = []
    for face in sorted(seen, key=lambda one: -one.score):
        placed = face.box.scaled(width, height)
        best = max(free, key=lambda box: overlap(placed, box), default=None)
        hit = best is not None and overlap(placed, best) > MATCH
        if hit and best is not None:
            free.remove(best)
        guesses.append(Guess(face.score, hit))
    return guesses, len(free)


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    shared = a.intersection(b).area
    union = a.area + b.area - shared
    return shared / union if union else 0.0


def average_precision(guesses: Sequence[Guess], total: int) -> float:
    """Area under precision over recall, precision made falling (as PASCAL VOC since 2010)."""
    if not total:
        return 1.0
    ordered = sorted(guesses, key=lambda guess: -guess.score)
    hits = np.cumsum([guess.hit for guess in ordered])
    if not len(hits):
        return 0.0
    precision = hits / np.arange(1, len(hits) + 1)
    falling = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(np.concatenate([[0], hits / total]))
    return float((falling * steps).sum())

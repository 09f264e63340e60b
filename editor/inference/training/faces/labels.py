"""Faces that both teachers find, as labels; what only one of them finds counts as unsure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from editor.inference.training.faces import teachers
from editor.inference.training.faces.teachers import Bgr, Floats, Seen, Teacher

SAME = 0.5
"""IoU from which two answers of one teacher at different scales are one face."""
AGREED = 0.45
"""IoU from which the two teachers mean one face."""
SMALLEST_PX = 8.0
"""Of the photograph; smaller faces are unsure, since nothing of them can be seen."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Of one photograph, px. `unsure` are boxes that are neither faces nor background."""

    boxes: list[list[float]] = field(default_factory=list)
    marks: list[list[float]] = field(default_factory=list)
    """Five points of each face: x, y, x, y, ..."""
    unsure: list[list[float]] = field(default_factory=list)


def label(bgr: Bgr, first: Teacher, second: Teacher, scales: tuple[float, ...]) -> Labels:
    """Boxes and marks of `first`, averaged over the scales, where `second` sees a face too."""
    ours = grouped(teachers.at_scales(first, bgr, scales))
    theirs = grouped(teachers.at_scales(second, bgr, scales))
    overlaps = iou(ours.boxes, theirs.boxes)
    sides = (ours.boxes[:, 2:] - ours.boxes[:, :2]).min(1, initial=np.inf)
    agreed = (overlaps.max(1, initial=0) > AGREED) & (sides >= SMALLEST_PX)
    taken = overlaps[agreed].max(0, initial=0) > AGREED
    unsure = np.concatenate((ours.boxes[~agreed], theirs.boxes[~taken]))
    return Labels(
        _rounded(ours.boxes[agreed]),
        _rounded(ours.marks[agreed].reshape(-1, 10)),
        _rounded(unsure),
    )


def grouped(answers: list[Seen]) -> Seen:
    """One face for each group of answers that overlap: their mean, weighted by score."""
    boxes = np.concatenate([seen.boxes for seen in answers])
    scores = np.concatenate([seen.scores for seen in answers])
    marks = np.concatenate([seen.marks for seen in answers])
    rest = np.argsort(-scores, kind="stable")
    groups = []
    while len(rest):
        same = iou(boxes[rest[:1]], boxes[rest])[0] > SAME
        groups.append(rest[same])
        rest = rest[~same]
    mean = [np.average(boxes[g], 0, weights=scores[g]) for g in groups]
    points = [np.average(marks[g], 0, weights=scores[g]) for g in groups]
    return Seen(
        np.array(mean, np.float32).reshape(-1, 4),
        np.array([scores[g].max() for g in groups], np.float32),
        np.array(points, np.float32).reshape(-1, 5, 2),
    )


def iou(many: Floats, others: Floats) -> Floats:
    """(len(many), len(others))"""
    low = np.maximum(many[:, None, :2], others[None, :, :2])
    high = np.minimum(many[:, None, 2:], others[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(-1)
    area, other = ((b[:, 2:] - b[:, :2]).prod(-1) for b in (many, others))
    overlap: Floats = shared / np.maximum(area[:, None] + other[None] - shared, 1e-9)
    return overlap


def labelled(
    photos: Iterable[Path], folder: Path, cache: Path, scales: tuple[float, ...]
) -> dict[str, Labels]:
    """By the stem of the photograph; the teachers of `folder` are asked only for those that
    `cache` doesn't know yet."""
    known = {stem: Labels(**facts) for stem, facts in _read(cache).items()}
    wanted = [path for path in photos if path.stem not in known]
    if not wanted:
        return known
    first = teachers.by_retinaface(teachers.retinaface(folder))
    second = teachers.by_yunet(teachers.teacher_file(folder, teachers.YUNET))
    for number, path in enumerate(wanted, 1):
        bgr = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR), np.uint8)
        known[path.stem] = label(bgr, first, second, scales)
        if number % 100 == 0 or number == len(wanted):
            print(f"labels: {number} of {len(wanted)}", file=sys.stderr)  # noqa: T201
            _write(cache, known)
    return known


def _read(cache: Path) -> dict[str, dict[str, list[list[float]]]]:
    told: dict[str, dict[str, list[list[float]]]] = (
        json.loads(cache.read_text()) if cache.is_file() else {}
    )
    return told


def _write(cache: Path, known: dict[str, Labels]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    facts = {
        stem: {"boxes": one.boxes, "marks": one.marks, "unsure": one.unsure}
        for stem, one in sorted(known.items())
    }
    cache.write_text(json.dumps(facts))


def _rounded(rows: Floats) -> list[list[float]]:
    return [[round(float(v), 2) for v in row] for row in rows]

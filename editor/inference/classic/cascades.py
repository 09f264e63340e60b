"""Upright human faces by OpenCV 4's bundled Haar cascades, which vote.

Viola & Jones, "Rapid object detection using a boosted cascade of simple features" (2001); frontal
cascades by Lienhart. Each alone sees faces in fruit and fur; two that agree, or one that is very
sure and finds an eye, seldom do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from editor.errors import ModelMissing
from editor.findings import Face
from editor.geometry import Box, Size

SCAN_PX = 768
"""Longest side that is scanned, unless told otherwise."""
SMALLEST_PX = 20
STEP = 1.1
NEIGHBOURS = 2

FRONTAL = ("frontalface_alt", "frontalface_alt2")
PROFILE = "profileface"
EYES = ("eye", "eye_tree_eyeglasses")

# Measured on hand-marked photographs and photographs without people; see the card.
FULL_VOTE = {"frontalface_alt": 5, "frontalface_alt2": 5, PROFILE: 6}
MOST_VOTES = 2.0
EYE_VOTE = 1.0
ENOUGH_VOTES = 2.8
SAME_FACE = 0.4

WHOLE = Box(0, 0, 1, 1)

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Sighting:
    """One cascade's rectangle in px of the scanned picture, with how many windows agreed."""

    cascade: str
    box: Box
    neighbours: int


class Cascades:
    """The loaded cascades. Not for two threads at once."""

    def __init__(self) -> None:
        self._faces = {name: _load(name) for name in (*FRONTAL, PROFILE)}
        self._eyes = [_load(name) for name in EYES]

    def faces(self, picture: npt.NDArray[np.uint8], scan_px: int = SCAN_PX) -> tuple[Face, ...]:
        """The faces in an RGB picture, surest first, in fractions of it; without landmarks."""
        height, width = picture.shape[:2]
        size = Size(width, height).within(scan_px)
        grey: Any = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        if size.width < width:
            grey = cv2.resize(grey, (size.width, size.height), interpolation=cv2.INTER_AREA)
        judged = [self._judge(group, grey) for group in _groups(self._sightings(grey))]
        judged = sorted((f for f in judged if f.score > 0), key=lambda face: -face.score)
        kept: list[Face] = []
        for face in judged:
            if not any(_same_place(face.box, other.box) for other in kept):
                kept.append(face)
        unit = (1 / size.width, 1 / size.height)
        return tuple(Face(face.box.scaled(*unit).intersection(WHOLE), face.score) for face in kept)

    def _sightings(self, grey: Grey) -> Iterator[_Sighting]:
        for name in FRONTAL:
            yield from _scan(self._faces[name], name, grey)
        yield from _scan(self._faces[PROFILE], PROFILE, grey)
        # The profile cascade knows faces that look to one side only.
        for seen in _scan(self._faces[PROFILE], PROFILE, np.ascontiguousarray(grey[:, ::-1])):
            left = grey.shape[1] - seen.box.right
            box = Box(left, seen.box.top, seen.box.width, seen.box.height)
            yield _Sighting(f"{PROFILE} mirrored", box, seen.neighbours)

    def _judge(self, group: list[_Sighting], grey: Grey) -> Face:
        """The face that a group of sightings shows; score 0 when the votes don't suffice."""
        best: dict[str, float] = {}
        for seen in group:
            full = FULL_VOTE[seen.cascade.split()[0]]
            vote = min(MOST_VOTES, seen.neighbours / full)
            best[seen.cascade] = max(best.get(seen.cascade, 0.0), vote)
        box = _weighted(group)
        votes = sum(best.values())
        if votes >= ENOUGH_VOTES - EYE_VOTE and self._has_eye(grey, box):
            votes += EYE_VOTE
        score = 1 - math.exp(-votes / 3) if votes >= ENOUGH_VOTES else 0.0
        return Face(_as_face(box), score)

    def _has_eye(self, grey: Grey, box: Box) -> bool:
        left, top, right, bottom = box.intersection(
            Box(0, 0, grey.shape[1], grey.shape[0])
        ).pixels()
        head = cv2.resize(grey[top:bottom, left:right], (120, 120), interpolation=cv2.INTER_LINEAR)
        upper = np.ascontiguousarray(head[15:75])
        return any(
            len(cascade.detectMultiScale(upper, STEP, 3, 0, (18, 18), (50, 50)))
            for cascade in self._eyes
        )


def _load(name: str) -> cv2.CascadeClassifier:
    path = Path(cv2.__file__).with_name("data") / f"haarcascade_{name}.xml"
    cascade = cv2.CascadeClassifier(str(path)) if path.is_file() else None
    if cascade is None or cascade.empty():
        raise ModelMissing(
            f"This OpenCV ({cv2.__version__}) comes without the cascade {name}.",
            remedy='Install "opencv-python-headless>=4.14,<5".',
        )
    return cascade


def _scan(cascade: cv2.CascadeClassifier, name: str, grey: Grey) -> Iterator[_Sighting]:
    smallest = (SMALLEST_PX, SMALLEST_PX)
    boxes, counts = cascade.detectMultiScale2(grey, STEP, NEIGHBOURS, 0, smallest)
    for (left, top, width, height), count in zip(boxes, counts, strict=True):
        yield _Sighting(name, Box(int(left), int(top), int(width), int(height)), int(count))


def _groups(sightings: Iterator[_Sighting]) -> list[list[_Sighting]]:
    """Sightings of one place together, around the surest of them."""
    groups: list[list[_Sighting]] = []
    for seen in sorted(sightings, key=lambda one: -one.neighbours):
        for group in groups:
            if _overlap(group[0].box, seen.box) > SAME_FACE:
                group.append(seen)
                break
        else:
            groups.append([seen])
    return groups


def _weighted(group: list[_Sighting]) -> Box:
    """The mean rectangle, each counted by its neighbours."""
    weights = np.array([seen.neighbours for seen in group], np.float64)
    rows = np.array([(s.box.left, s.box.top, s.box.width, s.box.height) for s in group])
    left, top, width, height = np.average(rows, axis=0, weights=weights).tolist()
    return Box(left, top, width, height)


def _as_face(square: Box) -> Box:
    """A cascade's square becomes the narrower, longer box of landmark detectors (brow to chin):
    edges at 11 %, -1 %, 89 % and 103 % of the square, medians over 130 faces, deviation 5 %."""
    side = square.width
    return Box(square.left + 0.11 * side, square.top - 0.01 * side, 0.78 * side, 1.04 * side)


def _overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    common = a.intersection(b).area
    return common / (a.area + b.area - common)


def _same_place(a: Box, b: Box) -> bool:
    """Two boxes of one face: much overlap, or one mostly inside the other."""
    common = a.intersection(b).area
    return _overlap(a, b) > 0.3 or common > 0.7 * min(a.area, b.area)

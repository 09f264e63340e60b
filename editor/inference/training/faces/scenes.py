"""Pictures to train on: one photograph or several side by side, with faces of all sizes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from editor.inference.training.faces import swaps
from editor.inference.training.faces.lures import Lure
from editor.inference.training.faces.photos import Photo, Photos, subject_alone
from editor.inference.training.faces.teachers import Bgr, Floats
from editor.inference.training.faces.views import (
    LARGEST,
    SMALLEST_PX,
    Matrix,
    Rng,
    View,
    blank,
    covers,
    matrix,
    paint,
    paint_people,
)

TILES = ((1, 0.5), (2, 0.35), (3, 0.15))
"""Tiles in a row, and how often."""
CUT_OUT, SWAPPED, COVERED = 0.25, 0.3, 0.2
AROUND_FACE = 0.6
"""How often a photograph of people is placed by one of its faces."""


class Scenes:
    """Makes pictures from the photographs; the same numbers from `rng` give the same pictures."""

    def __init__(
        self,
        photos: Photos,
        side: int,
        empty: float,
        lures: Sequence[Lure] = (),
        lured: float = 0.0,
    ) -> None:
        self.photos = photos
        self.side = side
        self.empty = empty
        self.lures = lures
        self.lured = lured if lures else 0.0
        self.faces = photos.faces()

    def scene(self, rng: Rng) -> View:
        """With faces mostly; boxes in px."""
        share = 1.0 if rng.random() < self.empty else 0.2
        count = int(rng.choice([n for n, _ in TILES], p=[p for _, p in TILES]))
        whole = blank(self.side, self.side)
        rows, columns = _cuts(rng, self.side, count), _cuts(rng, self.side, count)
        for top, bottom in pairwise(rows):
            for left, right in pairwise(columns):
                without = share == 1.0 or (count > 1 and rng.random() < share)
                tile = self.tile(rng, bottom - top, right - left, bool(without))
                _put(whole, tile, left, top)
        return whole

    def tile(self, rng: Rng, height: int, width: int, without: bool) -> View:
        tile = blank(height, width)
        if rng.random() < self.lured:
            photo, box = self.lures[int(rng.integers(len(self.lures)))]
            self._people(rng, tile, photo, _by_box(rng, box, height, width))
            return tile
        if without:
            for _ in range(int(rng.integers(1, 3))):
                self._backdrop(rng, tile)
            return tile
        if rng.random() < AROUND_FACE and self.faces:
            photo, which = self.faces[int(rng.integers(len(self.faces)))]
            how = _by_box(rng, photo.boxes[which], height, width)
        else:
            photo = _one(rng, self.photos.people)
            how = _by_size(rng, photo, height, width)
        self._people(rng, tile, photo, how)
        return tile

    def _people(self, rng: Rng, tile: View, photo: Photo, how: Matrix) -> None:
        """Draws a photograph that may show people, and does things to its faces."""
        height, width = tile.bgr.shape[:2]
        cut_out = photo.alpha is not None and rng.random() < CUT_OUT
        photo = subject_alone(photo) if cut_out else photo
        if cut_out or not covers(photo, how, height, width):
            self._backdrop(rng, tile)
        paint_people(tile, photo, how, over=cut_out)
        for number in range(len(tile.boxes)):
            if rng.random() < SWAPPED:
                other, face = self.faces[int(rng.integers(len(self.faces)))]
                swaps.swap(rng, tile, number, other, face)
            if rng.random() < COVERED:
                cover(rng, tile, number, _one(rng, self.photos.empty).bgr)

    def _backdrop(self, rng: Rng, tile: View) -> None:
        """Something without people all over the tile."""
        photo = _one(rng, self.photos.empty)
        height, width = tile.bgr.shape[:2]
        how = _by_size(rng, photo, height, width)
        if photo.alpha is None:
            least = 1.5 * max(height / photo.bgr.shape[0], width / photo.bgr.shape[1])
            how[:, :2] *= max(1.0, least / float(np.sqrt(abs(np.linalg.det(how[:, :2])))))
            middle = np.array(photo.bgr.shape[1::-1]) / 2
            how[:, 2] = np.array((width, height)) / 2 - how[:, :2] @ middle
        elif not tile.bgr.any():
            tile.bgr[:] = rng.integers(0, 256, 3, np.uint8)
        paint(tile, photo, how, over=photo.alpha is not None)


def cover(rng: Rng, view: View, number: int, with_what: Bgr) -> None:
    """Something lies over up to two fifths of a face, from one of its sides."""
    left, top, right, bottom = view.boxes[number]
    wide, high = right - left, bottom - top
    share = rng.uniform(0.1, 0.4)
    x = left + (rng.choice((-1, 1)) * (1 - share) if rng.random() < 0.5 else 0) * wide
    y = top + (0 if x != left else rng.choice((-0.7, 1)) * (1 - share)) * high
    box = np.round((x, y, x + wide, y + high)).astype(int)
    x0, y0, x1, y1 = np.clip(box, 0, np.tile(view.bgr.shape[1::-1], 2))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    h, w = with_what.shape[:2]
    side = int(rng.integers(16, max(17, min(h, w) // 2)))
    at = (int(rng.integers(0, h - side)), int(rng.integers(0, w - side)))
    patch = with_what[at[0] : at[0] + side, at[1] : at[1] + side]
    view.bgr[y0:y1, x0:x1] = cv2.resize(patch, (int(x1 - x0), int(y1 - y0)))


def _by_box(rng: Rng, box: Floats, height: int, width: int) -> Matrix:
    left, top, right, bottom = box
    largest = LARGEST * min(height, width)
    wanted = float(np.exp(rng.uniform(np.log(SMALLEST_PX), np.log(max(largest, 10)))))
    scale = wanted / max(right - left, bottom - top)
    half = min(wanted / 2, width / 2, height / 2) * 0.7
    to = (rng.uniform(half, width - half), rng.uniform(half, height - half))
    return matrix(rng, ((left + right) / 2, (top + bottom) / 2), scale, to)


def _by_size(rng: Rng, photo: Photo, height: int, width: int) -> Matrix:
    """Anywhere, from a third of the tile to three times its side."""
    scale = max(height, width) / max(photo.bgr.shape[:2]) * np.exp(rng.uniform(-1.1, 1.1))
    centre = rng.uniform(0.25, 0.75, 2) * photo.bgr.shape[1::-1]
    to = rng.uniform(0.3, 0.7, 2) * (width, height)
    return matrix(rng, (centre[0], centre[1]), float(scale), (to[0], to[1]))


def _cuts(rng: Rng, side: int, count: int) -> list[int]:
    """Where tiles begin and end: about equal ones."""
    even = np.arange(1, count) * side / count
    moved = even + rng.uniform(-0.15, 0.15, count - 1) * side / count
    return [0, *(int(v) for v in moved), side]


def _put(whole: View, tile: View, left: int, top: int) -> None:
    height, width = tile.bgr.shape[:2]
    whole.bgr[top : top + height, left : left + width] = tile.bgr
    whole.people[top : top + height, left : left + width] = tile.people
    by = np.array((left, top), np.float32)
    whole.boxes = np.concatenate((whole.boxes, tile.boxes + np.tile(by, 2)))
    whole.marks = np.concatenate((whole.marks, tile.marks + by))
    whole.unsure = np.concatenate((whole.unsure, tile.unsure + np.tile(by, 2)))


def _one(rng: Rng, among: Sequence[Photo]) -> Photo:
    return among[int(rng.integers(len(among)))]

"""Mattes of what a person points at, without trained weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

import cv2
import numpy as np
import numpy.typing as npt

from editor.geometry import Box, Point
from editor.inference.card import Card, Task
from editor.inference.classic.grabcut import outline, soft_edge
from editor.inference.classic.looking import ALPHA_PX, LOOK_PX, Look, look
from editor.inference.classic.regions import Floats, Regions, shortest
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.settings import MIB, Settings

FAR = 40.0
"""Lab units of colour change that weigh as much as one longest side of way."""
DOT = 0.012
"""Radius of what a point surely covers, in longest sides."""


class GrabcutPrompted(Model):
    """The thing under the points, or in the box."""

    card: ClassVar[Card] = Card(
        name="grabcut-prompted",
        task=Task.PROMPTED_MATTE,
        network="geodesic distance from the points (Bai & Sapiro 2007), GrabCut (Rother et al. "
        "2004), guided filter (He et al. 2013)",
        input_px=ALPHA_PX,
        normalisation=f"CIE Lab, no side above {LOOK_PX} px; edges at {ALPHA_PX} px",
        accuracy="mean IoU with the true box 0.85 on 12 street fashion photographs, 0.79 on 36 of "
        "people, 0.53 on 10 frames of busy videos",
        quality="fallback quality",
        rank=0,
        revision=1,
        memory=4 * MIB,
    )

    @classmethod
    def load(cls, settings: Settings) -> Self:
        return cls()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        if prompt is None:
            raise TypeError(f"{self.card.name} can't work without a prompt")
        return [_matte(picture, prompt) for picture in pictures]


def _matte(picture: Picture, prompt: Prompt) -> npt.NDArray[np.uint8]:
    seen = look(picture)
    return soft_edge(seen.large, outline(seen.small, _seeds(seen, prompt)))


def _seeds(seen: Look, prompt: Prompt) -> npt.NDArray[np.uint8]:
    """The points are certain, what lies outside the box surely isn't meant; GrabCut decides the
    rest, starting from what is nearer to the points inside than to those outside."""
    seeds = np.full(seen.shape, cv2.GC_PR_FGD, np.uint8)
    if prompt.inside:
        seeds[seen.regions.paint(_meant(seen.regions, prompt)) < 0.5] = cv2.GC_PR_BGD
    if prompt.box is not None:
        seeds[~_within(prompt.box, seen.shape)] = cv2.GC_BGD
    radius = max(1, round(DOT * max(seen.shape)))
    for points, code in ((prompt.outside, cv2.GC_BGD), (prompt.inside, cv2.GC_FGD)):
        for point in points:
            row, column = _pixel(point, seen.shape)
            cv2.circle(seeds, (column, row), radius, code, -1)
    return seeds


def _meant(regions: Regions, prompt: Prompt) -> Floats:
    """For each region, how much nearer it is to the points inside (0..1). Ways cost colour change
    and length; without points outside, the border of the picture or of the box stands for them."""
    steps = regions.colour_distances() + FAR * regions.distances()
    ways = shortest(np.where(regions.touching, steps, np.inf))
    inside = _under(regions, prompt.inside)
    outside = set(_under(regions, prompt.outside)) | _beyond(regions, prompt.box)
    outside -= set(inside)
    if not outside:
        return np.ones(regions.count)
    near, far = ways[inside].min(axis=0), ways[sorted(outside)].min(axis=0)
    meant: Floats = far / np.maximum(near + far, 1e-6)
    return meant


def _under(regions: Regions, points: Iterable[Point]) -> list[int]:
    shape = regions.labels.shape[0], regions.labels.shape[1]
    return [int(regions.labels[_pixel(point, shape)]) for point in points]


def _beyond(regions: Regions, box: Box | None) -> set[int]:
    """The regions that reach the border of the picture, or mostly lie outside the box."""
    labels = regions.labels
    if box is None:
        edges = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
        return set(edges.tolist())
    shape = labels.shape[0], labels.shape[1]
    return set(np.flatnonzero(regions.mean(_within(box, shape)) < 0.5).tolist())


def _within(box: Box, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = box.scaled(shape[1], shape[0]).pixels()
    within = np.zeros(shape, np.bool_)
    within[top:bottom, left:right] = True
    return within


def _pixel(point: Point, shape: tuple[int, int]) -> tuple[int, int]:
    """Row and column; the far edges belong to the last ones."""
    return min(int(point.y * shape[0]), shape[0] - 1), min(int(point.x * shape[1]), shape[1] - 1)

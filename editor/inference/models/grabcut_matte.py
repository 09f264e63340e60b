"""Mattes without trained weights: border colours, likely people, GrabCut, guided filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import cv2
import numpy as np
import numpy.typing as npt

from editor.findings import Face
from editor.inference.card import Card, Task
from editor.inference.classic.border import background, border_of, contrast, settle
from editor.inference.classic.cascades import Cascades
from editor.inference.classic.grabcut import outline, soft_edge
from editor.inference.classic.looking import ALPHA_PX, LOOK_PX, Look, look
from editor.inference.classic.person import People, people
from editor.inference.classic.regions import Floats, Regions
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.settings import MIB, Settings

# Longest side at which people are looked for: finer would only find bystanders.
PEOPLE_PX = 512
# Spread of the prior for the middle of the picture, in half sides.
MIDDLE = 0.5
# How much "isn't border" counts beside "differs from the border".
APART = 0.8
# With a person in the picture, what lies away from them counts less.
BESIDE_PEOPLE = 0.35
# Evens the map out: the most striking part (a tongue, a label) isn't the whole subject.
GAMMA = 0.7
# Between these parts of the way from nothing to the threshold, and on to full, GrabCut decides.
SURELY_NOT, SURELY = 0.2, 0.6
# A subject smaller or larger than these parts of the picture is taken for a failure.
SMALLEST, LARGEST = 0.003, 0.97


class GrabcutMatte(Model):
    """The subject that stands before the border's colours, people first."""

    card: ClassVar[Card] = Card(
        name="grabcut-matte",
        task=Task.MATTE,
        network="background detection from the border (Zhu et al. 2014), people from faces, "
        "GrabCut (Rother et al. 2004), guided filter (He et al. 2013)",
        input_px=ALPHA_PX,
        normalisation=f"CIE Lab, no side above {LOOK_PX} px; edges at {ALPHA_PX} px",
        accuracy="mean IoU 0.81 on 48 street fashion photographs, 0.67 on 145 of people (median "
        "0.73), 0.32 on 42 frames of busy videos; 0.9 and more before plain backgrounds",
        quality="fallback quality",
        rank=0,
        revision=1,
        memory=24 * MIB,
    )

    def __init__(self) -> None:
        self._cascades = Cascades()

    @classmethod
    def load(cls, settings: Settings) -> Self:
        return cls()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return [self.matte(picture) for picture in pictures]

    def faces(self, picture: Picture) -> tuple[Face, ...]:
        """Those that tell where people are."""
        return self._cascades.faces(picture, PEOPLE_PX)

    def matte(self, picture: Picture) -> npt.NDArray[np.uint8]:
        """Alpha, its longest side at most ALPHA_PX; 0 to 255."""
        seen = look(picture)
        known = people(self.faces(picture), seen.shape)
        subject = outline(seen.small, _seeds(seen, known))
        if not SMALLEST < subject.mean() < LARGEST:
            subject = outline(seen.small, _middle_seeds(seen.shape))
        return soft_edge(seen.large, subject)


def _seeds(seen: Look, known: People) -> npt.NDArray[np.uint8]:
    """What is surely or probably the subject or the background, in GrabCut's codes."""
    regions = seen.regions
    likely = np.power(np.clip(regions.paint(_subject(regions, known)), 0, 1), GAMMA)
    grey = np.rint(likely * 255).astype(np.uint8)
    threshold = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[0] / 255
    seeds = np.where(likely > threshold, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[likely > threshold + (1 - threshold) * SURELY] = cv2.GC_FGD
    seeds[likely < threshold * SURELY_NOT] = cv2.GC_BGD
    seeds[known.certain] = cv2.GC_FGD
    return seeds


def _subject(regions: Regions, known: People) -> Floats:
    """For each region, how likely it belongs to the subject (0..1)."""
    person = regions.mean(known.likely)
    border = border_of(regions, person)
    behind = background(regions, border) * (1 - person)
    before = contrast(regions, behind) + APART * (1 - behind)
    before = before * _middle(regions)
    if person.any():
        before = before * np.minimum(1, BESIDE_PEOPLE + person)
    return settle(regions, border, behind, np.maximum(before, person))


def _middle(regions: Regions) -> Floats:
    """A bell around the middle of the picture."""
    height, width = regions.labels.shape
    half = np.array([height, width]) / (2 * max(height, width))
    bell: Floats = np.exp(-np.square((regions.centres - half) / half).sum(axis=1) / (2 * MIDDLE**2))
    return bell


def _middle_seeds(shape: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Nothing stood out: something in the middle, and the outermost pixels surely not."""
    height, width = shape
    seeds = np.full(shape, cv2.GC_PR_BGD, np.uint8)
    middle = ((width / 2, height / 2), (width * 0.7, height * 0.8), 0)
    cv2.ellipse(seeds, middle, cv2.GC_PR_FGD, -1)
    for edge in (seeds[:2], seeds[-2:], seeds[:, :2], seeds[:, -2:]):
        edge[...] = cv2.GC_BGD
    return seeds

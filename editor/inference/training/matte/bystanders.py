"""Who is behind and beside a subject and isn't meant: passers-by, an audience, other things. They
are smaller than the subject, cut by the frame or hidden behind it, and mostly darker, paler or out
of focus; the matte doesn't hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from editor.inference.training.matte.chance import (
    Chance,
    Floats,
    between,
    clipped,
    floats,
    often,
    sized,
)
from editor.inference.training.matte.cutouts import Cutout, Material
from editor.inference.training.matte.subjects import (
    Extent,
    Placed,
    Spot,
    chosen,
    dressed,
    extent,
    placed,
)

CROWD = 0.35
"""How often they are many, side by side: an audience, a queue, a shelf."""
UNFOCUSED = 0.6
LEAST = 6
"""Pixels; whoever is smaller is left out."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one of them stands: length in shares of the frame's side, and its centre in px."""

    share: float
    spot: Spot


def bystanders(
    rng: Chance, material: Material, scene: Floats, alpha: Floats, squash: float = 1.0
) -> Floats:
    """The scene (size, size, 3) with others behind the subject of this matte, drawn as narrow as
    `squash` says; the scene itself without a subject."""
    box = extent(alpha)
    if box is None:
        return scene
    made = _crowd(rng, material, box) if often(rng, CROWD) else _few(rng, material, box)
    some = [
        _drawn(rng, material, given, stand, len(scene), squash)
        for given, stand in made
        if stand.share * len(scene) >= LEAST
    ]
    return _behind(rng, scene, alpha, some) if some else scene


def _few(rng: Chance, material: Material, box: Extent) -> Iterator[tuple[Cutout, Stand]]:
    """One to three, each on its own."""
    for _ in range(int(rng.choice([1, 2, 3], p=[0.45, 0.35, 0.2]))):
        way = int(rng.choice(3, p=[0.5, 0.3, 0.2]))
        yield chosen(rng, material), (_smaller, _cut, _hidden)[way](rng, box)


def _crowd(rng: Chance, material: Material, box: Extent) -> Iterator[tuple[Cutout, Stand]]:
    """One or two rows of people, or of things, of about one size."""
    people = bool(material.people) and often(rng, 0.7)
    pool = material.people if people else (*material.things, *material.drawn)
    share = box.longer * sized(rng, 0.15, 0.5)
    rows = 1 + often(rng, 0.35)
    top = between(rng, 0.1, 0.8)
    for row in range(rows):
        count = int(rng.integers(3, 9))
        for x in np.linspace(-0.05, 1.05, count) + rng.normal(0, 0.03, count):
            y = top + row * share * 0.6 + rng.normal(0, 0.02)
            given = pool[int(rng.integers(len(pool)))]
            spot = Spot(float(x) * box.size, float(y) * box.size)
            yield given, Stand(share * sized(rng, 0.85, 1.18), spot)


def _smaller(rng: Chance, box: Extent) -> Stand:
    """Somewhere, seen whole, at most two thirds as long as the subject."""
    spot = Spot(box.size * between(rng, 0.03, 0.97), box.size * between(rng, 0.15, 0.85))
    return Stand(box.longer * sized(rng, 0.2, 0.65), spot)


def _cut(rng: Chance, box: Extent) -> Stand:
    """At the left or right end of the frame, which leaves about half of it."""
    x = between(rng, -0.06, 0.08)
    spot = Spot(box.size * (1 - x if often(rng, 0.5) else x), box.size * between(rng, 0.3, 0.8))
    return Stand(box.longer * sized(rng, 0.4, 1.0), spot)


def _hidden(rng: Chance, box: Extent) -> Stand:
    """Looks out from behind the subject."""
    x = box.left if often(rng, 0.5) else box.right
    y = between(rng, box.top, (box.top + box.bottom) / 2)
    return Stand(box.longer * sized(rng, 0.3, 0.75), Spot(x + rng.normal(0, 0.03) * box.size, y))


def _drawn(
    rng: Chance, material: Material, given: Cutout, stand: Stand, size: int, squash: float
) -> Placed:
    one = placed(rng, given, size, stand.share, squash=squash, spot=stand.spot)
    return dressed(rng, one, given.kind, material)


def _behind(rng: Chance, scene: Floats, alpha: Floats, some: list[Placed]) -> Floats:
    """All of them as one layer in one light, between scene and subject."""
    layer = np.zeros_like(scene)
    cover = np.zeros_like(alpha)
    for one in some:
        over = one.alpha[..., None]
        layer = layer * (1 - over) + one.colour * over
        cover = cover * (1 - one.alpha) + one.alpha
    around = np.array(cv2.mean(scene)[:3], np.float32)
    pale = between(rng, 0, 0.6) if often(rng, 0.6) else 0.0
    layer = layer * (1 - pale) + pale * around * cover[..., None]
    layer = layer * (sized(rng, 0.3, 1.1) if often(rng, 0.6) else 1.0)
    if often(rng, UNFOCUSED):
        sigma = sized(rng, 0.5, 5) * len(scene) / 256
        layer = floats(cv2.GaussianBlur(layer, (0, 0), sigma))
        cover = floats(cv2.GaussianBlur(cover, (0, 0), sigma))
    free = floats(1 - alpha)
    return clipped(scene * (1 - (cover * free)[..., None]) + layer * free[..., None])

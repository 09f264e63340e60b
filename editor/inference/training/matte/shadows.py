"""What a subject leaves on its surroundings, and what isn't part of it: shadows, reflections."""

from __future__ import annotations

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
from editor.inference.training.matte.subjects import Placed

HARSH = 0.4
"""Of shadows on plain ground, how many may come from a flash or the sun: nearly black."""


def shaded(rng: Chance, scene: Floats, subject: Placed, *, plain: bool) -> Floats:
    """The scene with shadows of the subject; on plain ground almost always."""
    if not often(rng, 0.8 if plain else 0.4):
        return scene
    alpha = subject.alpha
    dark = np.zeros_like(alpha)
    most = 0.85 if plain and often(rng, HARSH) else 0.65
    if often(rng, 0.6):
        dark = np.maximum(dark, between(rng, 0.15, most) * _contact(rng, alpha))
    if often(rng, 0.5):
        dark = np.maximum(dark, between(rng, 0.15, most) * _cast(rng, alpha))
    if often(rng, 0.35):
        dark = np.maximum(dark, between(rng, 0.1, most - 0.15) * _around(rng, alpha))
    tint = 1 + rng.normal(0, 0.03, 3).astype(np.float32)
    made = scene * (1 - dark[..., None] * tint)
    if plain and often(rng, 0.1):
        made = _mirrored(rng, made, subject)
    return clipped(made)


def _box(alpha: Floats) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(alpha > 0.3)
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def _contact(rng: Chance, alpha: Floats) -> Floats:
    """Dark where it stands."""
    left, top, right, bottom = _box(alpha)
    made = np.zeros_like(alpha)
    middle = (int((left + right) / 2), int(bottom - 0.02 * (bottom - top)))
    half = max(1, int((right - left) * between(rng, 0.35, 0.6)))
    flat = max(1, int(half * between(rng, 0.06, 0.3)))
    cv2.ellipse(made, middle, (half, flat), between(rng, -6, 6), 0, 360, 1.0, -1)
    return _soft(made, sized(rng, 0.02, 0.12) * (right - left))


def _cast(rng: Chance, alpha: Floats) -> Floats:
    """Its outline laid on the ground, away from a lamp."""
    left, _, right, bottom = _box(alpha)
    lean, squash = between(rng, -1.6, 1.6), between(rng, 0.1, 0.7)
    if often(rng, 0.15):
        squash = -squash  # towards the camera
    matrix = np.array(
        [[1, -lean * abs(squash), lean * abs(squash) * bottom], [0, squash, bottom * (1 - squash)]],
        np.float32,
    )
    made = floats(cv2.warpAffine(alpha, matrix, alpha.shape[::-1], flags=cv2.INTER_LINEAR))
    return _soft(made, sized(rng, 0.003, 0.09) * (right - left))


def _around(rng: Chance, alpha: Floats) -> Floats:
    """Its outline a little aside: a thing that lies on a board, or stands before a wall."""
    left, top, right, bottom = _box(alpha)
    reach = 0.14 * max(right - left, bottom - top)
    aside = np.array([[1, 0, rng.normal(0, reach)], [0, 1, rng.normal(0, reach)]], np.float32)
    made = floats(cv2.warpAffine(alpha, aside, alpha.shape[::-1], flags=cv2.INTER_LINEAR))
    return _soft(made, sized(rng, 0.004, 0.10) * max(right - left, bottom - top))


def _soft(mask: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(sigma, 0.6)), np.float32)


def _mirrored(rng: Chance, scene: Floats, subject: Placed) -> Floats:
    """A glossy table shows it upside down, fading."""
    _, top, _, bottom = _box(subject.alpha)
    matrix = np.array([[1, 0, 0], [0, -1, 2 * bottom - 1]], np.float32)
    frame = subject.alpha.shape[::-1]
    colour = cv2.warpAffine(subject.colour, matrix, frame)
    alpha = cv2.warpAffine(subject.alpha, matrix, frame)
    rows = np.arange(len(alpha), dtype=np.float32)
    reach = max(1.0, (bottom - top) * between(rng, 0.15, 0.8))
    fade = np.clip(1 - (rows - bottom) / reach, 0, 1) * between(rng, 0.1, 0.45)
    share = (alpha * fade[:, None])[..., None]
    return np.asarray(scene * (1 - share) + colour * share, np.float32)

"""What stands around a subject and isn't meant: furniture, walls, curtains behind it, a table
before it. All of it goes on beyond the frame, which tells it from a thing that is shown."""

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
    one_of,
    shares,
    sized,
    slope,
)
from editor.inference.training.matte.cutouts import Material
from editor.inference.training.matte.surroundings import plain_colour, window

ROUND = 0.35
"""The share of slabs with round corners: backs of chairs, cushions, lamps."""


def behind(rng: Chance, material: Material, scene: Floats) -> Floats:
    """The scene with one to four slabs that reach in from the frame; at times out of focus."""
    made = scene
    for _ in range(int(rng.choice([1, 2, 3, 4], p=[0.35, 0.3, 0.2, 0.15]))):
        made = _laid(rng, material, made, _slab(rng, len(scene)))
    if often(rng, 0.35):
        made = floats(cv2.GaussianBlur(made, (0, 0), sized(rng, 0.6, 5) * len(scene) / 256))
    return made


def before(rng: Chance, material: Material, scene: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """The scene with a table or a counter at its lower edge, and the matte of what still shows."""
    size = len(scene)
    edge = size * between(rng, 0.65, 0.97)
    tilt = size * rng.normal(0, 0.05)
    corners = [(-8, edge - tilt), (size + 8, edge + tilt), (size + 8, size + 8), (-8, size + 8)]
    mask = _filled(size, np.array(corners), sized(rng, 0.5, 2))
    return _laid(rng, material, scene, mask), floats(alpha * (1 - mask))


def _slab(rng: Chance, size: int) -> Floats:
    """A leaning rectangle, or one with round corners, whose middle lies near the frame."""
    side = int(rng.integers(4))
    along, away = between(rng, -0.05, 1.05), rng.normal(0.05, 0.08)
    middle = np.array([(along, away), (along, 1 - away), (away, along), (1 - away, along)][side])
    half = np.array([sized(rng, 0.04, 0.45), sized(rng, 0.08, 0.7)])
    if side >= 2 and often(rng, 0.5):
        half = half[::-1]
    outline = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], float)
    if often(rng, ROUND):
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        wave = np.column_stack([np.cos(turn), np.sin(turn)])
        outline = np.sign(wave) * np.abs(wave) ** between(rng, 0.35, 1)
    else:
        outline = outline + rng.normal(0, 0.08, outline.shape)
    angle = rng.normal(0, 0.15)
    lean = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return _filled(size, size * (middle + (outline * half) @ lean.T), sized(rng, 0.4, 2))


def _filled(
    size: int, corners: np.ndarray[tuple[int, int], np.dtype[np.float64]], soft: float
) -> Floats:
    mask: Floats = np.zeros((size, size), np.float32)
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 1.0, cv2.LINE_AA, shift=4)
    return floats(cv2.GaussianBlur(np.clip(mask, 0, 1), (0, 0), soft))


def _laid(rng: Chance, material: Material, scene: Floats, mask: Floats) -> Floats:
    """A surface over the scene where the mask says, a soft shadow beside it."""
    size = len(scene)
    surface: Floats = np.broadcast_to(plain_colour(rng), scene.shape).astype(np.float32)
    if often(rng, 0.6):
        detail = shares(window(rng, one_of(rng, material.scenes), size, 0.08))
        share = between(rng, 0.2, 1)
        surface = surface * (1 - share) + share * detail
    surface = surface * (1 + between(rng, 0, 0.4) * slope(rng, size)[..., None])
    if often(rng, 0.5):
        dark = floats(cv2.GaussianBlur(mask, (0, 0), sized(rng, 0.01, 0.06) * size))
        scene = scene * (1 - between(rng, 0.1, 0.5) * dark[..., None])
    over = mask[..., None]
    return clipped(scene * (1 - over) + surface * over)

"""Backgrounds: photographs, studios, textures, landscapes; (size, size, 3) in 0..1."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.matte.chance import (
    Chance,
    Floats,
    between,
    clipped,
    clouds,
    floats,
    often,
    one_of,
    shares,
    sized,
    slope,
)
from editor.inference.training.matte.cutouts import Bytes, Material
from editor.inference.training.matte.landscapes import landscape


def surroundings(rng: Chance, material: Material, size: int) -> tuple[Floats, bool]:
    """A background, and whether it is plain enough to show every shadow."""
    kind = rng.choice(5, p=[0.42, 0.25, 0.08, 0.05, 0.20])
    if kind == 0:
        return _photo(rng, one_of(rng, material.scenes), size), False
    if kind == 1:
        return _studio(rng, size), True
    if kind == 2:
        return _texture(rng, one_of(rng, material.scenes), size), False
    return (_pattern if kind == 3 else landscape)(rng, size), False


def window(rng: Chance, picture: Bytes, size: int, smallest: float) -> Bytes:
    """A part of a picture, no narrower than `smallest` of it, drawn out to a square."""
    height, width = picture.shape[:2]
    share = between(rng, smallest, 1)
    side_x = int(width * share * between(rng, 0.85, 1))
    side_y = int(height * share * between(rng, 0.85, 1))
    x = int(rng.integers(width - side_x + 1))
    y = int(rng.integers(height - side_y + 1))
    part = picture[y : y + side_y, x : x + side_x]
    way = cv2.INTER_AREA if min(part.shape[:2]) > size else cv2.INTER_LINEAR
    drawn = cv2.resize(part, (size, size), interpolation=way)
    return np.asarray(drawn[:, ::-1] if often(rng, 0.5) else drawn, np.uint8)


def _photo(rng: Chance, scene: Bytes, size: int) -> Floats:
    made = shares(window(rng, scene, size, 0.35))
    if often(rng, 0.35):
        made = floats(cv2.GaussianBlur(made, (0, 0), sized(rng, 0.6, 9) * size / 256))
    if often(rng, 0.3):
        made = made * (1 + 0.4 * slope(rng, size)[..., None])
    return clipped(made)


def plain_colour(rng: Chance) -> Floats:
    """Of walls and boards: mostly pale or grey, at times strong or dark."""
    kind = rng.choice(4, p=[0.4, 0.3, 0.2, 0.1])
    if kind == 0:
        base = np.full(3, between(rng, 0.8, 1.0)) + rng.normal(0, 0.015, 3)
    elif kind == 1:
        base = np.full(3, between(rng, 0.25, 0.85)) + rng.normal(0, 0.04, 3)
    elif kind == 2:
        base = rng.uniform(0, 1, 3)
    else:
        base = np.full(3, between(rng, 0.0, 0.2)) + rng.normal(0, 0.02, 3)
    return np.clip(base, 0, 1).astype(np.float32)


def _studio(rng: Chance, size: int) -> Floats:
    made = np.broadcast_to(plain_colour(rng), (size, size, 3)).copy()
    if often(rng, 0.25):  # a floor or a table
        edge = int(size * between(rng, 0.35, 0.9))
        mask: Floats = np.zeros((size, size), np.float32)
        mask[edge:] = 1
        if often(rng, 0.6):
            mask = floats(cv2.GaussianBlur(mask, (0, 0), sized(rng, 1, 25)))
        made += mask[..., None] * (plain_colour(rng) - made[0, 0]) * between(rng, 0.1, 1)
    light = 0.25 * between(rng, 0, 1) * slope(rng, size)
    light += 0.06 * between(rng, 0, 1) * clouds(rng, size, int(rng.integers(1, 4)))
    if often(rng, 0.4):
        line = np.linspace(-1, 1, size, dtype=np.float32)
        x, y = between(rng, -0.5, 0.5), between(rng, -0.5, 0.5)
        light -= between(rng, -0.15, 0.3) * ((line[None] - x) ** 2 + (line[:, None] - y) ** 2)
    made *= 1 + light[..., None]
    return clipped(made)


def _texture(rng: Chance, scene: Bytes, size: int) -> Floats:
    """Fabric, stone, wood: a small patch of a photograph drawn out, or fine noise in one colour."""
    if often(rng, 0.5):
        return shares(window(rng, scene, size, 0.08))
    grain = clouds(rng, size, int(rng.integers(size // 16, size // 2)))
    if often(rng, 0.5):
        length = int(rng.integers(3, 25))
        shape = (length, 1) if often(rng, 0.5) else (1, length)
        grain = cv2.blur(grain, shape) * np.sqrt(length)
    made = plain_colour(rng) + between(rng, 0.02, 0.15) * grain[..., None] * rng.uniform(0.7, 1, 3)
    return clipped(made)


def _pattern(rng: Chance, size: int) -> Floats:
    """Stripes or checks of two colours."""
    line = np.arange(size, dtype=np.float32)
    angle = rng.uniform(0, np.pi)
    pitch = sized(rng, 4, size / 3)
    along = (np.cos(angle) * line[None] + np.sin(angle) * line[:, None]) / pitch
    across = (np.cos(angle) * line[:, None] - np.sin(angle) * line[None]) / pitch
    wave = np.sin(2 * np.pi * along) * (np.sin(2 * np.pi * across) if often(rng, 0.5) else 1)
    wave = np.clip(wave * sized(rng, 1, 8), -1, 1) / 2 + 0.5
    one, other = plain_colour(rng), plain_colour(rng)
    made = one + wave[..., None].astype(np.float32) * (other - one) * between(rng, 0.2, 1)
    return clipped(made)

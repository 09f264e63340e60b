"""Drawn boards with a known object, for which the true matte is known to the pixel."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

HEIGHT, WIDTH = 288, 384

Picture = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]


def board() -> npt.NDArray[np.float32]:
    """A warm board, lighter at the upper left, as linear light."""
    y, x = np.mgrid[0 : 1 : HEIGHT * 1j, 0 : 1 : WIDTH * 1j]
    light = 0.72 - 0.16 * x - 0.12 * y * y
    return (light[..., None] * np.array([1.0, 0.95, 0.88])).astype(np.float32)


def disc(x: int, y: int, radius: int) -> Flags:
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(drawn, (x, y), radius, 1, -1)
    return drawn > 0


def shaded(linear: npt.NDArray[np.float32], where: Flags, blur: float) -> npt.NDArray[np.float32]:
    """With a soft shadow that leaves 45 % of the light."""
    shadow = cv2.GaussianBlur(where.astype(np.float32), (0, 0), blur)
    return (linear * (1 - 0.55 * shadow[..., None])).astype(np.float32)


def photographed(linear: npt.NDArray[np.float32]) -> Picture:
    """As a camera tells it: a little blur and noise, in sRGB."""
    soft = cv2.GaussianBlur(linear, (0, 0), 0.7)
    noise = np.random.default_rng(3).normal(0, 0.004, soft.shape)
    coded = np.clip(soft, 0, 1) ** (1 / 2.2) + noise
    return np.rint(np.clip(coded, 0, 1) * 255).astype(np.uint8)


def overlap(first: Flags, second: Flags) -> float:
    return float((first & second).sum() / (first | second).sum())

"""The plain board behind an object: its colour everywhere, and how each pixel differs from it.

The board's light falls off smoothly, so a low polynomial in the logarithm of linear light fits it.
A shadow divides all three colours by about the same number: in logarithms it moves lightness and
leaves the two differences of colours nearly alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

FLOOR = 0.02
"""Added to linear light, so that noise in the dark doesn't become colour."""
STEP = 4
BORDER = 0.16
"""Width of the frame that the board is looked for in first, in shares of the shorter side."""
ROUNDS = 8
FINE, MIDDLE, COARSE = 0.8, 1.1, 3.0
SMOOTH = 0.012
"""Steepest slope, in logarithms per pixel, of what may be board."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a photograph differs from its empty board. All are maps of the photograph's size."""

    light: Floats
    """Logarithm of lightness against the board's: -0.7 is half as light."""
    colour: Floats
    """Height x width x 2: red against green and blue against green, in logarithms."""
    slope: Floats
    """Steepness of lightness and colour at the finest scale, in logarithms per pixel."""
    sharpness: Floats
    """Steepness at a fine scale in relation to a coarse one: 2 at a step, 1 in a soft shadow."""
    spread: float
    """How well the fit suits the board, as the median distance of its colours."""


def difference(picture: Bytes) -> Difference:
    """From an RGB photograph."""
    light, colour = _logarithms(picture)
    slope = _slope(light, colour, MIDDLE)
    maps = np.dstack([light, colour])
    small: Floats = cv2.GaussianBlur(maps, (0, 0), 1.5)[::STEP, ::STEP].astype(np.float32)
    steep: Floats = cv2.GaussianBlur(slope, (0, 0), 1.5)[::STEP, ::STEP].astype(np.float32)
    height, width = small.shape[:2]
    terms = _terms(height, width)
    fit, spread = _fitted(small.reshape(-1, 3), steep.ravel(), terms, _near_border(height, width))
    board = (_terms(*light.shape) @ fit).reshape(*light.shape, 3).astype(np.float32)
    fine, coarse = _slope(light, colour, FINE), _slope(light, colour, COARSE)
    around = cv2.dilate(coarse, np.ones((3, 3), np.uint8))
    sharpness = fine / (around + np.float32(0.004))
    return Difference(light - board[..., 0], colour - board[..., 1:], slope, sharpness, spread)


def _logarithms(picture: Bytes) -> tuple[Floats, Floats]:
    shares = picture.astype(np.float32) / np.float32(255)
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    logs = np.log(linear + FLOOR).astype(np.float32)
    red, green, blue = logs[..., 0], logs[..., 1], logs[..., 2]
    light = np.float32(0.3) * red + np.float32(0.5) * green + np.float32(0.2) * blue
    return light, np.dstack([red - green, blue - green])


def _slope(light: Floats, colour: Floats, scale: float) -> Floats:
    steepest = np.zeros_like(light)
    for one in (light, colour[..., 0], colour[..., 1]):
        soft = cv2.GaussianBlur(one, (0, 0), scale)
        across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) / 8
        down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3) / 8
        steepest = np.maximum(steepest, np.hypot(across, down))
    return steepest


def _terms(height: int, width: int) -> npt.NDArray[np.float64]:
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    x, y = x.ravel(), y.ravel()
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _near_border(height: int, width: int) -> npt.NDArray[np.bool_]:
    near = np.ones((height, width), bool)
    edge = max(2, round(BORDER * min(height, width)))
    near[edge:-edge, edge:-edge] = False
    return near.ravel()


def _fitted(
    values: Floats, steep: Floats, terms: npt.NDArray[np.float64], near: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], float]:
    """Coefficients (terms x 3), by weights that shrink for what is far off: first a constant from
    the lighter smooth pixels of the frame, then planes, then curves over the whole photograph."""
    quiet = steep < SMOOTH
    start = near & quiet if (near & quiet).sum() > 40 else near
    light = values[:, 0]
    start = start & (light >= np.quantile(light[start], 0.45))
    fit = np.zeros((terms.shape[1], 3))
    fit[0] = np.median(values[start], axis=0)
    ridge = np.diag([1e-6] + [0.5] * 2 + [2.0] * 3)
    for turn in range(ROUNDS):
        away = values - terms @ fit
        wide = 0.16 if turn < 3 else 0.09
        weight = np.where(quiet, 1.0, 0.02) * np.where(near, 1.0, 0.5 if turn >= 3 else 0.1)
        weight /= 1 + (np.hypot(away[:, 1], away[:, 2]) / wide) ** 4
        # What is darker may be shadow and counts little; what is lighter is no board at all.
        weight /= (
            1 + (np.minimum(away[:, 0], 0) / 0.25) ** 4 + (np.maximum(away[:, 0], 0) / 0.2) ** 4
        )
        used = 3 if turn < 3 else terms.shape[1]
        part = terms[:, :used]
        normal = part.T @ (part * weight[:, None]) + ridge[:used, :used]
        fit[:] = 0
        fit[:used] = np.linalg.solve(normal, part.T @ (values * weight[:, None]))
    away = values - terms @ fit
    ours = near & quiet
    spread = float(np.median(np.hypot(away[ours, 1], away[ours, 2]))) if ours.any() else 1.0
    return fit, spread

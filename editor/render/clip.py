"""Shapes that a layer is cut to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.geometry import Box

Floats = npt.NDArray[np.float32]

_ROWS = 256


def shape_mask(size: tuple[int, int], shape: Box, radius: float | None) -> Image.Image:
    """Coverage (`L`) of the ellipse in `shape`, or of `shape` with round corners of `radius`."""
    width, height = size
    across = np.arange(width, dtype=np.float32)[None, :] + np.float32(0.5 - shape.centre.x)
    down = np.arange(height, dtype=np.float32)[:, None] + np.float32(0.5 - shape.centre.y)
    half_width, half_height = shape.width / 2, shape.height / 2
    mask = np.empty((height, width), np.uint8)
    for top in range(0, height, _ROWS):
        rows = slice(top, top + _ROWS)
        if radius is None:
            outside = _from_ellipse(across, down[rows], half_width, half_height)
        else:
            outside = _from_corners(across, down[rows], half_width, half_height, radius)
        mask[rows] = np.clip(128 - 255 * outside, 0, 255)
    return Image.fromarray(mask)


def _from_ellipse(x: Floats, y: Floats, a: float, b: float) -> Floats:
    """Distance in px to the ellipse, negative inside; first order, exact for circles."""
    p, q = x / np.float32(a), y / np.float32(b)
    level = np.maximum(np.hypot(p, q), np.float32(1e-6))
    slope = np.maximum(np.hypot(p / np.float32(a), q / np.float32(b)) / level, np.float32(1e-6))
    return np.asarray((level - 1) / slope, np.float32)


def _from_corners(x: Floats, y: Floats, a: float, b: float, radius: float) -> Floats:
    """Distance in px to the rounded rectangle, negative inside. As in CSS, radii shrink to fit."""
    r = np.float32(min(radius, a, b))
    right, below = np.abs(x) - np.float32(a) + r, np.abs(y) - np.float32(b) + r
    corner = np.hypot(np.maximum(right, 0), np.maximum(below, 0))
    return np.asarray(corner + np.minimum(np.maximum(right, below), 0) - r, np.float32)

"""Distances to the edge of a soft shape, to a fraction of a pixel."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.operations._contour import FAR, Contour, nearest_solid

Alpha = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_NEAR_PX = 64
"""Up to here distances are measured on all pixels; beyond on every second, then every fourth..."""
_HALF = 128


def grown(alpha: Alpha, radius: float) -> Alpha:
    """Coverage of the shape that holds every point within `radius` px of the half-covered contour
    of `alpha`: round corners, smooth edges, holes filled as far as they are narrow.
    """
    out = np.zeros_like(alpha)
    box = _around(alpha, math.ceil(radius) + 2)
    if box is None:
        return out
    cover = np.float32(radius + 0.5) - distance(alpha[box], radius + 1)
    np.clip(cover, 0, 1, out=cover)
    out[box] = (cover * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    return out


def distance(alpha: Alpha, limit: float) -> Floats:
    """Distance in px from each pixel's centre to the contour, negative inside, where it is at most
    `limit`; farther out FAR, deep inside some value of at most -0.5.
    """
    if limit > _NEAR_PX:
        return _distance_on_half(alpha, limit)
    solid = alpha >= _HALF
    rows, columns, near = nearest_solid(solid, math.ceil(limit) + 1)
    out = np.where(solid, np.float32(-0.5), FAR)
    y, x = np.nonzero(near & (alpha < 255))
    out[y, x] = Contour.of(alpha).distances(y, x, rows[y, columns[y, x]], columns[y, x])
    return np.where(out > limit, FAR, out)


def _around(alpha: Alpha, margin: int) -> tuple[slice, slice] | None:
    """The box of everything half covered, with a margin, inside the array."""
    box = Image.fromarray(alpha).point([0] * _HALF + [255] * _HALF).getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    return (
        slice(max(0, top - margin), bottom + margin),
        slice(max(0, left - margin), right + margin),
    )


def _distance_on_half(alpha: Alpha, limit: float) -> Floats:
    """From the picture at half its size: far from the contour nobody sees the difference."""
    height, width = alpha.shape
    # Room around it, because at the very border the coarse values can't be interpolated.
    wide = np.pad(alpha, ((2, 2 + height % 2), (2, 2 + width % 2)))
    half = np.asarray(Image.fromarray(wide).reduce(2))
    # Hairs thinner than a coarse pixel must not get lost.
    columns = np.maximum(wide[:, ::2], wide[:, 1::2])
    solid = np.maximum(columns[::2], columns[1::2]) >= _HALF
    half = np.where(solid, np.maximum(half, _HALF), half).astype(np.uint8)
    coarse = np.minimum(distance(half, limit / 2 + 2), np.float32(limit))
    size = (2 * half.shape[1], 2 * half.shape[0])
    smooth = np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BILINEAR))
    out = 2 * smooth[2 : height + 2, 2 : width + 2]
    return np.where(out > limit, FAR, out)

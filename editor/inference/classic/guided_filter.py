"""The guided filter with a colour guide (He, Sun & Tang 2013): edges of the guide, softly."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Map = npt.NDArray[np.float32]


def guided_filter(guide: Map, source: Map, radius: int, epsilon: float) -> Map:
    """`source` (h, w) as, in each window of `radius` px, the best linear function of the colours
    of `guide` (h, w, 3). Both are in 0..1; `epsilon` is the colour variance that counts as flat."""

    def mean(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        side = 2 * radius + 1
        averaged: npt.NDArray[Any] = cv2.boxFilter(
            values, -1, (side, side), borderType=cv2.BORDER_REFLECT
        )
        return averaged

    colour, value = mean(guide), mean(source)
    covariance = mean(guide * source[..., None]) - colour * value[..., None]
    slope = _solve(guide, colour, covariance, mean, epsilon)
    offset = value - (slope * colour).sum(axis=-1)
    result: Map = (mean(slope) * guide).sum(axis=-1) + mean(offset)
    return result


def _solve(
    guide: Map, colour: npt.NDArray[Any], covariance: npt.NDArray[Any], mean: Any, epsilon: float
) -> npt.NDArray[Any]:
    """(sigma + epsilon I)^-1 covariance at every pixel, by the cofactors of the 3x3 matrix."""
    r, g, b = (guide[..., i] for i in range(3))

    def spread(one: Map, other: Map, i: int, j: int) -> npt.NDArray[Any]:
        products: npt.NDArray[Any] = mean(one * other) - colour[..., i] * colour[..., j]
        return products + epsilon if i == j else products

    rr, rg, rb = spread(r, r, 0, 0), spread(r, g, 0, 1), spread(r, b, 0, 2)
    gg, gb, bb = spread(g, g, 1, 1), spread(g, b, 1, 2), spread(b, b, 2, 2)
    c_rr, c_rg, c_rb = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    c_gg, c_gb, c_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    determinant = rr * c_rr + rg * c_rg + rb * c_rb
    x, y, z = (covariance[..., i] for i in range(3))
    rows = (
        c_rr * x + c_rg * y + c_rb * z,
        c_rg * x + c_gg * y + c_gb * z,
        c_rb * x + c_gb * y + c_bb * z,
    )
    solved: npt.NDArray[Any] = np.dstack(rows) / determinant[..., None]
    return solved

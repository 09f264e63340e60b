"""The nearest piece of a soft shape's contour.

A separable distance transform finds the nearest solid pixel; then the pixels around it, and what
the neighbours found, are compared by how far their own centres are from the contour, much as in
S. Gustavson, R. Strand, "Anti-aliased Euclidean distance transform" (2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

Alpha = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

FAR = np.float32(1e6)
_ROWS = 32
_AROUND = tuple(product((-1, 0, 1), repeat=2))
_HOPS = (2, 1)
"""How far, in px, the neighbours are that are asked for what they found."""


def nearest_solid(solid: Mask, reach: int) -> tuple[Whole, Indices, Mask]:
    """For each pixel the row of the nearest solid pixel in its own column, the column of the
    nearest one within `reach` px, and whether there is one.
    """
    rows = _nearest_rows(solid)
    height, width = solid.shape
    columns = np.empty((height, width), np.intp)
    near = np.empty((height, width), np.bool_)
    own = np.arange(height, dtype=np.int32)[:, None]
    across = np.arange(width)
    for top in range(0, height, _ROWS):
        part = slice(top, top + _ROWS)
        down = np.minimum(np.abs(rows[part] - own[part]), reach + 1)
        squared, step = _least(down, reach)
        near[part] = squared <= reach * reach
        columns[part] = (across + step - reach).clip(0, width - 1)
    return rows, columns, near


def _nearest_rows(solid: Mask) -> Whole:
    """Far outside for a column without any."""
    height = len(solid)
    own = np.arange(height, dtype=np.int32)[:, None]
    none = np.int32(1 << 20)
    above = np.maximum.accumulate(np.where(solid, own, -none), axis=0)
    below = np.minimum.accumulate(np.where(solid, own, none)[::-1], axis=0)[::-1]
    return np.where(own - above <= below - own, above, below)


def _least(down: Whole, reach: int) -> tuple[Whole, Whole]:
    """The least dx^2 + dy^2 over the columns within `reach`, and the step to that column. Both are
    packed into one integer, so that one minimum finds them.
    """
    none = np.int32((2 * reach * reach + 1) << 8)
    width = down.shape[1]
    costs = np.full((len(down), width + 2 * reach), none, np.int32)
    costs[:, reach:-reach] = np.where(down > reach, none, down * down << 8)
    best, shifted = np.full_like(down, none), np.empty_like(down)
    if (costs < none).any():
        for step in range(2 * reach + 1):
            across = np.int32((step - reach) ** 2 << 8 | step)
            np.add(costs[:, step : step + width], across, out=shifted)
            np.minimum(best, shifted, out=best)
    return best >> 8, best & 255


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """`offsets` are the signed distances of the pixels' centres to the contour, by the slope of
    alpha around them; `full` are the pixels that lie wholly inside.
    """

    offsets: Floats
    full: Mask

    @classmethod
    def of(cls, alpha: Alpha) -> Contour:
        values = alpha.astype(np.float32) / np.float32(255)
        down, right = np.abs(np.diff(values, axis=0)), np.abs(np.diff(values, axis=1))
        steep_y, steep_x = np.zeros_like(values), np.zeros_like(values)
        steep_y[1:], steep_x[:, 1:] = down, right
        np.maximum(steep_y[:-1], down, out=steep_y[:-1])
        np.maximum(steep_x[:, :-1], right, out=steep_x[:, :-1])
        slope = np.clip(np.hypot(steep_x, steep_y), np.float32(1e-6), 1)
        outside: Floats = (np.float32(0.5) - values) / slope
        return cls(np.maximum(outside, np.float32(-0.75)), alpha == 255)

    def distances(self, y: Indices, x: Indices, from_y: Whole, from_x: Indices) -> Floats:
        """Of the pixels (y, x), for which (from_y, from_x) are near pieces of the contour."""
        height, width = self.full.shape
        best, sites = np.full(len(y), FAR), np.zeros(len(y), np.intp)
        for down, right in _AROUND:
            site_y = np.clip(from_y + down, 0, height - 1)
            site_x = np.clip(from_x + right, 0, width - 1)
            self._improve(best, sites, y, x, site_y * width + site_x)
        order = np.full((height, width), -1, np.intp)
        order[y, x] = np.arange(len(y))
        for hop in _HOPS:
            found = sites.copy()
            for down, right in _AROUND:
                beside = order[
                    np.clip(y + hop * down, 0, height - 1), np.clip(x + hop * right, 0, width - 1)
                ]
                self._improve(best, sites, y, x, np.where(beside >= 0, found[beside], found))
        return best

    def _improve(
        self, best: Floats, sites: Indices, y: Indices, x: Indices, candidates: Indices
    ) -> None:
        """Takes the candidates that lie nearer than what was found before, in place."""
        site_y, site_x = np.divmod(candidates, self.full.shape[1])
        dy, dx = np.abs(site_y - y).astype(np.float32), np.abs(site_x - x).astype(np.float32)
        way = np.hypot(dx, dy) + self.offsets[site_y, site_x]
        # A full pixel is solid up to its corners.
        half = np.float32(0.5)
        square = np.hypot(np.maximum(dx - half, 0), np.maximum(dy - half, 0))
        np.minimum(way, square, out=way, where=self.full[site_y, site_x])
        nearer = way < best
        best[nearer], sites[nearer] = way[nearer], candidates[nearer]

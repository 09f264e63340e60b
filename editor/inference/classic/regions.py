"""A picture as a few hundred regions of even colour (SLIC, Achanta et al. 2012)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int64]

ROUNDS = 6
COMPACTNESS = 12.0
"""Lab units that one grid step weighs: higher makes regions squarer."""


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """`labels` (h, w) numbers the region of each pixel, the rest has a row for each region.

    Colours are CIE Lab (D65), centres are y, x in units of the picture's longest side.
    """

    labels: Labels
    sizes: Floats
    colours: Floats
    centres: Floats
    touching: Flags

    @property
    def count(self) -> int:
        return len(self.sizes)

    def mean(self, values: npt.NDArray[Any]) -> Floats:
        """The mean of a map (h, w) over each region."""
        return np.bincount(self.labels.ravel(), values.ravel(), self.count) / self.sizes

    def paint(self, values: Floats) -> npt.NDArray[np.float32]:
        """A map (h, w) with each region's value."""
        return values.astype(np.float32)[self.labels]

    def colour_distances(self) -> Floats:
        """(n, n) distances of the mean colours, Lab units."""
        return _distances(self.colours)

    def distances(self) -> Floats:
        """(n, n) distances of the centres, in longest sides."""
        return _distances(self.centres)


def divide(lab: npt.NDArray[np.float32], count: int) -> Regions:
    """About `count` regions of a Lab picture (h, w, 3)."""
    labels = _slic(lab, count)
    height, width = labels.shape
    flat, n = labels.ravel(), int(labels.max()) + 1
    sizes = np.bincount(flat, minlength=n).astype(np.float64)
    y, x = np.mgrid[0:height, 0:width]
    columns = [lab[..., channel] for channel in range(3)]
    columns += [(y + 0.5) / max(height, width), (x + 0.5) / max(height, width)]
    means = np.stack([np.bincount(flat, c.ravel(), n) / sizes for c in columns], axis=1)
    return Regions(labels, sizes, means[:, :3], means[:, 3:], _touching(labels, n))


def shortest(steps: Floats) -> Floats:
    """(n, n) lengths of the shortest ways, from the lengths of single steps (infinite for none)."""
    ways = steps.astype(np.float32)
    np.fill_diagonal(ways, 0)
    for middle in range(len(ways)):  # Floyd and Warshall, a row at a time
        np.minimum(ways, ways[:, middle : middle + 1] + ways[middle : middle + 1], out=ways)
    return ways


def _slic(lab: npt.NDArray[np.float32], count: int) -> Labels:
    """k-means of colour and place, where each pixel looks at the nine nearest clusters only."""
    height, width = lab.shape[:2]
    step = max(1.0, (height * width / count) ** 0.5)
    rows, columns = max(1, round(height / step)), max(1, round(width / step))
    y, x = np.mgrid[0:height, 0:width]
    row = np.minimum(y * rows // height, rows - 1).ravel()
    column = np.minimum(x * columns // width, columns - 1).ravel()
    scaled = [y * (COMPACTNESS * rows / height), x * (COMPACTNESS * columns / width)]
    points = np.dstack([lab, *scaled]).reshape(-1, 5).astype(np.float32)
    label = row * columns + column
    for _ in range(ROUNDS):
        held = np.maximum(np.bincount(label, minlength=rows * columns), 1)
        sums = [np.bincount(label, points[:, i], rows * columns) for i in range(5)]
        middles = (np.stack(sums, axis=1) / held[:, None]).astype(np.float32)
        label = _nearest(points, middles, row, column, (rows, columns))
    numbered: Labels = np.unique(label, return_inverse=True)[1].reshape(height, width)
    return numbered


def _nearest(
    points: Floats, middles: Floats, row: Labels, column: Labels, grid: tuple[int, int]
) -> Labels:
    best = np.full(len(points), np.inf, np.float32)
    label = np.zeros(len(points), np.int64)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            near = np.clip(row + down, 0, grid[0] - 1) * grid[1]
            near = near + np.clip(column + right, 0, grid[1] - 1)
            distance = np.square(points - middles[near]).sum(axis=1)
            closer = distance < best
            best[closer], label[closer] = distance[closer], near[closer]
    return label


def _touching(labels: Labels, n: int) -> Flags:
    """(n, n): which regions have neighbouring pixels, diagonals included."""
    touching = np.zeros((n, n), np.bool_)
    pairs = (
        (labels[:, 1:], labels[:, :-1]),
        (labels[1:], labels[:-1]),
        (labels[1:, 1:], labels[:-1, :-1]),
        (labels[1:, :-1], labels[:-1, 1:]),
    )
    for one, other in pairs:
        touching[one.ravel(), other.ravel()] = True
    touching |= touching.T
    np.fill_diagonal(touching, False)
    return touching


def _distances(rows: Floats) -> Floats:
    distances: Floats = np.sqrt(np.square(rows[:, None] - rows[None]).sum(axis=-1))
    return distances

"""What a matte tells about its subject: where it lies, and how sure the model was.

Plain NumPy on the model's own small matte: some 10 ms, so that it runs where the flow runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from editor.findings import Matte
from editor.geometry import Box, Point

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

GRID = 96
"""Pieces are told apart on a grid of so many squares a side."""
CRUMB = 0.01
"""Pieces below this share of all are crumbs: they don't count for the box."""
PIECE = 0.03
VISIBLE = 0.12
"""Alpha from which the subject is seen on white."""
_NEAR = 2
"""Squares: so far from a clear and a solid one, soft is an edge."""
FRAME = 0.04
"""A side is touched when the subject covers more than this share of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`box` and `centre` in fractions of the picture. `cover` is the share of the picture that the
    subject fills; `sure` what the matte, taken at its word, has in common with the truth (IoU);
    `unsure` the share of its mass in half-transparent parts away from its edge; `pieces` how many
    parts it has, `lesser` the share of all but the largest; `touched` names the sides it reaches.
    """

    box: Box
    centre: Point
    cover: float
    sure: float
    unsure: float
    pieces: int
    lesser: float
    touched: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return self.cover == 0


NOTHING = Seen(Box(0, 0, 1, 1), Point(0.5, 0.5), 0.0, 0.0, 0.0, 0, 0.0, ())


def seen(matte: Matte) -> Seen:
    """What the matte shows; `is_empty` when there is nothing."""
    alpha = matte.as_float()
    coarse = _coarse(alpha)
    labels, masses = _pieces(coarse, coarse > VISIBLE)
    whole = sum(masses)
    if whole <= 0 or not (alpha > 0.5).any():
        return NOTHING
    kept = {n for n, mass in enumerate(masses, 1) if mass >= CRUMB * whole}
    visible = (alpha >= VISIBLE) & _finer(np.isin(labels, list(kept)), alpha.shape)
    box = _box(visible)
    if box is None:
        return NOTHING
    counted = sorted((mass for mass in masses if mass >= PIECE * whole), reverse=True)
    return Seen(
        box=box,
        centre=_centre(alpha * visible),
        cover=round(float((alpha > 0.5).mean()), 5),
        sure=round(_expected(alpha), 4),
        unsure=round(_unsure(alpha), 4),
        pieces=len(counted),
        lesser=round(1 - max(masses) / whole, 4),
        touched=_touched(alpha > 0.5),
    )


def reach(alpha: npt.NDArray[np.uint8]) -> Box | None:
    """The box of all that a cutout shows on white, in fractions of it: the subject's own. None when
    nothing is seen."""
    return _box(alpha >= VISIBLE * 255)


def without_specks(matte: Matte, least: float) -> Matte:
    """The matte without parts that hold less than this share of it. Told from the matte alone, so
    that every crop and size of a picture loses the same."""
    alpha = matte.as_float()
    # Hair that is finer than a square belongs to what it grows on.
    labels, masses = _pieces(_coarse(alpha), _densest(alpha) >= VISIBLE)
    specks = [n for n, mass in enumerate(masses, 1) if mass < least * sum(masses)]
    if not specks:
        return matte
    rows, columns = (_squares(side) for side in alpha.shape)
    kept = matte.alpha.copy()
    kept[np.isin(labels, specks)[np.ix_(rows, columns)]] = 0
    return replace(matte, alpha=kept)


def drawn(path: Path) -> Matte:
    """The matte in a grey picture that somebody drew; trusted, as it is decoded here."""
    # Only commands come here: who imports this module for its measures needs no Pillow.
    from PIL import Image

    with Image.open(path) as file:
        return Matte(np.asarray(file.convert("L")), path.name)


def agreement(one: Matte, other: Matte) -> float:
    """The share that two mattes of one picture have in common of what either shows (IoU)."""
    first, second = (_sampled(m.as_float(), 256) > 0.5 for m in (one, other))
    either = (first | second).sum()
    return float((first & second).sum() / either) if either else 1.0


def _sampled(alpha: Floats, side: int) -> Floats:
    rows = np.linspace(0, alpha.shape[0] - 1, side).round().astype(int)
    columns = np.linspace(0, alpha.shape[1] - 1, side).round().astype(int)
    sampled: Floats = alpha[np.ix_(rows, columns)]
    return sampled


def _coarse(alpha: Floats) -> Floats:
    """Means over the squares of a grid."""
    rows, columns = (_cuts(side) for side in alpha.shape)
    sums = np.add.reduceat(np.add.reduceat(alpha, rows, 0), columns, 1)
    sizes = np.outer(np.diff([*rows, alpha.shape[0]]), np.diff([*columns, alpha.shape[1]]))
    means: Floats = (sums / sizes).astype(np.float32)
    return means


def _densest(alpha: Floats) -> Floats:
    """The largest of each square."""
    rows, columns = (_cuts(side) for side in alpha.shape)
    largest: Floats = np.maximum.reduceat(np.maximum.reduceat(alpha, rows, 0), columns, 1)
    return largest


def _cuts(side: int) -> npt.NDArray[np.int_]:
    return np.unique(np.linspace(0, side, min(GRID, side), endpoint=False).astype(int))


def _finer(grid: Bools, shape: tuple[int, ...]) -> Bools:
    """The grid's squares, and those beside them, at full size."""
    wide = np.pad(grid, 1)
    near = np.zeros_like(grid)
    for y in range(3):
        for x in range(3):
            near |= wide[y : y + grid.shape[0], x : x + grid.shape[1]]
    rows, columns = (_squares(side) for side in shape)
    return near[np.ix_(rows, columns)]


def _squares(side: int) -> npt.NDArray[np.int_]:
    """The square in which each px lies."""
    found: npt.NDArray[np.int_] = np.searchsorted(_cuts(side), np.arange(side), side="right") - 1
    return found


def _pieces(coarse: Floats, there: Bools) -> tuple[npt.NDArray[np.int_], list[float]]:
    """Number of the piece of each square that is `there` (else 0), and each piece's mass."""
    labels = np.zeros(coarse.shape, int)
    masses: list[float] = []
    for start in zip(*np.nonzero(there), strict=True):
        if labels[start]:
            continue
        at = int(start[0]), int(start[1])
        masses.append(_filled(coarse, there, labels, at, len(masses) + 1))
    return labels, masses


def _filled(
    coarse: Floats,
    there: Bools,
    labels: npt.NDArray[np.int_],
    start: tuple[int, int],
    number: int,
) -> float:
    """Marks the piece that `start` belongs to, corners joined; its mass."""
    mass, left = 0.0, [start]
    labels[start] = number
    height, width = coarse.shape
    while left:
        y, x = left.pop()
        mass += float(coarse[y, x])
        for row in range(max(0, y - 1), min(height, y + 2)):
            for column in range(max(0, x - 1), min(width, x + 2)):
                if there[row, column] and not labels[row, column]:
                    labels[row, column] = number
                    left.append((row, column))
    return mass


def _box(visible: Bools) -> Box | None:
    rows, columns = np.nonzero(visible.any(1))[0], np.nonzero(visible.any(0))[0]
    if not len(rows):
        return None
    height, width = visible.shape
    left, top = columns[0] / width, rows[0] / height
    return Box(
        float(left),
        float(top),
        float((columns[-1] + 1) / width - left),
        float((rows[-1] + 1) / height - top),
    )


def _centre(alpha: Floats) -> Point:
    height, width = alpha.shape
    whole = float(alpha.sum())
    x = float((alpha.sum(0) * (np.arange(width) + 0.5)).sum() / whole / width)
    y = float((alpha.sum(1) * (np.arange(height) + 0.5)).sum() / whole / height)
    return Point(x, y)


def _expected(alpha: Floats) -> float:
    """The share that the solid subject and the true one have in common of what either covers, if
    each px belongs to the true one as likely as alpha says."""
    solid = alpha > 0.5
    inside = float(alpha[solid].sum())
    beside = float(alpha.sum()) - inside
    return inside / max(1e-6, float(solid.sum()) + beside)


def _unsure(alpha: Floats) -> float:
    """Half-transparent mass that isn't near any solid edge, as a share of the subject's."""
    coarse = _coarse(alpha)
    middling = (coarse > 0.15) & (coarse < 0.85)
    spread = np.pad(coarse, _NEAR, mode="edge")
    height, width = coarse.shape
    parts = [
        spread[y : y + height, x : x + width]
        for y in range(2 * _NEAR + 1)
        for x in range(2 * _NEAR + 1)
    ]
    # Beside an edge, some neighbour is solid and another clear.
    edge = (np.max(parts, 0) > 0.9) & (np.min(parts, 0) < 0.1)
    return float(coarse[middling & ~edge].sum() / max(1e-6, coarse.sum()))


def _touched(solid: Bools) -> tuple[str, ...]:
    sides = {
        "left": solid[:, 0],
        "top": solid[0],
        "right": solid[:, -1],
        "bottom": solid[-1],
    }
    return tuple(name for name, line in sides.items() if line.mean() > FRAME)

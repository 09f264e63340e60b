"""How much of the subject a cutout's outermost px really show.

Where a matte is a px too wide, or the photo blurs its edge over more px than the matte does, px
that count as the subject's own still show some of what lay behind it: on white, a rim. Their share
is told from their colour, which then lies between those of the inside and of the outside, so that
only colours are cleaned; the outline stays as it is, and thin parts with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LARGEST = 600_000
"""Px: a larger picture is looked at in a size below it."""
REACH = 3
"""Px from the edge to either side that may be mixed."""
_SQUARE = 4
"""Colours of both sides are known for squares of so many px, ..."""
_SPREADS = (1, 2, 4)
"""... from those of so many squares around, the nearest first."""
_ENOUGH = np.float32(0.04)
"""Share of the px around that must be surely of one side."""
_NEAR, _FAR = np.float32(10), np.float32(30)
"""Colours of both sides, of 255, that differ by less tell nothing, by more everything."""
_ASIDE = np.float32(0.3)
"""A colour that lies so far beside the line between both isn't mixed of them."""
_AROUND = 3
"""Squares to each side over which a matte is judged, ..."""
_SEEN = np.float32(0.005)
"""... so much of them by px that tell something, ..."""
_FINE, _WIDE = np.float32(0.1), np.float32(0.12)
"""... on which alpha is by so much too large: up to the first it is right, from the second not."""
_SLACK = np.float32(-0.05)
"""Added to what is found: the purest colour within reach is seldom quite pure itself."""
# Chosen on photos of things on boards, some of which had a rim, and on a photo of fur whose matte
# is right: its colours stay.


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Colours of one side, by squares, and where they are known."""

    colours: Floats
    known: Mask


def shown_share(picture: Image.Image, alpha: Bytes) -> Bytes:
    """`alpha` of the RGB picture, less where the colours at its edge show more of the outside."""
    step = math.ceil(math.sqrt(alpha.size / LARGEST))
    if step == 1:
        return _lowered(np.asarray(picture), alpha)
    whole = Image.fromarray(alpha)
    small = np.asarray(whole.reduce(step))
    found = _lowered(np.asarray(picture.reduce(step)), small)
    taken = Image.fromarray(small - found).resize(whole.size, Image.Resampling.BILINEAR)
    lost: Bytes = np.asarray(taken)
    less: Bytes = np.maximum(alpha, lost) - lost
    return less


def _lowered(picture: Bytes, alpha: Bytes) -> Bytes:
    solid = alpha >= 128
    near_subject, near_outside = _wider(solid, REACH), _wider(~solid, REACH)
    at = np.nonzero((alpha > 0) & near_subject & near_outside)
    if not len(at[0]):
        return alpha
    squares = at[0] // _SQUARE, at[1] // _SQUARE
    inside = _field(picture, (alpha == 255) & ~near_outside)
    outside = _field(picture, ~near_subject)
    own, back = alpha[at].astype(np.float32) / np.float32(255), outside.colours[squares]
    shown = picture[at].astype(np.float32)
    known = inside.known[squares] & outside.known[squares]
    expected, believed = _between(shown, inside.colours[squares], back)
    wide = _too_wide(own - expected, believed * known, at, alpha.shape)[squares]
    some = (wide > 0) & known
    if not some.any():
        return alpha
    at, own = (at[0][some], at[1][some]), own[some]
    share, trust = _mixed(picture, solid, at, back[some])
    left = own - wide[some] * trust * np.maximum(0, own - share)
    out = alpha.copy()
    out[at] = (left * np.float32(255) + np.float32(0.5)).astype(np.uint8)
    return out


def _between(shown: Floats, fore: Floats, back: Floats) -> tuple[Floats, Floats]:
    """How much of `fore` each colour shows, 0 to 1, and how far that may be believed."""
    across = fore - back
    apart = np.linalg.norm(across, axis=1) + np.float32(1e-3)
    share = ((shown - back) * across).sum(axis=1) / (apart * apart)
    aside = np.linalg.norm(shown - back - share[:, None] * across, axis=1) / apart
    trust: Floats = np.clip((apart - _NEAR) / (_FAR - _NEAR), 0, 1)
    return np.clip(share, 0, 1), np.where(aside < _ASIDE, trust, np.float32(0))


def _too_wide(
    excess: Floats, trust: Floats, at: tuple[npt.NDArray[np.int_], ...], shape: tuple[int, ...]
) -> Floats:
    """How surely the matte around each square is too wide: hair that it draws right shows now more,
    now less than its alpha says, a rest of the outside always less."""
    total, weight = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    total[at], weight[at] = excess * trust, trust
    off, seen = (_means(_squares(one), _AROUND) for one in (total, weight))
    mean = off / np.maximum(seen, np.float32(1e-4))
    sure: Floats = np.clip((mean - _FINE) / (_WIDE - _FINE), 0, 1)
    return np.where(seen > _SEEN, sure, np.float32(0))


def _mixed(
    picture: Bytes, solid: Mask, at: tuple[npt.NDArray[np.int_], ...], back: Floats
) -> tuple[Floats, Floats]:
    """How much of the subject the px `at` show, 0 to 1, and how far that may be believed: held
    against the colour near by that lies farthest from `back` on their own line."""
    off = picture[at].astype(np.float32) - back
    length = np.linalg.norm(off, axis=1) + np.float32(1e-3)
    along = off / length[:, None]
    farthest = length.copy()
    wide = np.pad(picture, ((REACH, REACH), (REACH, REACH), (0, 0)), mode="edge")
    there = np.pad(solid, REACH)
    for y in range(2 * REACH + 1):
        for x in range(2 * REACH + 1):
            near = at[0] + y, at[1] + x
            apart = wide[near].astype(np.float32) - back
            reached = (apart * along).sum(axis=1)
            aside = np.linalg.norm(apart - reached[:, None] * along, axis=1)
            good = there[near] & (aside < _ASIDE * reached) & (reached > farthest)
            farthest[good] = reached[good]
    trust = np.clip((farthest - _NEAR) / (_FAR - _NEAR), 0, 1)
    return np.clip(length / farthest + _SLACK, 0, 1), trust


def _field(picture: Bytes, sure: Mask) -> _Field:
    """The colours of the px in `sure`, carried to the squares around."""
    weight = _squares(sure)
    planes = (np.where(sure, picture[..., n], 0) for n in range(3))
    colours = np.stack([_squares(plane) for plane in planes], axis=-1)
    found, known = np.zeros_like(colours), np.zeros(weight.shape, np.bool_)
    for reach in _SPREADS:
        near = _means(weight, reach)
        fresh = (near > _ENOUGH) & ~known
        found[fresh] = _means(colours, reach)[fresh] / near[fresh][:, None]
        known |= fresh
    return _Field(found, known)


def _squares(values: Floats | Bytes | Mask) -> Floats:
    """Means over the squares; what lacks of the last ones counts as 0."""
    height, width = (-(-side // _SQUARE) for side in values.shape)
    room = ((0, height * _SQUARE - values.shape[0]), (0, width * _SQUARE - values.shape[1]))
    rows = np.pad(values, room).reshape(height, _SQUARE, width * _SQUARE).sum(1, dtype=np.float32)
    sums: Floats = rows.reshape(height, width, _SQUARE).sum(2)
    return sums / np.float32(_SQUARE * _SQUARE)


def _means(values: Floats, reach: int) -> Floats:
    """Over windows of squares, `reach` to each side; beyond the border lies nothing."""
    for _ in range(2):
        room = ((reach + 1, reach), *((0, 0),) * (values.ndim - 1))
        total = np.cumsum(np.pad(values, room), axis=0, dtype=np.float64)
        window = total[2 * reach + 1 :] - total[: -2 * reach - 1]
        values = np.swapaxes((window / (2 * reach + 1)).astype(np.float32), 0, 1)
    return values


def _wider(mask: Mask, reach: int) -> Mask:
    """The mask with all that lies within a square of so many px to each side."""
    for _ in range(2):
        wide = mask.copy()
        for step in range(1, reach + 1):
            wide[step:] |= mask[:-step]
            wide[:-step] |= mask[step:]
        mask = wide.T
    return mask

"""Foreground colours without the old background's tint.

A half-transparent pixel shows I = a F + (1 - a) B. Here F and B are found from coarse to fine, in
the order of T. Germer et al., "Fast Multi-Level Foreground Estimation" (2020). On each level both
are averaged over a small window, weighted by how much each shows there (as in M. Forte,
"Approximate Fast Foreground Colour Estimation", 2021), and then moved by the least change that
makes the equation hold again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_REACH = 1
"""Windows of 3 by 3 pixels."""
_ROUNDS, _SMALL_ROUNDS, _SMALL = 2, 4, 32
"""Rounds on a level, and on those of at most 32 px a side, where soft ramps are settled."""
_SOFTNESS, _CAUTION = np.float32(0.03), np.float32(1)
"""Keep the picture's noise, and errors of middle alphas, from becoming colours."""
_FAINT = np.float32(0.01)
"""Weight of a colour where it doesn't show: it spreads into areas that don't know it."""
_TINY = np.float32(1e-6)
_SURE = [0] * 255 + [255]
_INNER = (..., slice(_REACH, -_REACH), slice(_REACH, -_REACH))
_SMALLEST = 4
"""Side at which a level isn't halved any more."""
_TILE = 256
_CONTEXT = 32
"""Sure foreground and background that is looked at around the uncertain pixels."""


@dataclass(frozen=True, slots=True)
class _Tile:
    left: int
    top: int
    right: int
    bottom: int

    @property
    def part(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def ltrb(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom

    def grown(self, by: int) -> _Tile:
        return _Tile(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def inside(self, other: _Tile) -> _Tile:
        return _Tile(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class _Level:
    """The picture and its alpha at one scale."""

    picture: Image.Image
    alpha: Image.Image

    @property
    def whole(self) -> _Tile:
        return _Tile(0, 0, *self.alpha.size)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Foreground and background colours of a level."""

    foreground: Image.Image
    background: Image.Image


def clean_colours(picture: Image.Image, alpha: Image.Image, wanted: Mask) -> Bytes:
    """The colours of `picture` (RGB), those of the foreground where `wanted`.

    `alpha` (`L`) is how much foreground each pixel of the picture really shows.
    """
    out = np.array(picture)
    box = _box_of(wanted)
    if box is None:
        return out
    levels = _levels(picture.crop(box.ltrb), alpha.crop(box.ltrb))
    found = _coarse(levels)
    inside, asked = out[box.part], wanted[box.part]
    for tile in _tiles(asked):
        mask = asked[tile.part]
        inside[tile.part][mask] = _finished(levels[0], found, tile, mask)
    return out


def _box_of(wanted: Mask) -> _Tile | None:
    """The box around all wanted pixels, with context."""
    rows, columns = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
    if not len(rows):
        return None
    height, width = wanted.shape
    box = _Tile(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    return box.grown(_CONTEXT).inside(_Tile(0, 0, width, height))


def _levels(picture: Image.Image, alpha: Image.Image) -> list[_Level]:
    """The picture and its halves, finest first."""
    levels = [_Level(picture, alpha)]
    while min(levels[-1].alpha.size) > _SMALLEST:
        last = levels[-1]
        levels.append(_Level(last.picture.reduce(2), last.alpha.reduce(2)))
    return levels


def _coarse(levels: list[_Level]) -> _Pair:
    """Both colours on the second finest level; a mere guess where there is only one."""
    found = _guess(levels[-1])
    for level in reversed(levels[1:]):
        foreground, background = (np.array(part) for part in _lifted(level, found, level.whole))
        alpha = np.asarray(level.alpha)
        rounds = _SMALL_ROUNDS if max(level.alpha.size) <= _SMALL else _ROUNDS
        for tile in _tiles((alpha > 0) & (alpha < 255)):
            solved = _solved(level, found, tile, rounds)
            foreground[tile.part], background[tile.part] = solved
        found = _Pair(Image.fromarray(foreground), Image.fromarray(background))
    return found


def _guess(level: _Level) -> _Pair:
    """One colour each, of the surest pixels, at half the level's size."""
    shown = np.asarray(level.picture, np.float32)
    alpha = np.asarray(level.alpha, np.float32)[..., None] / np.float32(255)
    size = (level.alpha.width + 1) // 2, (level.alpha.height + 1) // 2
    flats = []
    for sure in (alpha**4 + _FAINT**2, (1 - alpha) ** 4 + _FAINT**2):
        red, green, blue = _bytes((shown * sure).sum(axis=(0, 1)) / sure.sum()).tolist()
        flats.append(Image.new("RGB", size, (red, green, blue)))
    return _Pair(flats[0], flats[1])


def _tiles(busy: Mask) -> Iterator[_Tile]:
    """Tiles that together hold every busy pixel."""
    height, width = busy.shape
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            tile = _Tile(left, top, min(width, left + _TILE), min(height, top + _TILE))
            if busy[tile.part].any():
                yield tile


def _lifted(level: _Level, coarser: _Pair, tile: _Tile) -> tuple[Image.Image, Image.Image]:
    """A tile of the coarser level's colours at twice the size; sure pixels show themselves."""
    half = _Tile(tile.left // 2 - 2, tile.top // 2 - 2, tile.right // 2 + 3, tile.bottom // 2 + 3)
    seen = half.inside(_Tile(0, 0, *coarser.foreground.size))
    size = 2 * (seen.right - seen.left), 2 * (seen.bottom - seen.top)
    at = tile.left - 2 * seen.left, tile.top - 2 * seen.top
    crop = (*at, at[0] + tile.right - tile.left, at[1] + tile.bottom - tile.top)
    picture, alpha = level.picture.crop(tile.ltrb), level.alpha.crop(tile.ltrb)
    lifted = []
    for colours, sure in ((coarser.foreground, _SURE), (coarser.background, _SURE[::-1])):
        large = colours.crop(seen.ltrb).resize(size, Image.Resampling.BILINEAR).crop(crop)
        large.paste(picture, mask=alpha.point(sure))
        lifted.append(large)
    return lifted[0], lifted[1]


def _finished(level: _Level, coarser: _Pair, tile: _Tile, mask: Mask) -> Bytes:
    """The foreground colours of the pixels in `mask`; on the finest level no window is needed."""
    shown = np.asarray(level.picture.crop(tile.ltrb))[mask].astype(np.float32)
    fore, back = (
        np.asarray(part)[mask].astype(np.float32) for part in _lifted(level, coarser, tile)
    )
    a = np.asarray(level.alpha.crop(tile.ltrb))[mask].astype(np.float32)[:, None] / np.float32(255)
    return _bytes(_balanced(shown, a, 1 - a, fore, back)[0])


def _balanced(
    shown: Floats, a: Floats, b: Floats, fore: Floats, back: Floats
) -> tuple[Floats, Floats]:
    """Both colours moved so that a * fore + b * back is what is shown."""
    missing = shown - a * fore - b * back
    missing /= a * a + b * b + _SOFTNESS + _CAUTION * a * b
    return np.clip(fore + a * missing, 0, 255), np.clip(back + b * missing, 0, 255)


def _solved(level: _Level, coarser: _Pair, tile: _Tile, rounds: int) -> tuple[Bytes, Bytes]:
    """Foreground and background colours of a tile."""
    wide = tile.grown(_REACH * rounds)
    seen = wide.inside(level.whole)
    shown = _planes(level.picture.crop(seen.ltrb))
    fore, back = (_planes(part) for part in _lifted(level, coarser, seen))
    alpha = np.asarray(level.alpha.crop(seen.ltrb), np.float32) / np.float32(255)
    # Beyond the picture's border neither colour has any weight.
    room = (
        (seen.top - wide.top, wide.bottom - seen.bottom),
        (seen.left - wide.left, wide.right - seen.right),
    )
    weights = np.pad(np.stack([alpha, 1 - alpha]) + _FAINT, ((0, 0), *room))
    shown, fore, back = (np.pad(planes, ((0, 0), *room)) for planes in (shown, fore, back))
    for _ in range(rounds):
        fore, back = _averaged(fore, weights[0]), _averaged(back, weights[1])
        shown, weights = shown[_INNER], weights[_INNER]
        a, b = weights - _FAINT
        fore, back = _balanced(shown, a, b, fore, back)
    return _bytes(fore.transpose(1, 2, 0)), _bytes(back.transpose(1, 2, 0))


def _planes(picture: Image.Image) -> Floats:
    """Three planes of 0..255."""
    return np.asarray(picture, np.float32).transpose(2, 0, 1)


def _bytes(values: Floats) -> Bytes:
    return (values + np.float32(0.5)).astype(np.uint8)


def _averaged(colours: Floats, weights: Floats) -> Floats:
    """Weighted means over the windows that fit inside."""
    total = _window_sums(colours * weights)
    total /= _window_sums(weights) + _TINY
    return total


def _window_sums(values: Floats) -> Floats:
    """Sums over 3 by 3 windows; 2 px less in both directions."""
    rows = values[..., :-2] + values[..., 1:-1]
    rows += values[..., 2:]
    total: Floats = rows[..., :-2, :] + rows[..., 1:-1, :]
    total += rows[..., 2:, :]
    return total

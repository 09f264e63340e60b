"""Sharpens a coarse alpha by the full-resolution picture.

A guided filter (K. He, J. Sun, X. Tang, "Guided Image Filtering", 2013; "Fast Guided Filter", 2015)
finds on the coarse grid how alpha depends on colour around each pixel, and applies that to the fine
pixels. Two things keep it honest: where colour doesn't explain alpha, plain interpolation stays,
and the result is moved until its means over the coarse pixels are the coarse alpha again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_REACH = 2
"""Windows of 5 by 5 coarse pixels."""
_NOISE = np.float32(1e-4)
"""Variance of the picture's noise, on colours in 0..1."""
_DOUBT, _TRUST = np.float32(0.5), np.float32(0.95)
"""Share of alpha's variance that colour must explain to be believed a little, and fully."""
_CORRECTIONS = 2
_TILE = 256
_FLAT = 2
"""A coarse alpha that differs by less, of 255, has no edge."""


@dataclass(frozen=True, slots=True)
class _Tile:
    """A part of the fine picture, and the coarse pixels around it."""

    fine: tuple[int, int, int, int]
    coarse: tuple[int, int, int, int]
    box: tuple[float, float, float, float]
    """The fine part in px of the coarse one."""

    @property
    def part(self) -> tuple[slice, slice]:
        left, top, right, bottom = self.fine
        return slice(top, bottom), slice(left, right)

    def enlarged(self, values: Floats, how: Image.Resampling) -> Floats:
        """A coarse plane of this tile, interpolated at its fine pixels."""
        left, top, right, bottom = self.fine
        plane = Image.fromarray(np.ascontiguousarray(values))
        return np.asarray(plane.resize((right - left, bottom - top), how, box=self.box))


def sharpened(picture: Image.Image, coarse: Image.Image) -> Image.Image:
    """Alpha (`L`) of the size of `picture` (RGB) from a coarser one of the same area."""
    alpha = np.array(coarse.resize(picture.size, Image.Resampling.BICUBIC))
    tiles = list(_tiles(picture, coarse))
    if not tiles:
        return Image.fromarray(alpha)
    guide = picture.resize(coarse.size, Image.Resampling.BOX)
    for tile in tiles:
        alpha[tile.part] = _by_colour(tile, picture, guide, coarse, alpha[tile.part])
    for _ in range(_CORRECTIONS):
        means = Image.fromarray(alpha).resize(coarse.size, Image.Resampling.BOX)
        for tile in tiles:
            off = _plane(coarse.crop(tile.coarse)) - _plane(means.crop(tile.coarse))
            corrected = _plane(alpha[tile.part]) + tile.enlarged(off, Image.Resampling.BICUBIC)
            alpha[tile.part] = _bytes(corrected)
    return Image.fromarray(alpha)


def _tiles(picture: Image.Image, coarse: Image.Image) -> Iterator[_Tile]:
    """The tiles with an edge in or near them."""
    scale_x, scale_y = coarse.width / picture.width, coarse.height / picture.height
    values, margin = np.asarray(coarse), 2 * _REACH + 2
    for top in range(0, picture.height, _TILE):
        for left in range(0, picture.width, _TILE):
            right, bottom = min(picture.width, left + _TILE), min(picture.height, top + _TILE)
            box = left * scale_x, top * scale_y, right * scale_x, bottom * scale_y
            x0, y0 = max(0, int(box[0]) - margin), max(0, int(box[1]) - margin)
            x1 = min(coarse.width, int(box[2]) + margin + 1)
            y1 = min(coarse.height, int(box[3]) + margin + 1)
            if np.ptp(values[y0:y1, x0:x1]) >= _FLAT:
                inside = (box[0] - x0, box[1] - y0, box[2] - x0, box[3] - y0)
                yield _Tile((left, top, right, bottom), (x0, y0, x1, y1), inside)


def _by_colour(
    tile: _Tile, picture: Image.Image, guide: Image.Image, coarse: Image.Image, plain: Bytes
) -> Bytes:
    """The tile's alpha by colour, as far as colour explains it, else `plain`."""
    slopes, offset, trust = _explained(
        _colours(guide.crop(tile.coarse)), _plane(coarse.crop(tile.coarse))
    )
    colours = _colours(picture.crop(tile.fine))
    found = tile.enlarged(offset, Image.Resampling.BILINEAR)
    for slope, channel in zip(slopes, colours, strict=True):
        found = found + tile.enlarged(slope, Image.Resampling.BILINEAR) * channel
    known = _plane(plain)
    share = tile.enlarged(trust, Image.Resampling.BILINEAR)
    return _bytes(known + share * (np.clip(found, 0, 1) - known))


def _explained(guide: Floats, alpha: Floats) -> tuple[Floats, Floats, Floats]:
    """The linear model alpha = slopes * colour + offset of each coarse pixel, and how far it may
    be trusted (0..1).
    """
    mean, mean_alpha = _means(guide), _means(alpha)
    together = _means(guide * alpha) - mean * mean_alpha
    slopes = _solved(_covariances(guide, mean), together)
    explained = (slopes * together).sum(axis=0)
    spread = _means(alpha * alpha) - mean_alpha * mean_alpha
    share = explained / (spread + np.float32(1e-4))
    offset = mean_alpha - (slopes * mean).sum(axis=0)
    trust = np.clip((_means(share) - _DOUBT) / (_TRUST - _DOUBT), 0, 1)
    return _means(slopes), _means(offset), trust


def _covariances(guide: Floats, mean: Floats) -> tuple[Floats, ...]:
    """The six different entries of each pixel's 3x3 matrix, the noise added to its diagonal."""
    entries = []
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
        entry = _means(guide[i] * guide[j]) - mean[i] * mean[j]
        entries.append(entry + _NOISE if i == j else entry)
    return tuple(entries)


def _solved(matrix: tuple[Floats, ...], right: Floats) -> Floats:
    """The solution of each pixel's symmetric 3x3 system, by its adjugate."""
    a, b, c, d, e, f = matrix
    first, second, third = d * f - e * e, c * e - b * f, b * e - c * d
    determinant = a * first + b * second + c * third
    middle, last, corner = a * f - c * c, a * d - b * b, b * c - a * e
    x, y, z = right
    solution = np.stack(
        [
            first * x + second * y + third * z,
            second * x + middle * y + corner * z,
            third * x + corner * y + last * z,
        ]
    )
    return np.asarray(solution / determinant, np.float32)


def _means(values: Floats) -> Floats:
    """Means over 5 by 5 windows; the border is repeated outwards."""
    room = ((0, 0),) * (values.ndim - 2) + ((_REACH, _REACH),) * 2
    wide = np.pad(values, room, mode="edge")
    pairs = wide[..., :-1] + wide[..., 1:]
    rows = pairs[..., :-3] + pairs[..., 2:-1] + wide[..., 4:]
    pairs = rows[..., :-1, :] + rows[..., 1:, :]
    total: Floats = pairs[..., :-3, :] + pairs[..., 2:-1, :] + rows[..., 4:, :]
    return total / np.float32(25)


def _plane(values: Image.Image | Bytes) -> Floats:
    return np.asarray(values, np.float32) / np.float32(255)


def _colours(picture: Image.Image) -> Floats:
    return _plane(picture).transpose(2, 0, 1)


def _bytes(plane: Floats) -> Bytes:
    return (np.clip(plane, 0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)

"""Colour profiles that are a matrix and curves (ICC.1:2022, sections 8.3 and 10), read and made.

littlecms converts 8-bit pictures. Two things are left to do here: 16-bit pictures, for which Pillow
has no littlecms mode, and sources that name their colours by numbers instead of a profile.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
Curve = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
Chromaticity = tuple[float, float]

D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_STEPS = 65535


class NotAMatrix(ValueError):
    """The profile is damaged, or it is made of tables that only littlecms can follow."""


@dataclass(frozen=True, slots=True, eq=False)
class Shaper:
    """Device values (0..1) -> linear light by `curves` -> XYZ (D50) by `matrix`.

    One curve and no matrix: grey.
    """

    curves: tuple[Curve, ...]
    matrix: Matrix | None

    def to_srgb(self, values: npt.NDArray[np.uint16], top: int) -> npt.NDArray[np.uint8]:
        """sRGB of pixels (h, w, channels) whose full scale is `top`; grey stays one channel."""
        grid = np.arange(top + 1) / top
        light = [c(grid).astype(np.float32) for c in self.curves]
        linear = np.stack([light[i][values[..., i]] for i in range(values.shape[-1])], axis=-1)
        if self.matrix is not None:
            linear = linear @ (_from_xyz() @ self.matrix).T.astype(np.float32)
        index = np.clip(linear, 0.0, 1.0) * np.float32(_STEPS) + np.float32(0.5)
        encoded: npt.NDArray[np.uint8] = _encoding()[index.astype(np.uint16)]
        return encoded

    def is_srgb(self) -> bool:
        """True when it moves no colour by a whole level, so that converting would be waste."""
        if self.matrix is None:
            levels = np.arange(256, dtype=np.uint16)[None, :, None]
        else:
            steps = np.arange(0, 256, 17, dtype=np.uint16)
            levels = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
        moved = np.abs(self.to_srgb(levels, 255).astype(int) - levels)
        return bool(moved.max() <= 1 and (moved > 0).mean() < 0.02)


@cache
def _from_xyz() -> Matrix:
    return np.asarray(np.linalg.inv(to_xyz(SRGB_PRIMARIES, D65)), np.float64)


@cache
def _encoding() -> npt.NDArray[np.uint8]:
    """Linear light in 65536 steps -> sRGB level (IEC 61966-2-1), rounded."""
    v = np.arange(_STEPS + 1) / _STEPS
    out = np.where(v <= 0.0031308, 12.92 * v, 1.055 * v ** (1 / 2.4) - 0.055)
    return np.floor(out * 255 + 0.5).astype(np.uint8)


D65: Chromaticity = (0.3127, 0.3290)
SRGB_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))


def to_xyz(primaries: tuple[Chromaticity, ...], white: Chromaticity) -> Matrix:
    """Linear RGB -> XYZ under D50, by Bradford's adaptation."""
    source = _xyz(white)
    columns = np.array([_xyz(p) for p in primaries]).T
    matrix = columns * np.linalg.solve(columns, source)
    scale = (_BRADFORD @ D50) / (_BRADFORD @ source)
    adapted: Matrix = np.linalg.inv(_BRADFORD) @ np.diag(scale) @ _BRADFORD @ matrix
    return adapted


def _xyz(c: Chromaticity) -> npt.NDArray[np.float64]:
    return np.array([c[0] / c[1], 1.0, (1 - c[0] - c[1]) / c[1]])


def space_of(profile: bytes) -> str:
    """The profile's colour space signature, such as `RGB`, `GRAY` or `CMYK`; empty if damaged."""
    return profile[16:20].decode("ascii", "replace").strip() if profile[36:40] == b"acsp" else ""


def shaper_of(profile: bytes) -> Shaper:
    """Matrix and curves of a profile; NotAMatrix when it has others or is damaged."""
    tags = _tags(profile)
    if b"A2B0" in tags or b"A2B1" in tags:
        raise NotAMatrix("it converts by tables")
    if space_of(profile) == "GRAY" and b"kTRC" in tags:
        return Shaper((_curve(tags[b"kTRC"]),), None)
    if not {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"} <= tags.keys():
        raise NotAMatrix("it has no matrix")
    columns = [_point(tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
    curves = tuple(_curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC"))
    return Shaper(curves, np.array(columns).T)


def _tags(profile: bytes) -> dict[bytes, bytes]:
    try:
        (count,) = struct.unpack_from(">I", profile, 128)
        if count > 200:
            raise NotAMatrix("it has too many tags")
        rows = [struct.unpack_from(">4sII", profile, 132 + 12 * i) for i in range(count)]
    except struct.error:
        raise NotAMatrix("its tag table is cut off") from None
    return {name: profile[at : at + length] for name, at, length in rows}


def _point(tag: bytes) -> tuple[float, ...]:
    try:
        return tuple(v / 65536 for v in struct.unpack_from(">3i", tag, 8))
    except struct.error:
        raise NotAMatrix("a colour is cut off") from None


def _curve(tag: bytes) -> Curve:
    try:
        if tag[:4] == b"curv":
            return _sampled(tag)
        if tag[:4] == b"para":
            return _parametric(tag)
    except struct.error:
        pass
    raise NotAMatrix("a curve is damaged")


def _sampled(tag: bytes) -> Curve:
    (count,) = struct.unpack_from(">I", tag, 8)
    if count == 0:
        return lambda v: v
    if count == 1:
        gamma = struct.unpack_from(">H", tag, 12)[0] / 256
        return lambda v: v**gamma
    points = np.array(struct.unpack_from(f">{min(count, 65536)}H", tag, 12)) / 65535
    return lambda v: np.interp(v, np.linspace(0, 1, len(points)), points)


def _parametric(tag: bytes) -> Curve:
    (kind,) = struct.unpack_from(">H", tag, 8)
    if kind > 4:
        raise NotAMatrix("a curve is of an unknown type")
    given = [v / 65536 for v in struct.unpack_from(f">{(1, 3, 4, 5, 7)[kind]}i", tag, 12)]
    g, a, b, c, d, e, f = _seven(kind, given)

    def curve(v: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        power = np.maximum(a * v + b, 0.0) ** g + e
        return np.asarray(np.clip(np.where(v >= d, power, c * v + f), 0.0, 1.0))

    return curve


def _seven(kind: int, p: list[float]) -> tuple[float, ...]:
    """The general form Y = (aX + b)^g + e for X >= d, else cX + f (table 68 of the standard)."""
    if kind == 0:
        return p[0], 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if kind in (1, 2):
        g, a, b = p[:3]
        c = p[3] if kind == 2 else 0.0
        return g, a, b, 0.0, (-b / a if a else 0.0), c, c
    if kind == 3:
        return *p, 0.0, 0.0
    return tuple(p)

"""From the colour spaces of CSS Color 4 (sections 8 to 10) to sRGB as encoded: three channels, 0..1
for what sRGB holds and beyond for what it doesn't."""

from __future__ import annotations

import math

Channels = tuple[float, float, float]
_Matrix = tuple[Channels, Channels, Channels]

_WHITE_D50 = (0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585)
_TO_D65: _Matrix = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_TO_LINEAR: _Matrix = (
    (12831 / 3959, -329 / 214, -1974 / 3959),
    (-851781 / 878810, 1648619 / 878810, 36519 / 878810),
    (705 / 12673, -2585 / 12673, 705 / 667),
)
_OK_TO_CONES: _Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_CONES_TO_LINEAR: _Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def lab(light: float, a: float, b: float) -> Channels:
    """CIE Lab, white point D50; `light` from 0 to 100."""
    middle = (light + 16) / 116
    x, y, z = (_uncurved(v) for v in (middle + a / 500, middle, middle - b / 200))
    xyz = (x * _WHITE_D50[0], y * _WHITE_D50[1], z * _WHITE_D50[2])
    return _encoded(_times(_TO_LINEAR, _times(_TO_D65, xyz)))


def oklab(light: float, a: float, b: float) -> Channels:
    """Oklab; `light` from 0 to 1."""
    long, medium, short = _times(_OK_TO_CONES, (light, a, b))
    return _encoded(_times(_CONES_TO_LINEAR, (long**3, medium**3, short**3)))


def across(chroma: float, turns: float) -> tuple[float, float]:
    """a and b of a chroma and a hue."""
    angle = math.tau * turns
    return chroma * math.cos(angle), chroma * math.sin(angle)


def _uncurved(value: float) -> float:
    cube = value**3
    return cube if cube > 216 / 24389 else (116 * value - 16) * 27 / 24389


def _times(matrix: _Matrix, vector: Channels) -> Channels:
    first, second, third = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _encoded(linear: Channels) -> Channels:
    red, green, blue = (_curved(value) for value in linear)
    return red, green, blue


def _curved(value: float) -> float:
    if value <= 0.0031308:
        return 12.92 * value
    return float(1.055 * value ** (1 / 2.4) - 0.055)

"""Colour profiles made from published numbers, and what they mean by formula.

The formulas use nothing of the project: they are what its results are compared with.
"""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

D65 = (0.3127, 0.3290)
D50_XYZ = np.array([0.9642, 1.0, 0.8249])
PRIMARIES = {
    "srgb": ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)),
    "p3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    "adobe": ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)),
}
ADOBE_GAMMA = 563 / 256


def srgb_decoded(v: Floats) -> Floats:
    """IEC 61966-2-1, level 0..1 to linear light."""
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def srgb_encoded(v: Floats) -> Floats:
    """IEC 61966-2-1, linear light to level 0..1, clipped."""
    v = np.clip(v, 0.0, 1.0)
    return np.where(v <= 0.0031308, 12.92 * v, 1.055 * v ** (1 / 2.4) - 0.055)


def in_srgb(name: str, levels: Floats) -> Floats:
    """What levels (0..1) in the space `p3` or `adobe` are in sRGB (0..255), unrounded. All three
    spaces share the white D65, so no adaptation is involved."""
    linear = levels**ADOBE_GAMMA if name == "adobe" else srgb_decoded(levels)
    matrix = np.linalg.inv(_to_xyz("srgb")) @ _to_xyz(name)
    return srgb_encoded(linear @ matrix.T) * 255


def _to_xyz(name: str) -> Floats:
    columns = np.array([_xyz(*p) for p in PRIMARIES[name]]).T
    return columns * np.linalg.solve(columns, _xyz(*D65))


def _xyz(x: float, y: float) -> Floats:
    return np.array([x / y, 1.0, (1 - x - y) / y])


def matrix_profile(name: str) -> bytes:
    """A display profile (ICC version 2) of the space `srgb`, `p3` or `adobe`."""
    bradford = np.array(
        [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
    )
    scale = (bradford @ D50_XYZ) / (bradford @ _xyz(*D65))
    matrix = np.linalg.inv(bradford) @ np.diag(scale) @ bradford @ _to_xyz(name)
    curve = _gamma(ADOBE_GAMMA) if name == "adobe" else _curve_table()
    tags = {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags |= {letter + b"XYZ": _point(matrix[:, i]) for i, letter in enumerate((b"r", b"g", b"b"))}
    return _profile(b"mntr", b"RGB ", b"XYZ ", name, tags)


def grey_profile(gamma: float) -> bytes:
    """A grey profile with a pure power curve (gamma in steps of 1/256)."""
    return _profile(b"mntr", b"GRAY", b"XYZ ", "grey", {b"kTRC": _gamma(gamma)})


CMYK_CORNERS = {
    (0, 0, 0, 0): (100, 0, 0),
    (255, 0, 0, 0): (60, -35, -45),
    (0, 255, 0, 0): (50, 72, -5),
    (0, 0, 255, 0): (90, -5, 90),
    (255, 255, 0, 0): (25, 20, -45),
    (255, 0, 255, 0): (50, -65, 30),
    (0, 255, 255, 0): (48, 65, 45),
}
"""Ink in 0..255 -> CIE L*a*b* of the print, for a made-up press. Anything with black is black."""


def cmyk_profile() -> bytes:
    """A press profile: a table with two steps per ink (lut8Type) from CMYK to L*a*b*."""
    nodes = b""
    for index in range(16):
        ink = tuple(255 * (index >> shift & 1) for shift in (3, 2, 1, 0))
        lightness, a, b = CMYK_CORNERS.get(ink, (0, 0, 0))  # type: ignore[call-overload]
        nodes += bytes((round(lightness * 255 / 100), a + 128, b + 128))
    ramp = bytes(range(256))
    unit = b"".join(struct.pack(">i", 65536 * (i % 4 == 0)) for i in range(9))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + unit + ramp * 4 + nodes + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", "press", {b"A2B0": table})


def lab_in_srgb(lightness: float, a: float, b: float) -> Floats:
    """CIE L*a*b* under D50 in sRGB (0..255), unrounded."""
    fy = (lightness + 16) / 116
    f = np.array([fy + a / 500, fy, fy - b / 200])
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * D50_XYZ
    # Bradford-adapted sRGB matrix from D50, as printed in many tables (Lindbloom).
    matrix = np.array(
        [
            [3.1338561, -1.6168667, -0.4906146],
            [-0.9787684, 1.9161415, 0.0334540],
            [0.0719453, -0.2289914, 1.4052427],
        ]
    )
    return srgb_encoded(matrix @ xyz) * 255


def _profile(
    kind: bytes, space: bytes, between: bytes, name: str, tags: dict[bytes, bytes]
) -> bytes:
    text = name.encode() + b"\0"
    described = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)
    tags = {b"desc": described, b"cprt": b"text\0\0\0\0None\0", b"wtpt": _point(D50_XYZ), **tags}
    table, body, at = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for tag, value in tags.items():
        table += tag + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4xI", 128 + len(table) + len(body), 0x02400000) + kind + space + between
    head += bytes(12) + b"acsp" + bytes(28) + b"".join(map(_s15, D50_XYZ))
    return head.ljust(128, b"\0") + table + body


def _s15(value: float) -> bytes:
    return struct.pack(">i", round(float(value) * 65536))


def _point(values: Floats) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_s15, values))


def _gamma(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def _curve_table() -> bytes:
    """The sRGB curve in 4096 samples, as version 2 profiles hold it."""
    values = np.round(srgb_decoded(np.linspace(0, 1, 4096)) * 65535).astype(">u2")
    return b"curv\0\0\0\0" + struct.pack(">I", 4096) + values.tobytes()

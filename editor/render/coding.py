"""Colours named by numbers instead of a profile: ITU-T H.273 code points and PNG's gAMA and cHRM.

They become a small ICC profile, so that one path converts everything.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from editor.render.icc import D50, D65, SRGB_PRIMARIES, Chromaticity, to_xyz

_DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
_BT2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
_PRIMARIES = {1: SRGB_PRIMARIES, 9: _BT2020, 12: _DISPLAY_P3}
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# Video transfers (BT.709 and its kin) are shown with the curve of the screen, as browsers do.
_SRGB_LIKE = frozenset((1, 6, 13, 14, 15))
_GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0}
_HDR = {16: "PQ", 18: "HLG"}


@dataclass(frozen=True, slots=True)
class Coding:
    """A made-up profile (empty: the colours are sRGB already) and what should be said about it."""

    profile: bytes = b""
    warning: str = ""


NOTHING_SAID = Coding()


def of_points(primaries: int, transfer: int) -> Coding:
    """From H.273 code points. 2 means unspecified: then sRGB is what everybody assumes."""
    if transfer in _HDR:
        return Coding(
            warning=f"The picture is coded for HDR ({_HDR[transfer]}); it was read as sRGB, so its "
            "brightness may look different."
        )
    primaries = 1 if primaries == 2 else primaries
    transfer = 13 if transfer == 2 else transfer
    if primaries not in _PRIMARIES or not (transfer in _SRGB_LIKE or transfer in _GAMMAS):
        return Coding(
            warning=f"The picture's colours (code points {primaries}/{transfer}) are unknown; "
            "they were read as sRGB."
        )
    curve = _SRGB_CURVE if transfer in _SRGB_LIKE else (_GAMMAS[transfer],)
    if primaries == 1 and transfer in _SRGB_LIKE:
        return Coding()
    return Coding(_profile(_PRIMARIES[primaries], D65, curve))


def of_gamma(gamma: float, chromaticity: tuple[float, ...] | None) -> Coding:
    """From PNG's gAMA (encoding exponent) and cHRM (white, red, green, blue as x, y pairs)."""
    if not 0.1 <= gamma <= 2.0:
        return Coding(warning=f"The picture's gamma {gamma:g} makes no sense; it was left out.")
    white, primaries = D65, SRGB_PRIMARIES
    if chromaticity is not None:
        pairs = [(chromaticity[i], chromaticity[i + 1]) for i in range(0, 8, 2)]
        if not all(0 <= x <= 1 and 0 < y <= 1 for x, y in pairs):
            return Coding(warning="The picture's primaries make no sense; they were left out.")
        white, primaries = pairs[0], (pairs[1], pairs[2], pairs[3])
    is_like_srgb = np.allclose((white, *primaries), (D65, *SRGB_PRIMARIES), atol=0.005)
    if is_like_srgb and abs(gamma - 1 / 2.2) < 0.002:
        return Coding()  # how programs wrote "sRGB" before there was a chunk for it
    curve = (1 / gamma,)
    try:
        return Coding(_profile(primaries, white, curve))
    except (np.linalg.LinAlgError, struct.error):  # primaries on one line, or far off the plane
        return Coding(warning="The picture's primaries make no sense; they were left out.")


def _profile(
    primaries: tuple[Chromaticity, ...], white: Chromaticity, curve: tuple[float, ...]
) -> bytes:
    """A version 4 display profile with one parametric curve (ICC.1:2022 section 8.3)."""
    matrix = to_xyz(primaries, white)
    kind = 3 if len(curve) == 5 else 0
    shape = b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + b"".join(map(_s15, curve))
    tags = {b"desc": _words("Read from the file"), b"cprt": _words("None"), b"wtpt": _point(D50)}
    for index, name in enumerate((b"r", b"g", b"b")):
        tags[name + b"XYZ"] = _point(matrix[:, index])
        tags[name + b"TRC"] = shape
    table, body, at = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", at + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4xI", 128 + len(table) + len(body), 0x04300000) + b"mntrRGB XYZ "
    head += bytes(12) + b"acsp" + bytes(28) + b"".join(map(_s15, D50))
    return head.ljust(128, b"\0") + table + body


def _s15(value: float) -> bytes:
    return struct.pack(">i", round(float(value) * 65536))


def _point(values: npt.NDArray[np.float64]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_s15, values))


def _words(text: str) -> bytes:
    coded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(coded), 28) + coded

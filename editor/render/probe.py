"""Two facts of a stored file that decide how much memory its decoder takes, from its first bytes.

Standard library only: this runs where renders are admitted, before any decoder is trusted.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_SEGMENTS = 1000
_BITS_PER_SAMPLE = 258


@dataclass(frozen=True, slots=True)
class Storage:
    """`coefficients`: bytes per pixel that a progressive JPEG holds while it is decoded, whatever
    its result; 0 for others. `deep`: more than 8 bits per channel.
    """

    coefficients: float = 0.0
    deep: bool = False


def storage(path: str, kind: str) -> Storage:
    """How the file at `path`, of format `kind`, stores its pixels; the plain way when it can't be
    told, or isn't there: the decoder will say what is wrong.
    """
    try:
        with Path(path).open("rb") as file:
            if kind == "jpeg":
                return Storage(coefficients=_coefficients(file))
            if kind == "png":
                return Storage(deep=file.read(25)[24:] == b"\x10")
            if kind == "tiff":
                return Storage(deep=_deep_tiff(file))
    except (OSError, struct.error, ValueError, ZeroDivisionError):
        pass
    return Storage()


def _coefficients(file: BinaryIO) -> float:
    """From the first frame header (ITU-T T.81 annex B): two bytes for each sample."""
    file.seek(2)
    for _ in range(_MOST_SEGMENTS):
        lead, marker, length = struct.unpack(">BBH", file.read(4))
        if lead != 0xFF:
            return 0.0
        if marker in _FRAMES:
            return _per_pixel(file.read(length - 2)) if marker in _PROGRESSIVE else 0.0
        file.seek(length - 2, 1)
    return 0.0


def _per_pixel(frame: bytes) -> float:
    factors = [(f >> 4, f & 15) for f in frame[7::3]]
    full = max(h for h, _ in factors) * max(v for _, v in factors)
    return 2.0 * sum(h * v for h, v in factors) / full


def _deep_tiff(file: BinaryIO) -> bool:
    """Bits per sample of the first page (TIFF 6.0), above 8."""
    order = "<" if file.read(2) == b"II" else ">"
    (magic, at) = struct.unpack(order + "HI", file.read(6))
    if magic != 42:
        return False
    file.seek(at)
    (count,) = struct.unpack(order + "H", file.read(2))
    for _ in range(count):
        tag, _, values, value = struct.unpack(order + "HHI4s", file.read(12))
        if tag == _BITS_PER_SAMPLE:
            if values > 2:
                file.seek(struct.unpack(order + "I", value)[0])
                value = file.read(2)
            return bool(struct.unpack(order + "H", value[:2])[0] > 8)
    return False

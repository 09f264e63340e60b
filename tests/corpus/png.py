"""PNG files of any depth, colour type and lacing, and of any wrongness."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk with a right check sum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def header(width: int, height: int, depth: int = 8, colour: int = 2, lacing: int = 0) -> bytes:
    """Signature and IHDR."""
    body = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lacing)
    return SIGNATURE + chunk(b"IHDR", body)


def assembled(head: bytes, *chunks: bytes) -> bytes:
    """A file from its header and further chunks."""
    return head + b"".join(chunks) + chunk(b"IEND", b"")


def png(
    pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16],
    *chunks: bytes,
    depth: int | None = None,
    colour: int | None = None,
    laced: bool = False,
) -> bytes:
    """A sound file of pixels (h, w, channels). `chunks` stand before the pixels."""
    height, width, channels = pixels.shape
    depth = depth or pixels.dtype.itemsize * 8
    colour = _TYPES[channels] if colour is None else colour
    head = header(width, height, depth, colour, int(laced))
    parts = [pixels]
    if laced:
        parts = [pixels[y::dy, x::dx] for x, y, dx, dy in (*_PASSES, (0, 1, 1, 2))]
    packed = zlib.compress(b"".join(_rows(part, depth) for part in parts if part.size))
    return assembled(head, *chunks, chunk(b"IDAT", packed))


def _rows(pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16], depth: int) -> bytes:
    """Unfiltered scan lines."""
    height = pixels.shape[0]
    flat = pixels.reshape(height, -1)
    if depth < 8:
        spread = (flat[..., None] >> np.arange(depth - 1, -1, -1)) & 1
        flat = np.packbits(spread.reshape(height, -1).astype(np.uint8), axis=1)
    coded = flat.astype(">u2" if depth == 16 else "u1").tobytes()
    line = len(coded) // height
    return b"".join(b"\0" + coded[y * line : (y + 1) * line] for y in range(height))

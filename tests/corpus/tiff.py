"""Uncompressed TIFF files of any sample layout, and of any wrongness."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SHORT, LONG = 3, 4
_CODES = {SHORT: "H", LONG: "I"}
Tag = tuple[int, int, Sequence[int]]


def tiff(
    pixels: npt.NDArray[np.generic],
    *,
    order: str = "<",
    photometric: int | None = None,
    planar: bool = False,
    extra: int | None = None,
    sample_format: int = 1,
    blocks: Sequence[tuple[int, bytes]] = (),
    tags: Sequence[Tag] = (),
) -> bytes:
    """One strip (one per plane when `planar`) of pixels (h, w, channels). `blocks` are tags of
    plain bytes (type 7), `tags` replace or add numbers."""
    height, width, channels = pixels.shape
    bits = pixels.dtype.itemsize * 8
    planes = np.moveaxis(pixels, 2, 0) if planar else pixels[None]
    data = [p.astype(pixels.dtype.newbyteorder(order)).tobytes() for p in planes]
    numbers: dict[int, Tag] = {
        tag[0]: tag
        for tag in (
            (256, LONG, [width]),
            (257, LONG, [height]),
            (258, SHORT, [bits] * channels),
            (259, SHORT, [1]),
            (262, SHORT, [photometric if photometric is not None else (2 if channels > 2 else 1)]),
            (273, LONG, [8 + sum(map(len, data[:i])) for i in range(len(data))]),
            (277, SHORT, [channels]),
            (278, LONG, [height]),
            (279, LONG, [len(d) for d in data]),
            (284, SHORT, [2 if planar else 1]),
            (339, SHORT, [sample_format] * channels),
            *([(338, SHORT, [extra])] if extra is not None else []),
            *tags,
        )
    }
    body = b"".join(data)
    return _file(order, body + b"\0" * (len(body) % 2), numbers, blocks)


def _file(
    order: str, body: bytes, numbers: dict[int, Tag], blocks: Sequence[tuple[int, bytes]]
) -> bytes:
    rows: dict[int, tuple[int, int, bytes]] = {
        tag: (kind, len(values), struct.pack(f"{order}{len(values)}{_CODES[kind]}", *values))
        for tag, kind, values in numbers.values()
    }
    rows |= {tag: (7, len(value), value) for tag, value in blocks}
    at = 8 + len(body)
    heap_at = at + 2 + 12 * len(rows) + 4
    table, heap = struct.pack(f"{order}H", len(rows)), b""
    for tag, (kind, count, value) in sorted(rows.items()):
        table += struct.pack(f"{order}HHI", tag, kind, count)
        if len(value) <= 4:
            table += value.ljust(4, b"\0")
        else:
            table += struct.pack(f"{order}I", heap_at + len(heap))
            heap += value + b"\0" * (len(value) % 2)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(f"{order}I", at) + body + table + bytes(4) + heap

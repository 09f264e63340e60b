"""How a font file is packed, judged before a library unpacks it: what it says must lie inside the
file, and what it unpacks to must be what it says, and bounded.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import brotli

from editor.errors import FontRefused

MIB = 1024 * 1024
MOST_TABLES = 64
UNPACKED_BYTES = 32 * MIB
"""Of all tables together, however small they are packed."""

SIGNATURES = {
    b"\x00\x01\x00\x00": "ttf",
    b"true": "ttf",
    b"OTTO": "otf",
    b"wOFF": "woff",
    b"wOF2": "woff2",
}
_PIECE = 64 * 1024
_OUTLINES = (10, 11)
"""`glyf` and `loca` in the list of known tags of WOFF2."""
_SPELLED = 0x3F
"""The tag stands behind, in full."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a table lies in the file, and its length there and unpacked."""

    at: int
    packed: int
    length: int


def check(data: bytes) -> str:
    """The kind of the file: `ttf`, `otf`, `woff` or `woff2`. FontRefused for anything else,
    and for one that is cut off, contradicts itself, or unpacks to too much."""
    kind = SIGNATURES.get(data[:4])
    if kind is None:
        raise _other(data)
    try:
        if kind == "woff2":
            _check_woff2(data)
        else:
            tables = list(_woff(data) if kind == "woff" else _plain(data))
            _check_bounds(tables, len(data))
            if kind == "woff":
                _check_zlib(data, tables)
    except (struct.error, IndexError, zlib.error, brotli.error):
        raise broken("it is cut off or damaged") from None
    return kind


def broken(why: str) -> FontRefused:
    return FontRefused(f"The font can't be used: {why}.", remedy="Take another copy of it.")


def _other(data: bytes) -> FontRefused:
    if data[:4] == b"ttcf":
        return FontRefused(
            "The file is a collection of several fonts.", remedy="Upload each as a file of its own."
        )
    return FontRefused(
        "The file is no font.", remedy="Upload a TrueType, OpenType, WOFF or WOFF2 file."
    )


def _plain(data: bytes) -> Iterator[_Table]:
    for n in range(_count(data, 4)):
        _, _, at, length = struct.unpack_from(">4sLLL", data, 12 + 16 * n)
        yield _Table(at, length, length)


def _woff(data: bytes) -> Iterator[_Table]:
    for n in range(_count(data, 12)):
        _, at, packed, length, _ = struct.unpack_from(">4sLLLL", data, 44 + 20 * n)
        yield _Table(at, packed, length)


def _count(data: bytes, at: int) -> int:
    count: int = struct.unpack_from(">H", data, at)[0]
    if not 1 <= count <= MOST_TABLES:
        raise broken(f"it names {count} tables")
    return count


def _check_bounds(tables: list[_Table], size: int) -> None:
    if any(one.at + one.packed > size or one.packed > one.length for one in tables):
        raise broken("its tables reach beyond its end")
    if sum(one.length for one in tables) > UNPACKED_BYTES:
        raise broken(f"it unpacks to more than {UNPACKED_BYTES // MIB} MiB")


def _check_zlib(data: bytes, tables: list[_Table]) -> None:
    for one in tables:
        if one.packed < one.length:
            packed = data[one.at : one.at + one.packed]
            # One byte more than it says is asked for, so that a longer one shows.
            found = zlib.decompressobj().decompress(packed, one.length + 1)
            if len(found) != one.length:
                raise broken("a table isn't as long as it says")


def _check_woff2(data: bytes) -> None:
    count, packed = _count(data, 12), struct.unpack_from(">L", data, 20)[0]
    at, unpacked, told = 48, 0, 0
    for _ in range(count):
        at, stored, length = _entry(data, at)
        unpacked, told = unpacked + stored, told + length
    if max(unpacked, told) > UNPACKED_BYTES:
        raise broken(f"it unpacks to more than {UNPACKED_BYTES // MIB} MiB")
    if at + packed > len(data):
        raise broken("it is cut off or damaged")
    if _brotli_bytes(data[at : at + packed], unpacked) != unpacked:
        raise broken("it doesn't unpack to what it says")


def _entry(data: bytes, at: int) -> tuple[int, int, int]:
    """One entry of the directory: where the next one begins, the bytes of its table in the packed
    stream, and in the font."""
    number, version = data[at] & 0x3F, data[at] >> 6
    outlines = number in _OUTLINES
    at += 1
    if number == _SPELLED:
        outlines, at = data[at : at + 4] in (b"glyf", b"loca"), at + 4
    at, length = _base128(data, at)
    # Outlines are transformed unless version 3 says no, the others only when they say so.
    if version == (3 if outlines else 0):
        return at, length, length
    at, stored = _base128(data, at)
    return at, stored, length


def _base128(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(5):
        byte = data[at + n]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return at + n + 1, value
    raise broken("it is cut off or damaged")


def _brotli_bytes(packed: bytes, most: int) -> int:
    """How many bytes it unpacks to; it stops soon after `most`."""
    stream, found, piece = brotli.Decompressor(), 0, packed
    while found <= most and not stream.is_finished():
        made = stream.process(piece, output_buffer_limit=_PIECE)
        if not made and stream.can_accept_more_data():
            break
        found, piece = found + len(made), b""
    return found

"""EXIF (CIPA DC-008) read and cleaned in place.

Bytes are changed where they stand instead of being written anew, because maker notes hold absolute
offsets that any move would break. Every read is checked against the block's end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from editor.geometry import Size

PREFIX = b"Exif\0\0"
ARTIST, COPYRIGHT = 0x013B, 0x8298
_ORIENTATION, _GPS, _EXIF_IFD, _INTEROP = 0x0112, 0x8825, 0x8769, 0xA005
_WIDTHS, _HEIGHTS, _COLOUR_SPACE, _INTEROP_INDEX = (0x0100, 0xA002), (0x0101, 0xA003), 0xA001, 1
_THUMB_AT, _THUMB_BYTES = 0x0201, 0x0202
_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ASCII, _SHORT = 2, 3
_MOST_ENTRIES = 1000


class Unreadable(ValueError):
    """The block breaks the format; it is dropped as a whole, never passed on half cleaned."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A tag: where its twelve bytes stand, its type, and where its value lies."""

    at: int
    tag: int
    type: int
    value_at: int
    length: int


class _Block:
    """A TIFF block in memory."""

    def __init__(self, raw: bytes) -> None:
        self.data = bytearray(raw.removeprefix(PREFIX))
        head = bytes(self.data[:4])
        if head not in (b"II*\0", b"MM\0*"):
            raise Unreadable("no TIFF header")
        self.order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"

    def number(self, at: int, width: int) -> int:
        if at < 0 or at + width > len(self.data):
            raise Unreadable("an offset points outside")
        return int.from_bytes(self.data[at : at + width], self.order)

    def write(self, at: int, width: int, value: int) -> None:
        self.data[at : at + width] = value.to_bytes(width, self.order)

    def clear(self, at: int, length: int) -> None:
        length = max(0, min(length, len(self.data) - at))
        self.data[at : at + length] = bytes(length)

    def first(self) -> int:
        return self.number(4, 4)

    def count(self, ifd: int) -> int:
        count = self.number(ifd, 2)
        if count > _MOST_ENTRIES:
            raise Unreadable("a directory has too many tags")
        return count

    def entries(self, ifd: int) -> Iterator[_Entry]:
        for index in range(self.count(ifd)):
            at = ifd + 2 + 12 * index
            tag, kind, count = self.number(at, 2), self.number(at + 2, 2), self.number(at + 4, 4)
            length = count * _TYPE_BYTES.get(kind, 1)
            value_at = at + 8 if length <= 4 else self.number(at + 8, 4)
            if value_at + length > len(self.data):
                raise Unreadable("a value reaches outside")
            yield _Entry(at, tag, kind, value_at, length)

    def find(self, ifd: int, tag: int) -> _Entry | None:
        return next((e for e in self.entries(ifd) if e.tag == tag), None)

    def next_at(self, ifd: int) -> int:
        """Where the offset of the following directory stands."""
        return ifd + 2 + 12 * self.count(ifd)

    def child(self, ifd: int, tag: int) -> int | None:
        """The offset of a directory that `tag` points at."""
        entry = self.find(ifd, tag)
        return self.number(entry.at + 8, 4) if entry else None

    def drop_entry(self, ifd: int, entry: _Entry) -> None:
        """Closes the gap inside the table; nothing outside the table moves."""
        end = self.next_at(ifd) + 4
        if end - 16 < entry.at:  # the table was overwritten meanwhile
            raise Unreadable("directories overlap")
        self.data[entry.at : end - 12] = self.data[entry.at + 12 : end]
        self.clear(end - 12, 12)
        self.write(ifd, 2, self.count(ifd) - 1)

    def clear_directory(self, ifd: int) -> None:
        """Zeroes a directory and every value that it points at."""
        for entry in list(self.entries(ifd)):
            if entry.length > 4:
                self.clear(entry.value_at, entry.length)
        self.clear(ifd, 2 + 12 * self.count(ifd) + 4)


def orientation(raw: bytes) -> int:
    """1 to 8; 1 when the block is missing, unreadable or silent."""
    try:
        block = _Block(raw)
        entry = block.find(block.first(), _ORIENTATION)
        value = block.number(entry.value_at, 2) if entry and entry.type == _SHORT else 1
    except Unreadable:
        return 1
    return value if 1 <= value <= 8 else 1


def texts(raw: bytes, tags: tuple[int, ...]) -> dict[int, bytes]:
    """The values of those ASCII tags of the first directory that are present, without padding."""
    try:
        block = _Block(raw)
        found = [e for e in block.entries(block.first()) if e.tag in tags and e.type == _ASCII]
    except Unreadable:
        return {}
    values = {e.tag: bytes(block.data[e.value_at : e.value_at + e.length]) for e in found}
    return {tag: text for tag, value in values.items() if (text := value.rstrip(b"\0 "))}


def built(values: Mapping[int, bytes]) -> bytes:
    """A new block that holds only these ASCII tags; empty when there are none."""
    if not values:
        return b""
    table, heap = b"", b""
    heap_at = 8 + 2 + 12 * len(values) + 4
    for tag, text in sorted(values.items()):
        value = text + b"\0"
        head = tag.to_bytes(2, "big") + _ASCII.to_bytes(2, "big") + len(value).to_bytes(4, "big")
        if len(value) <= 4:
            table += head + value.ljust(4, b"\0")
        else:
            table += head + (heap_at + len(heap)).to_bytes(4, "big")
            heap += value + b"\0" * (len(value) % 2)
    count = len(values).to_bytes(2, "big")
    return PREFIX + b"MM\0*\0\0\0\x08" + count + table + bytes(4) + heap


def cleaned(raw: bytes, size: Size) -> bytes:
    """Everything but positions (GPS) and the thumbnail, made true for an upright sRGB picture of
    `size`. Unreadable when the block can't be followed."""
    block = _Block(raw)
    first = block.first()
    details = block.child(first, _EXIF_IFD)
    _drop_thumbnail(block, first)
    for ifd in (first, details):
        if ifd is not None:
            _drop_positions(block, ifd)
            _make_true(block, ifd, size)
    interop = block.child(details, _INTEROP) if details is not None else None
    if interop is not None:
        _make_true(block, interop, size)
    result = PREFIX + bytes(block.data)
    _check_clean(result)
    return result


def _drop_positions(block: _Block, ifd: int) -> None:
    while (entry := block.find(ifd, _GPS)) is not None:
        block.clear_directory(block.number(entry.at + 8, 4))
        block.drop_entry(ifd, entry)


def _drop_thumbnail(block: _Block, first: int) -> None:
    """The second directory and its picture, which would show what was cropped away."""
    pointer = block.next_at(first)
    second = block.number(pointer, 4)
    block.write(pointer, 4, 0)
    if not second:
        return
    at, length = block.child(second, _THUMB_AT), block.child(second, _THUMB_BYTES)
    block.clear_directory(second)
    if at is not None and length is not None:
        block.clear(at, length)
        if at + length >= len(block.data) > at > second:
            del block.data[at:]


def _make_true(block: _Block, ifd: int, size: Size) -> None:
    """Orientation, size and colour space as they now are."""
    values = {_ORIENTATION: 1, _COLOUR_SPACE: 1}
    values |= dict.fromkeys(_WIDTHS, size.width) | dict.fromkeys(_HEIGHTS, size.height)
    for entry in block.entries(ifd):
        width = _TYPE_BYTES.get(entry.type, 1)
        if entry.tag in values and width in (2, 4) and entry.length == width:
            block.write(entry.value_at, width, min(values[entry.tag], 256**width - 1))
        elif entry.tag == _INTEROP_INDEX and entry.length == 4:
            block.data[entry.value_at : entry.value_at + 3] = b"R98"  # R03 would mean Adobe RGB


def _check_clean(raw: bytes) -> None:
    """Directories may overlap in hostile files, so the result is read once more."""
    block = _Block(raw)
    first = block.first()
    details = block.child(first, _EXIF_IFD)
    for ifd in (first, details):
        if ifd is not None and block.find(ifd, _GPS) is not None:
            raise Unreadable("positions are still there")
    if block.number(block.next_at(first), 4):
        raise Unreadable("a second directory is still there")

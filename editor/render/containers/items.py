"""The items of a HEIF container (ISO/IEC 14496-12 section 8.11): where their bytes lie and which
properties belong to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.render.containers.isobmff import Box, boxes, properties, top_boxes
from editor.render.containers.survey import Data, part

_MOST_ITEMS = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """An item whose bytes start at `at` of the file, and its properties."""

    at: int
    length: int
    properties: tuple[Box, ...]


class _Cursor:
    """Numbers read one after the other; the file is cut off when they end too early."""

    def __init__(self, data: Data, box: Box) -> None:
        self.body = data[box.start : box.end]
        self.at = 0

    def take(self, width: int) -> int:
        self.at += width
        return int.from_bytes(part(self.body, self.at - width, width, "its items"), "big")


def items(data: Data) -> Iterator[Item]:
    """The items that lie in the file as one piece."""
    for meta in top_boxes(data):
        if meta.name != b"meta":
            continue
        stored = list(properties(data, meta))
        places: dict[int, tuple[int, int]] = {}
        for box in _inside(data, meta):
            if box.name == b"iloc":
                places |= _places(_Cursor(data, box))
        for item, indices in _associations(data, meta):
            if item in places:
                own = tuple(stored[i - 1] for i in indices if 0 < i <= len(stored))
                yield Item(*places[item], own)


def _inside(data: Data, meta: Box) -> Iterator[Box]:
    """The boxes of `meta`, those of `iprp` included."""
    for box in boxes(data, meta.start + 4, meta.end):
        yield box
        if box.name == b"iprp":
            yield from boxes(data, box.start, box.end)


def _places(cursor: _Cursor) -> dict[int, tuple[int, int]]:
    """Item id -> offset and length, for items of one extent counted from the file's start."""
    version = cursor.take(4) >> 24
    widths = cursor.take(2)
    offset, length, base, index = (widths >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    found = {}
    for _ in range(min(cursor.take(wide), _MOST_ITEMS)):
        item = cursor.take(wide)
        method = cursor.take(2) & 15 if version else 0
        elsewhere = cursor.take(2)
        start = cursor.take(base)
        extents = []
        for _ in range(min(cursor.take(2), _MOST_ITEMS)):
            cursor.take(index if version else 0)
            extents.append((start + cursor.take(offset), cursor.take(length)))
        if len(extents) == 1 and not method and not elsewhere:
            found[item] = extents[0]
    return found


def _associations(data: Data, meta: Box) -> Iterator[tuple[int, list[int]]]:
    """Item id -> numbers of its properties, from 1."""
    for box in _inside(data, meta):
        if box.name != b"ipma":
            continue
        cursor = _Cursor(data, box)
        head = cursor.take(4)
        wide = 4 if head >> 24 else 2
        for _ in range(min(cursor.take(4), _MOST_ITEMS)):
            item = cursor.take(wide)
            count = cursor.take(1)
            two = head & 1
            yield item, [cursor.take(1 + two) & (0x7FFF if two else 0x7F) for _ in range(count)]

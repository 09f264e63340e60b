"""TIFF directories (TIFF 6.0, BigTIFF): size, depth, pages, and whether the pixels are there."""

from __future__ import annotations

from dataclasses import dataclass

from editor.errors import NotAPicture, TooManyPixels
from editor.render.containers.survey import Data, Survey, cut_off, damaged, part
from editor.render.limits import Limits
from editor.render.sniff import READABLE

_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_WIDTHS |= {13: 4, 16: 8, 17: 8, 18: 8}
_SUBFILE, _WIDTH, _HEIGHT, _BITS, _OFFSETS, _COUNTS = 254, 256, 257, 258, 273, 279
_PACKING, _SAMPLES, _ROWS, _PLANAR = 259, 277, 278, 284
_SUB_IFDS, _TILES, _TILE_COUNTS, _DNG = 330, 324, 325, 50706
MOST_ENTRIES = 4096
MOST_STRIPS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Layout:
    order: str
    big: bool

    def number(self, data: bytes) -> int:
        return int.from_bytes(data, "little" if self.order == "II" else "big")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One tag: the width of its values in bytes, their number and where they lie."""

    width: int
    count: int
    at: int


def walk(data: Data, limits: Limits) -> Survey:
    """Facts of the first page. The format allows bytes anywhere, so `end` is the file's end."""
    layout, at = _start(data)
    first, after = _directory(data, layout, at)
    _refuse_raw(data, layout, first)
    width, height = (_value(data, layout, first, tag) for tag in (_WIDTH, _HEIGHT))
    limits.check_size(width, height)
    for offsets, counts in ((_OFFSETS, _COUNTS), (_TILES, _TILE_COUNTS)):
        _check_present(data, layout, first, offsets, counts)
    _check_enough(data, layout, first)
    _check_pages(data, layout, after, limits)
    return Survey(width, height, len(data), bits=_value(data, layout, first, _BITS) or 1)


def _start(data: Data) -> tuple[_Layout, int]:
    head = part(data, 0, 8, "the header")
    order = "II" if head[:2] == b"II" else "MM"
    layout = _Layout(order, b"+" in head[2:4])
    if layout.big:
        return layout, layout.number(part(data, 8, 8, "the header"))
    return layout, layout.number(head[4:8])


def _directory(data: Data, layout: _Layout, at: int) -> tuple[dict[int, _Entry], int]:
    """The tags of the directory at `at`, and the offset of the next one (0: none)."""
    count_width, entry_width, field = (8, 20, 8) if layout.big else (2, 12, 4)
    count = layout.number(part(data, at, count_width, "a directory"))
    if not 0 < count <= MOST_ENTRIES:
        raise damaged(f"a directory says that it has {count} tags")
    at += count_width
    table = part(data, at, count * entry_width + field, "a directory")
    found = {}
    for start in range(0, count * entry_width, entry_width):
        row = table[start : start + entry_width]
        tag, kind = layout.number(row[:2]), layout.number(row[2:4])
        values = layout.number(row[4 : 4 + field])
        width = _WIDTHS.get(kind, 1)
        inline = width * values <= field
        place = at + start + 4 + field if inline else layout.number(row[4 + field :])
        if place + width * values > len(data):
            raise cut_off(f"tag {tag} has {values} values at byte {place}, behind the file's end")
        found[tag] = _Entry(width, values, place)
    return found, layout.number(table[-field:])


def _value(data: Data, layout: _Layout, tags: dict[int, _Entry], tag: int) -> int:
    """The first value of a tag, 0 when it is missing."""
    entry = tags.get(tag)
    return layout.number(data[entry.at : entry.at + entry.width]) if entry and entry.count else 0


def _refuse_raw(data: Data, layout: _Layout, tags: dict[int, _Entry]) -> None:
    # The first directory of camera raw files is a small preview; the picture is elsewhere.
    reduced = _value(data, layout, tags, _SUBFILE) & 1
    if _DNG in tags or (reduced and _SUB_IFDS in tags):
        raise NotAPicture(
            "The file is a camera raw file, which isn't read as a picture.",
            remedy=f"Develop it first. {READABLE}",
        )


def _check_present(
    data: Data, layout: _Layout, tags: dict[int, _Entry], offsets: int, counts: int
) -> None:
    """Every strip or tile lies inside the file."""
    where, sizes = tags.get(offsets), tags.get(counts)
    if where is None:
        return
    if where.count > MOST_STRIPS:
        raise damaged(f"it is cut into {where.count} pieces")
    for index in range(where.count):
        start = _item(data, layout, where, index)
        size = _item(data, layout, sizes, index) if sizes and index < sizes.count else 1
        if start + size > len(data):
            raise cut_off(f"pixels at byte {start} lie behind its end at {len(data)}")


def _check_enough(data: Data, layout: _Layout, tags: dict[int, _Entry]) -> None:
    """There are as many strips as the height needs: decoders leave the rest black silently."""
    strips = tags.get(_OFFSETS)
    if strips is None:
        return
    height = _value(data, layout, tags, _HEIGHT)
    rows = min(_value(data, layout, tags, _ROWS) or height, height)
    planes = _value(data, layout, tags, _SAMPLES) if _value(data, layout, tags, _PLANAR) == 2 else 1
    needed = -(-height // rows) * max(1, planes)
    if strips.count < needed:
        raise cut_off(f"it has {strips.count} of {needed} strips of pixels")
    if _value(data, layout, tags, _PACKING) in (0, 1) and _COUNTS in tags:
        _check_unpacked(data, layout, tags, planes)


def _check_unpacked(data: Data, layout: _Layout, tags: dict[int, _Entry], planes: int) -> None:
    """Uncompressed strips hold every byte of every row."""
    width, height = (_value(data, layout, tags, tag) for tag in (_WIDTH, _HEIGHT))
    samples = 1 if planes > 1 else max(1, _value(data, layout, tags, _SAMPLES))
    bits = _value(data, layout, tags, _BITS) or 1
    needed = (width * samples * bits + 7) // 8 * height * max(1, planes)
    sizes = tags[_COUNTS]
    got = sum(_item(data, layout, sizes, index) for index in range(sizes.count))
    if got < needed:
        raise cut_off(f"{got} of {needed} bytes of pixels are there")


def _item(data: Data, layout: _Layout, entry: _Entry, index: int) -> int:
    at = entry.at + index * entry.width
    return layout.number(data[at : at + entry.width])


def _check_pages(data: Data, layout: _Layout, at: int, limits: Limits) -> None:
    """The chain of further pages ends, without a loop."""
    seen = set()
    while at:
        if at in seen:
            raise damaged("its pages point at each other in a circle")
        seen.add(at)
        if len(seen) >= limits.frames:
            raise TooManyPixels(
                f"The file has more than {limits.frames} pages.", remedy="Send one page."
            )
        _, at = _directory(data, layout, at)

"""The boxes of AVIF and HEIC files (ISO/IEC 14496-12 and 23008-12): largest size, colour, end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.render.containers.survey import Data, Survey, cut_off, damaged, part
from editor.render.limits import Limits

_TOP = frozenset(
    b"ftyp meta mdat moov free skip wide uuid idat moof mfra styp sidx mpvd jumb sefd".split()
)
_MOST_BOXES = 10_000


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its type and where its body lies."""

    name: bytes
    start: int
    end: int


def boxes(data: Data, at: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets; a box that reaches past `end` is an error."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        length, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(part(data, at + 8, 8, "a box"), "big"), 16
        elif length == 0:
            length = end - at
        if length < head:
            raise damaged(f"the box at byte {at} is shorter than its own header")
        if at + length > end:
            raise cut_off(f"its {_shown(name)} box ends {at + length - end} bytes behind the file")
        yield Box(name, at + head, at + length)
        at += length
    raise damaged(f"it has more than {_MOST_BOXES} boxes")


def top_boxes(data: Data) -> Iterator[Box]:
    """The outermost boxes, up to the first bytes that aren't one."""
    at = 0
    while at + 8 <= len(data) and data[at + 4 : at + 8] in _TOP:
        box = next(boxes(data, at, len(data)))
        yield box
        at = box.end


def walk(data: Data, limits: Limits) -> Survey:
    """The largest size that any item declares (a decoder may have to make room for it) and the
    end. Frames are left to the decoder, which reads the sample tables."""
    width = height = end = 0
    bits = 8
    names = set()
    for box in top_boxes(data):
        names.add(box.name)
        end = box.end
        _check_items(data, box)
        for inner in properties(data, box):
            if inner.name == b"ispe":
                body = part(data, inner.start, 12, "a size")
                size = int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")
                limits.check_size(*size)
                width, height = max((width, height), size, key=lambda s: s[0] * s[1])
            elif inner.name == b"pixi":
                bits = max(bits, *data[inner.start + 5 : inner.end], 0)
    if not names & {b"meta", b"moov"}:
        raise cut_off("it ends before the box that describes the picture")
    if not names & {b"mdat", b"idat"} and not _has_idat(data):
        raise cut_off("it ends before any pixel")
    return Survey(width, height, end, bits=min(bits, 16))


def _check_items(data: Data, meta: Box) -> None:
    """Item types and names are text: the HEIF reader crashes on others instead of refusing."""
    if meta.name != b"meta":
        return
    for box in boxes(data, meta.start + 4, meta.end):
        if box.name != b"iinf":
            continue
        head = 6 if part(data, box.start, 6, "its items")[0] == 0 else 8
        for entry in boxes(data, box.start + head, box.end):
            body = data[entry.start : entry.end]
            texts = body[10:] if body[:1] == b"\x03" else body[8:]
            if not texts[:4].isascii() or not texts[:4].decode("ascii").isprintable():
                raise damaged("one of its items is of no kind")
            try:
                texts.decode("utf-8")
            except UnicodeDecodeError:
                raise damaged("the name of one of its items is no text") from None


def properties(data: Data, meta: Box) -> Iterator[Box]:
    """The item properties inside a `meta` box; none in any other box."""
    if meta.name != b"meta":
        return
    for box in boxes(data, meta.start + 4, meta.end):
        if box.name == b"iprp":
            for store in boxes(data, box.start, box.end):
                if store.name == b"ipco":
                    yield from boxes(data, store.start, store.end)


def coding_points(data: Data) -> tuple[int, int] | None:
    """Colour primaries and transfer (ITU-T H.273) of the file, when it names exactly one pair."""
    found = set()
    for box in top_boxes(data):
        for inner in properties(data, box):
            body = data[inner.start : inner.end]
            if inner.name == b"colr" and body[:4] == b"nclx" and len(body) >= 8:
                found.add((int.from_bytes(body[4:6], "big"), int.from_bytes(body[6:8], "big")))
    return found.pop() if len(found) == 1 else None


def _has_idat(data: Data) -> bool:
    return any(
        inner.name == b"idat"
        for box in top_boxes(data)
        if box.name == b"meta"
        for inner in boxes(data, box.start + 4, box.end)
    )


def _shown(name: bytes) -> str:
    return name.decode("ascii", "replace")

"""WebP chunks (RFC 9649): canvas, frames, end."""

from __future__ import annotations

from collections.abc import Iterator

from editor.render.containers.survey import Data, Survey, cut_off, damaged, part
from editor.render.limits import PART_BYTES, Limits

_SIDE_PARTS = frozenset((b"ICCP", b"EXIF", b"XMP "))


def walk(data: Data, limits: Limits) -> Survey:
    """Size, frames and end; the sizes of canvas and frames must agree."""
    end = 8 + _u32(part(data, 4, 4, "the header"))
    if end > len(data):
        raise cut_off(f"it says that it has {end} bytes but only {len(data)} are there")
    canvas: tuple[int, int] | None = None
    still: tuple[int, int] | None = None
    frames = 0
    for name, at, length in _chunks(data, 12, end):
        if name == b"VP8X":
            body = part(data, at, 10, "the canvas header")
            canvas = (_u24(body, 4) + 1, _u24(body, 7) + 1)
            limits.check_size(*canvas)
        elif name in (b"VP8 ", b"VP8L"):
            still = _still_size(data, name, at)
            limits.check_size(*still)
        elif name == b"ANMF":
            frames += 1
            _check_inside(part(data, at, 16, "a frame header"), canvas)
            limits.check_frames(frames, *(canvas or (0, 0)))
        elif name in _SIDE_PARTS and length > PART_BYTES:
            raise damaged(f"its {name.decode().strip()} part has {length} bytes")
    return _survey(canvas, still, frames, min(end + end % 2, len(data)))


def _survey(
    canvas: tuple[int, int] | None, still: tuple[int, int] | None, frames: int, end: int
) -> Survey:
    size = canvas or still
    if size is None or not (still or frames):
        raise cut_off("it ends before any pixel")
    if still and canvas and still != canvas:
        raise damaged(
            f"its header says {canvas[0]}x{canvas[1]} px but its pixels are {still[0]}x{still[1]}"
        )
    return Survey(*size, end, frames=max(1, frames))


def _chunks(data: Data, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, offset and length of each chunk's body."""
    while at + 8 <= end:
        head = data[at : at + 8]
        length = _u32(head[4:])
        if at + 8 + length > end:
            raise damaged(f"a chunk at byte {at} is longer than the file")
        yield head[:4], at + 8, length
        at += 8 + length + length % 2


def _still_size(data: Data, name: bytes, at: int) -> tuple[int, int]:
    if name == b"VP8 ":  # RFC 6386 section 9.1: 14 bits each, the rest is a scaling hint
        body = part(data, at, 10, "the frame header")
        return _u16(body, 6) & 0x3FFF, _u16(body, 8) & 0x3FFF
    bits = _u32(part(data, at, 5, "the frame header")[1:])
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _check_inside(frame: bytes, canvas: tuple[int, int] | None) -> None:
    if canvas is None:
        raise damaged("it has frames but no canvas")
    right = _u24(frame, 0) * 2 + _u24(frame, 6) + 1
    bottom = _u24(frame, 3) * 2 + _u24(frame, 9) + 1
    if right > canvas[0] or bottom > canvas[1]:
        raise damaged(
            f"a frame reaches to {right}x{bottom} px on a canvas of {canvas[0]}x{canvas[1]}"
        )


def _u16(data: bytes, at: int = 0) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u24(data: bytes, at: int = 0) -> int:
    return int.from_bytes(data[at : at + 3], "little")


def _u32(data: bytes, at: int = 0) -> int:
    return int.from_bytes(data[at : at + 4], "little")

"""GIF blocks (GIF89a specification): canvas, frames, end."""

from __future__ import annotations

from editor.render.containers.survey import Data, Survey, cut_off, damaged, part
from editor.render.limits import Limits

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B


def walk(data: Data, limits: Limits) -> Survey:
    """Size with all frames inside, number of frames, and the end behind the trailer."""
    head = part(data, 0, 13, "the header")
    width, height = _u16(head, 6), _u16(head, 8)
    at, frames = 13 + _table(head[10]), 0
    while at < len(data):
        block = data[at]
        if block == _TRAILER:
            at += 1
            break
        if block == _EXTENSION:
            at = _skip(data, at + 2)
        elif block == _IMAGE:
            place = part(data, at + 1, 9, "a frame header")
            # Decoders grow the canvas for frames that stick out.
            width = max(width, _u16(place, 0) + _u16(place, 4))
            height = max(height, _u16(place, 2) + _u16(place, 6))
            frames += 1
            limits.check_size(width, height)
            limits.check_frames(frames, width, height)
            at = _skip(data, at + 11 + _table(place[8]))
        else:
            raise damaged(f"byte {at} starts no block that GIF knows")
    if not frames:
        raise cut_off("it ends before its first frame")
    return Survey(width, height, at, frames=frames)


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _table(flags: int) -> int:
    """Bytes of the colour table that `flags` announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip(data: Data, at: int) -> int:
    """The offset behind a chain of sub-blocks, each led by its length and ended by a zero."""
    end = len(data)
    while at < end:
        length = data[at]
        at += 1 + length
        if not length:
            return at
    raise cut_off("it ends inside a frame")

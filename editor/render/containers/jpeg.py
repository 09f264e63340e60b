"""JPEG markers (ITU-T T.81 annex B): size, precision, number of scans, end."""

from __future__ import annotations

import re

from editor.render.containers.survey import Data, Survey, cut_off, damaged, part
from editor.render.limits import Limits

_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
"""The next marker inside entropy-coded data: neither a stuffed byte nor a restart."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_ALONE = frozenset((0x01, _SOI))
MOST_SCANS = 100
"""Real progressive pictures have about ten; each one costs a pass over all pixels."""


def walk(data: Data, limits: Limits) -> Survey:
    """The first picture of a JPEG file; `end` lies behind its EOI."""
    return walk_from(data, 0, limits)


def walk_from(data: Data, start: int, limits: Limits) -> Survey:
    """The same for a picture that starts at `start`."""
    at, scans, frame, first_scan = start + 2, 0, b"", 0
    while (found := _MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker == _EOI:
            return _survey(frame, first_scan, at)
        if marker in _ALONE:
            continue
        segment = part(data, at, int.from_bytes(part(data, at, 2, "a marker"), "big"), "a segment")
        if len(segment) < 2:
            raise damaged("a segment is shorter than its own length field")
        at += len(segment)
        if marker in _FRAMES:
            frame = bytes((marker,)) + _only_frame(frame, segment)
            limits.check_size(*_size(frame))
        elif marker == _SOS:
            scans += 1
            first_scan = first_scan or at
            if scans > MOST_SCANS:
                raise damaged(f"it has more than {MOST_SCANS} scans, which no camera writes")
    raise cut_off("its end marker is missing")


def _only_frame(before: bytes, segment: bytes) -> bytes:
    if len(segment) < 8 or len(segment) < 8 + 3 * segment[7]:
        raise damaged("its frame header is too short")
    if before:
        raise damaged("it has two frame headers")
    return segment


def _size(frame: bytes) -> tuple[int, int]:
    return int.from_bytes(frame[6:8], "big"), int.from_bytes(frame[4:6], "big")


def _survey(frame: bytes, first_scan: int, end: int) -> Survey:
    if not frame:
        raise cut_off("it ends before the frame header that gives its size")
    if not first_scan:
        raise cut_off("it ends before any pixel")
    width, height = _size(frame)
    least = _least_bits(frame) // 8
    if end - first_scan < least:
        raise cut_off(
            f"{width}x{height} px take at least {least} bytes, but {end - first_scan} are there"
        )
    return Survey(width, height, end, bits=frame[3])


def _least_bits(frame: bytes) -> int:
    """What Huffman codes need when every block is flat: decoders invent missing blocks silently."""
    bits = {0xC0: 2, 0xC1: 2, 0xC2: 1}.get(frame[0], 0)
    width, height = _size(frame)
    samplings = [frame[10 + 3 * i] for i in range(frame[8])]
    widest = max((s >> 4 for s in samplings), default=1) or 1
    tallest = max((s & 15 for s in samplings), default=1) or 1
    blocks = 0
    for sampling in samplings:
        columns = -(-width * (sampling >> 4) // (8 * widest))
        rows = -(-height * (sampling & 15) // (8 * tallest))
        blocks += columns * rows
    return blocks * bits

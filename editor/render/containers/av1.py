"""The size that AV1 data is really coded in (AV1 bitstream specification, section 5.5), against
the size that the AVIF container promises: a decoder would stretch one to the other in silence."""

from __future__ import annotations

from editor.render.containers import isobmff
from editor.render.containers.items import Item, items
from editor.render.containers.survey import Data, Survey, damaged
from editor.render.limits import Limits

_HEAD = 256
"""The sequence header stands at the very start."""
_SEQUENCE = 1


def walk(data: Data, limits: Limits) -> Survey:
    """An AVIF file: its boxes, and that every item is coded in the size that it promises."""
    found = isobmff.walk(data, limits)
    for item in items(data):
        promised = _promised(data, item)
        coded = coded_size(data[item.at : item.at + min(item.length, _HEAD)])
        if promised and coded and promised != coded:
            raise damaged(
                f"it says that it is {promised[0]}x{promised[1]} px, but its pixels are coded as "
                f"{coded[0]}x{coded[1]}"
            )
    return found


def _promised(data: Data, item: Item) -> tuple[int, int] | None:
    """Width and height by `ispe`, for AV1 items."""
    names = {box.name: box for box in item.properties}
    if b"av1C" not in names or b"ispe" not in names:
        return None
    body = data[names[b"ispe"].start : names[b"ispe"].end]
    return int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")


def coded_size(units: bytes) -> tuple[int, int] | None:
    """Width and height of the first sequence header; None when none is found in these bytes."""
    at = 0
    while at < len(units):
        head = units[at]
        kind, is_extended, has_size = head >> 3 & 15, head >> 2 & 1, head >> 1 & 1
        at += 1 + is_extended
        length = len(units) - at
        if has_size:
            length, at = _leb128(units, at)
        if kind == _SEQUENCE:
            bits = _Bits(units[at : at + length])
            try:
                return _sequence_size(bits)
            except IndexError:
                return None
        at += length
    return None


def _leb128(units: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 56, 7):
        if at >= len(units):
            break
        byte = units[at]
        at += 1
        value |= (byte & 127) << shift
        if not byte & 128:
            break
    return value, at


class _Bits:
    """Bits, the highest of each byte first; IndexError at their end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> int:
        value = 0
        for _ in range(count):
            value = value << 1 | (self.data[self.at >> 3] >> (7 - (self.at & 7)) & 1)
            self.at += 1
        return value


def _sequence_size(bits: _Bits) -> tuple[int, int]:
    bits.take(3 + 1)  # profile, still picture
    if bits.take(1):  # reduced header of a still picture
        bits.take(5)
    else:
        _skip_operating_points(bits, _skip_timing(bits))
    width_bits, height_bits = bits.take(4) + 1, bits.take(4) + 1
    return bits.take(width_bits) + 1, bits.take(height_bits) + 1


def _skip_timing(bits: _Bits) -> int:
    """The length of the decoder model's delays in bits; 0 without such a model."""
    if not bits.take(1):
        return 0
    bits.take(32 + 32)
    if bits.take(1):
        zeros = 0
        while not bits.take(1):
            zeros += 1
        bits.take(zeros)
    if not bits.take(1):
        return 0
    delay = bits.take(5) + 1
    bits.take(32 + 5 + 5)
    return delay


def _skip_operating_points(bits: _Bits, delay: int) -> None:
    has_display_delay = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if delay and bits.take(1):
            bits.take(2 * delay + 1)
        if has_display_delay and bits.take(1):
            bits.take(4)

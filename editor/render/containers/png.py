"""PNG chunks (W3C PNG, third edition): size, depth, frames, check sums, pixel data, end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from editor.errors import TooLarge
from editor.render.containers.survey import Data, Survey, cut_off, damaged, part
from editor.render.limits import MIB, PART_BYTES, Limits

MOST_CHUNKS = 200_000
MOST_SIDE_BYTES = 16 * MIB
"""Text and profile chunks of one file together, unpacked."""
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
_LAST_PASS = (0, 1, 1, 2)


@dataclass(frozen=True, slots=True)
class Header:
    """The IHDR chunk."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    def row_bytes(self, width: int) -> int:
        """Bytes of one row of `width` px, its filter byte included."""
        return (width * self.depth * _CHANNELS[self.colour] + 7) // 8 + 1

    def pixel_bytes(self) -> int:
        """Bytes of the whole picture before compression."""
        if not self.interlaced:
            return self.row_bytes(self.width) * self.height
        total = 0
        for left, top, step_x, step_y in (*_ADAM7, _LAST_PASS):
            columns = -(-(self.width - left) // step_x)
            rows = -(-(self.height - top) // step_y)
            if columns > 0 and rows > 0:
                total += self.row_bytes(columns) * rows
        return total


def header(data: Data) -> Header:
    """The IHDR chunk, which every PNG begins with."""
    first = part(data, 8, 25, "the header")
    if first[4:8] != b"IHDR" or first[:4] != b"\0\0\0\x0d":
        raise damaged("its first chunk isn't IHDR")
    width, height, depth, colour, packing, filters, lacing = struct.unpack(">IIBBBBB", first[8:21])
    if depth not in _DEPTHS.get(colour, ()) or packing or filters or lacing > 1:
        raise damaged(f"its header names depth {depth} and colour type {colour}, which can't be")
    return Header(width, height, depth, colour, lacing == 1)


def chunks(data: Data) -> Iterator[tuple[bytes, int, int]]:
    """Name, offset and length of each chunk's body, up to IEND."""
    at = 8
    for _ in range(MOST_CHUNKS):
        head = part(data, at, 8, "a chunk header")
        name, length = head[4:8], int.from_bytes(head[:4], "big")
        if not name.isalpha() or length >= 1 << 31:
            raise damaged(f"byte {at} starts no chunk")
        if at + 12 + length > len(data):
            raise cut_off(f"its {name.decode()} chunk has {length} bytes, but the file ends inside")
        yield name, at + 8, length
        at += 12 + length
        if name == b"IEND":
            return
    raise damaged(f"it has more than {MOST_CHUNKS} chunks")


def coding_points(data: Data) -> tuple[int, int] | None:
    """Colour primaries and transfer (ITU-T H.273) of the cICP chunk, if there is one."""
    for name, at, length in chunks(data):
        if name == b"cICP" and length == 4:
            return data[at], data[at + 1]
        if name == b"IDAT":
            break
    return None


def walk(data: Data, limits: Limits) -> Survey:
    """Size, depth, frames and end; check sums, packed texts and pixel data are all verified."""
    head = header(data)
    limits.check_size(head.width, head.height)
    frames, side_bytes, end = 1, 0, len(data)
    pixels = _Pixels(head.pixel_bytes())
    for name, at, length in chunks(data):
        _check_sum(data, name, at, length)
        end = at + length + 4
        if name == b"IDAT":
            pixels.feed(data, at, length)
        elif name == b"acTL":
            frames = max(1, int.from_bytes(part(data, at, 4, "acTL"), "big"))
            limits.check_frames(frames, head.width, head.height)
        elif name in (b"zTXt", b"iTXt", b"iCCP", b"tEXt", b"eXIf"):
            side_bytes += _unpacked(name, data[at : at + length])
            if side_bytes > MOST_SIDE_BYTES:
                raise TooLarge(
                    f"The texts in the file unpack to more than {MOST_SIDE_BYTES // MIB} MB.",
                    remedy="Save the picture without its text chunks.",
                )
    pixels.finish()
    return Survey(head.width, head.height, end, bits=head.depth, frames=frames)


def _check_sum(data: Data, name: bytes, at: int, length: int) -> None:
    with memoryview(data) as view, view[at - 4 : at + length] as body:
        found = zlib.crc32(body)
    if found != int.from_bytes(data[at + length : at + length + 4], "big"):
        raise damaged(f"the check sum of its {name.decode()} chunk is wrong")


def _unpacked(name: bytes, body: bytes) -> int:
    """Bytes of a text or profile once it is unpacked; TooLarge when that is absurd."""
    packed = _packed_part(name, body)
    if packed is None:
        size = len(body)
    else:
        try:
            size = len(zlib.decompressobj().decompress(packed, PART_BYTES + 1))
        except zlib.error:
            raise damaged(f"its {name.decode()} chunk can't be unpacked") from None
    if size > PART_BYTES:
        raise TooLarge(
            f"The {name.decode()} chunk of the file unpacks to more than "
            f"{PART_BYTES // MIB} MB from {len(body)} bytes.",
            remedy="Save the picture without its text chunks and colour profile.",
        )
    return size


def _packed_part(name: bytes, body: bytes) -> bytes | None:
    """The zlib stream of a text or profile chunk, or None when it isn't packed."""
    _, _, rest = body.partition(b"\0")
    if name in (b"zTXt", b"iCCP"):
        return rest[1:]
    if name == b"iTXt" and rest[:1] == b"\x01":
        return rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return None


class _Pixels:
    """Unpacks the pixel data without keeping it: too little, too much or broken is an error.

    Decoders fill missing rows with black and drop what is too much, both without a word.
    """

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.got = 0
        self.stream = zlib.decompressobj()

    def feed(self, data: Data, at: int, length: int) -> None:
        rest = data[at : at + length]
        try:
            while rest and self.got <= self.expected:
                self.got += len(self.stream.decompress(rest, MIB))
                rest = self.stream.unconsumed_tail
        except zlib.error:
            raise damaged("its pixel data can't be unpacked") from None
        if self.got > self.expected:
            raise damaged(f"it holds more pixel data than its size needs ({self.expected} bytes)")

    def finish(self) -> None:
        if self.got < self.expected:
            raise cut_off(f"{self.got} of {self.expected} bytes of pixel data are there")

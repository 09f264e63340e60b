"""PNG files in true colour, written by libvips: in half of the time that Pillow takes, and smaller.

Its files have no place for what ours say of themselves, so the chunks are put there afterwards.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from PIL import Image, PngImagePlugin

from editor.render import vips

HEAD = 8 + 25
"""Bytes of the signature and of IHDR."""
_PERCEPTUAL = b"\0"
_METRE_UNIT = 1
_PER_METRE = 100 / 2.54


@dataclass(frozen=True, slots=True)
class Effort:
    """libvips' level and filters, those of photographs last, and Pillow's level for what libvips
    isn't asked for."""

    level: int
    filters: str
    photograph: str
    pillow: int


FAST = Effort(2, "sub", "sub", 1)
USUAL = Effort(3, "all", "avg", 4)
"""One filter for all rows of a photograph takes 0.64 of the time of trying five for each, and 0.9 %
more bytes (21 photographs, -5 to 8 %); of drawings and screens it would be 9 to 44 % more."""
THOROUGH = Effort(9, "all", "all", 9)
FLAT_SHARE = 0.2
"""A picture of which more pixels equal their left neighbour is taken for no photograph. Of 28
photographs 21 had fewer, those with smooth backgrounds up to 47 %; screens, masks and drawings had
69 to 99 %."""
_LOOKED_AT = 64
"""Rows that are looked at, at most twice as many."""
PIXELS = range(40_000, 25_000_001)
"""What libvips writes. Smaller ones are done before it has begun; of larger ones the bytes beside
the picture are too much memory."""


def write(picture: Image.Image, effort: Effort, dpi: int, to: BinaryIO) -> None:
    """True colour (RGB, RGBA) or a palette, marked as sRGB, with `dpi` unless it is 0."""
    if picture.mode in vips.MODES and picture.width * picture.height in PIXELS:
        _by_vips(picture, effort, dpi, to)
    else:
        _by_pillow(picture, effort, dpi, to)


def _by_vips(picture: Image.Image, effort: Effort, dpi: int, to: BinaryIO) -> None:
    data = vips.packed(picture, (0, 0, *picture.size), picture.mode)
    filters = effort.filters
    if effort.photograph != filters and not _is_flat(data, *picture.size):
        filters = effort.photograph
    pixels = vips.of(data, *picture.size)
    marked, target = _Marked(to, dpi), vips.library().TargetCustom()
    target.on_write(marked.write)
    try:
        with vips.lacking():
            pixels.copy(interpretation="srgb").pngsave_target(
                target, compression=effort.level, filter=filters, keep="none"
            )
    except MemoryError as error:
        raise marked.failed or error from None


def _is_flat(data: bytearray, width: int, height: int) -> bool:
    """True when many of the pixels that are seen have the colour of their left neighbour."""
    rows = np.frombuffer(data, np.uint8).reshape(height, width, -1)[:: max(1, height // _LOOKED_AT)]
    here, left = rows[:, 1:], rows[:, :-1]
    seen = here[..., 3] > 0 if here.shape[2] == len("RGBA") else np.ones(here.shape[:2], bool)
    equal = (here == left).all(axis=2) & seen
    return bool(equal.sum() > FLAT_SHARE * seen.sum())


class _Marked:
    """Passes libvips' file on, with our own chunks in the place of its own."""

    def __init__(self, to: BinaryIO, dpi: int) -> None:
        self._to, self._dpi = to, dpi
        self._head = b""
        self._begun = False
        self.failed: Exception | None = None
        """What went wrong: nothing that is raised in `write` comes through libvips."""

    def write(self, part: bytes) -> int:
        """The bytes that were taken; -1 stops libvips."""
        try:
            self._pass_on(bytes(part))
        except Exception as error:  # noqa: BLE001 - libvips is between, it would be lost
            self.failed = error
            return -1
        return len(part)

    def _pass_on(self, part: bytes) -> None:
        if self._begun:
            self._to.write(part)
            return
        self._head += part
        named = self._head.find(b"IDAT", HEAD)
        if named < 0:
            return
        self._begun = True
        self._to.write(self._head[:HEAD])
        PngImagePlugin.putchunk(self._to, b"sRGB", _PERCEPTUAL)
        if self._dpi:
            each = round(self._dpi * _PER_METRE)
            size = struct.pack(">IIB", each, each, _METRE_UNIT)
            PngImagePlugin.putchunk(self._to, b"pHYs", size)
        self._to.write(self._head[named - 4 :])  # from the length before the name on


def _by_pillow(picture: Image.Image, effort: Effort, dpi: int, to: BinaryIO) -> None:
    chunks = PngImagePlugin.PngInfo()
    chunks.add(b"sRGB", _PERCEPTUAL)
    picture.save(
        to,
        "PNG",
        compress_level=effort.pillow,
        pnginfo=chunks,
        icc_profile=None,
        transparency=None,
        **({"dpi": (dpi, dpi)} if dpi else {}),
    )

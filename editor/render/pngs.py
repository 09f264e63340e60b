"""PNG files in true colour, written by libvips: in half of the time that Pillow takes, and smaller.

Its files have no place for what ours say of themselves, so the chunks are put there afterwards.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, PngImagePlugin

from editor.render import vips

HEAD = 8 + 25
"""Bytes of the signature and of IHDR."""
_PERCEPTUAL = b"\0"
_METRE_UNIT = 1
_PER_METRE = 100 / 2.54


@dataclass(frozen=True, slots=True)
class Effort:
    """libvips' level and filters, and Pillow's level for those that libvips isn't asked for."""

    level: int
    filters: str
    pillow: int


FAST = Effort(2, "sub", 1)
USUAL = Effort(3, "all", 4)
THOROUGH = Effort(9, "all", 9)
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
    pixels = vips.image(picture, (0, 0, *picture.size), picture.mode)
    marked, target = _Marked(to, dpi), vips.library().TargetCustom()
    target.on_write(marked.write)
    try:
        with vips.lacking():
            pixels.copy(interpretation="srgb").pngsave_target(
                target, compression=effort.level, filter=effort.filters, keep="none"
            )
    except MemoryError as error:
        raise marked.failed or error from None


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

"""libvips, and PNG files by it, which unpacks them in a little more than half of Pillow's time.

The pixels are the same, bit by bit. Files that hold anything out of the ordinary are Pillow's, and
so are those that libvips doesn't read to their end: Pillow then says what is wrong with them.

`image` and `lacking` are for those who hand it pictures that lie in memory.
"""

from __future__ import annotations

import logging
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFile

from editor.errors import StudioError
from editor.render.containers import png
from editor.render.wanted import VIPS_PX

MODES = ("RGB", "RGBA")
_STRIP = 128
"""Rows that are copied at a time."""
_OPAQUE = 255
_MANY = 0.06
"""Share of half transparent pixels from which on Pillow is faster."""


def pixels(path: Path, file: ImageFile.ImageFile) -> Image.Image | None:
    """The picture in the PNG that Pillow opened as `file`; None for those that Pillow must read."""
    if not _is_plain(file) or not _ends_with_pixels(path):
        return None
    vips = library()
    try:
        read = vips.Image.pngload(str(path), access="sequential", fail_on="error")
        if (read.width, read.height, read.bands) != (*file.size, len(file.mode)):
            return None
        data = read.write_to_memory()
    except vips.Error:
        return None
    return Image.frombuffer(file.mode, file.size, data, "raw", file.mode, 0, 1)


@cache
def library() -> Any:
    """libvips, loaded when first needed."""
    import pyvips

    logging.getLogger("pyvips").setLevel(logging.WARNING)  # it tells of every operation
    pyvips.cache_set_max(0)
    pyvips.block_untrusted_set(True)
    return pyvips


@contextmanager
def lacking() -> Iterator[None]:
    """Work on what lies in memory fails for want of more of it alone: MemoryError."""
    try:
        yield
    except library().Error as error:
        raise MemoryError(str(error)) from None


def image(picture: Image.Image, box: tuple[int, int, int, int], mode: str) -> Any:
    """A part of a picture in `mode` as an image of libvips."""
    return of(packed(picture, box, mode), box[2] - box[0], box[3] - box[1])


def of(data: bytearray, width: int, height: int) -> Any:
    """An image of libvips around the bytes of its pixels, row by row."""
    bands = len(data) // (width * height)
    return library().Image.new_from_memory(data, width, height, bands, "uchar")


def packed(picture: Image.Image, box: tuple[int, int, int, int], mode: str) -> bytearray:
    """The bytes of a part of a picture in `mode`, row by row. Pillow would hold them twice on its
    way, and all of the picture in that mode."""
    left, top, right, bottom = box
    row = (right - left) * len(mode)
    filled = bytearray(row * (bottom - top))
    for start in range(top, bottom, _STRIP):
        end = min(start + _STRIP, bottom)
        strip = picture.crop((left, start, right, end))
        filled[row * (start - top) : row * (end - top)] = _bytes(strip, mode)
    return filled


def _bytes(strip: Image.Image, mode: str) -> bytes | memoryview:
    if strip.mode == "RGBA" and mode == "RGBa":
        return premultiplied(strip)
    return (strip if strip.mode == mode else strip.convert(mode)).tobytes()


def premultiplied(picture: Image.Image) -> bytes | memoryview:
    """The bytes of an RGBA picture in `RGBa`, with Pillow's rounding. In most cutouts few pixels
    are half transparent, and the others needn't be multiplied: a third of Pillow's time."""
    straight = np.frombuffer(picture.tobytes(), np.uint8).reshape(-1, 4)
    alpha = np.ascontiguousarray(straight[:, 3])
    half = np.flatnonzero(alpha - np.uint8(1) < _OPAQUE - 1)  # 0 becomes 255
    if half.size > alpha.size * _MANY:
        return picture.convert("RGBa").tobytes()
    made = straight.view(np.uint32)[:, 0] * (alpha == _OPAQUE)
    few = straight[half].astype(np.uint16)
    product = few[:, :3] * few[:, 3:] + np.uint16(128)
    bytewise = made.view(np.uint8).reshape(-1, 4)
    bytewise[half, :3] = (product + (product >> 8)) >> 8
    bytewise[half, 3] = few[:, 3]
    return memoryview(made).cast("B")


def _is_plain(file: ImageFile.ImageFile) -> bool:
    """True for one picture of 8 bits a channel without interlacing or a transparent colour."""
    width, height = file.size
    told = file.info
    return (
        file.mode in MODES
        and width * height in VIPS_PX
        and [tile.args for tile in file.tile] == [file.mode]
        and "transparency" not in told
        and not told.get("interlace")
        and not getattr(file, "is_animated", False)
    )


def _ends_with_pixels(path: Path) -> bool:
    """True when nothing is told behind the pixels that Pillow would have to read there."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            *_, last, end = (name for name, _, _ in png.chunks(data))
        except (StudioError, ValueError):
            return False
    return (last, end) == (b"IDAT", b"IEND")

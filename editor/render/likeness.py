"""A blurred likeness of a picture in some 25 bytes: shown while the real one is on its way.

The format is ThumbHash: a few cosine terms of lightness, of two colour differences and of alpha,
four bits each, behind a header with their means and scales. Its first bytes also tell the shape.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.render import colour
from editor.render.orientation import upright

F64 = npt.NDArray[np.float64]
SIDE_PX = 100
"""More pixels than this on a side don't change the terms that are kept."""
_LONG, _LONG_WITH_ALPHA = 7, 5


def of_stored(stored: Image.Image, profile: bytes | None, orientation: int = 1) -> str:
    """The hash of a decoded file of any size and mode, its pixels left as they are. Small steps
    only: next to the picture itself this takes no memory worth counting."""
    small = colour.plain(_small(stored))
    converted = colour.to_srgb(small, profile).picture
    return likeness(upright(converted, orientation))


def _small(stored: Image.Image) -> Image.Image:
    """At most twice `SIDE_PX` on a side, in 8 bits."""
    every = max(1, max(stored.size) // SIDE_PX)
    if stored.mode[0] in "IF":
        levels = np.asarray(stored)[::every, ::every].astype(np.float64)
        top = 65535 if stored.mode.startswith("I;16") else max(1.0, float(levels.max()))
        return Image.fromarray((levels.clip(0, top) / top * 255).astype(np.uint8))
    if stored.mode in ("1", "P", "PA", "LAB", "HSV", "YCbCr"):
        size = (max(1, stored.width // every), max(1, stored.height // every))
        return stored.resize(size, Image.Resampling.NEAREST)
    return stored.reduce((min(every, stored.width), min(every, stored.height)))


def likeness(picture: Image.Image) -> str:
    """The hash of an upright picture in sRGB, base64; at most 36 characters."""
    small = picture.convert("RGBA")
    small.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.BOX)
    return base64.b64encode(encoded(np.asarray(small, np.float64) / 255)).decode()


def encoded(pixels: F64) -> bytes:
    """The hash of pixels (h, w, RGBA) from 0 to 1."""
    height, width = pixels.shape[:2]
    colours, alpha = pixels[..., :3], pixels[..., 3]
    seen = float(alpha.sum())
    mean = (colours * alpha[..., None]).sum(axis=(0, 1)) / seen if seen else np.zeros(3)
    # What is clear takes the mean colour, so that it doesn't pull the terms anywhere.
    red, green, blue = np.moveaxis(mean + (colours - mean) * alpha[..., None], -1, 0)
    soft = bool((alpha < 1).any())
    wide, tall = _terms(width, height, _LONG_WITH_ALPHA if soft else _LONG)
    light = _channel((red + green + blue) / 3, max(3, wide), max(3, tall))
    yellow = _channel((red + green) / 2 - blue, 3, 3)
    rosy = _channel(red - green, 3, 3)
    parts = [light, yellow, rosy]
    head = _head(light, yellow, rosy, soft) + _shape(yellow, rosy, wide, tall, width > height)
    if soft:
        clear = _channel(alpha, 5, 5)
        parts.append(clear)
        head += bytes([_level(clear.mean, 15) | _level(clear.scale, 15) << 4])
    return head + _packed([term for part in parts for term in part.terms])


@dataclass(frozen=True, slots=True)
class _Channel:
    """Mean, the largest further term's size, and the further terms as parts of it, 0 to 1."""

    mean: float
    scale: float
    terms: tuple[float, ...]


def _channel(values: F64, wide: int, tall: int) -> _Channel:
    """The lowest cosine terms of a channel, those in the triangle below the diagonal only."""
    height, width = values.shape
    along = np.cos(np.pi / width * np.outer(np.arange(wide), np.arange(width) + 0.5))
    down = np.cos(np.pi / height * np.outer(np.arange(tall), np.arange(height) + 0.5))
    every = down @ values @ along.T / (width * height)
    further = [
        float(every[y, x])
        for y in range(tall)
        for x in range(wide)
        if (x or y) and x * tall < wide * (tall - y)
    ]
    scale = max(map(abs, further), default=0.0)
    terms = tuple(0.5 + 0.5 * one / scale for one in further) if scale else (0.0,) * len(further)
    return _Channel(float(every[0, 0]), scale, terms)


def _terms(width: int, height: int, most: int) -> tuple[int, int]:
    """Terms along and down: `most` on the longer side, fewer on the other after its share."""
    longer = max(width, height)
    return max(1, _round(most * width / longer)), max(1, _round(most * height / longer))


def _head(light: _Channel, yellow: _Channel, rosy: _Channel, soft: bool) -> bytes:
    bits = (
        _level(light.mean, 63)
        | _level((yellow.mean + 1) / 2, 63) << 6
        | _level((rosy.mean + 1) / 2, 63) << 12
        | _level(light.scale, 31) << 18
        | soft << 23
    )
    return bits.to_bytes(3, "little")


def _shape(yellow: _Channel, rosy: _Channel, wide: int, tall: int, landscape: bool) -> bytes:
    bits = (
        (tall if landscape else wide)
        | _level(yellow.scale, 63) << 3
        | _level(rosy.scale, 63) << 9
        | landscape << 15
    )
    return bits.to_bytes(2, "little")


def _packed(terms: list[float]) -> bytes:
    """Two terms a byte, the first in the lower half."""
    levels = [_level(term, 15) for term in terms]
    levels += [0] * (len(levels) % 2)
    return bytes(low | high << 4 for low, high in zip(levels[::2], levels[1::2], strict=True))


def _level(value: float, top: int) -> int:
    return min(top, max(0, _round(value * top)))


def _round(value: float) -> int:
    return int(np.floor(value + 0.5))

"""Cut, turned and resampled in one go: the only place where pixels are moved by a transform."""

from __future__ import annotations

import math

from PIL import Image

from editor.geometry import Box, Size, Turn
from editor.render import vips
from editor.render.wanted import LEAST_PX

Pixels = tuple[int, int, int, int]
Edges = tuple[float, float, float, float]

FILTER = Image.Resampling.BICUBIC
"""Against Lanczos on the full picture, from a JPEG that was shrunk to 1.9 times the target while
it was decoded: bicubic 40.5 dB in 12 ms, Lanczos 45.9 dB in 16 ms, Hamming 36.8 dB in 7 ms. The
usual Lanczos of libvips, which shrinks further by whole blocks first, lies at 39.7 dB.
"""
REDUCING_GAP = 3.0
"""Whole blocks are averaged first, as long as three times the target is left: 42.8 instead of
43.3 dB for half of the time (24 to 0.4 megapixels)."""

VIPS_FROM_PX = 100_000
"""From so many pixels on libvips resamples, with the same filter and gap in half of the time. The
results differ by rounding (54 to 61 dB), from six times smaller on by where blocks begin, too (50
to 56 dB; each is about as far from the filter without blocks). It only knows boxes of whole pixels.
"""
_VIPS_TO_SIDE = math.ceil(LEAST_PX / REDUCING_GAP)
"""It knows one gap only: with fewer pixels along a side too few blocks would be left."""

_DUST = 1e-4
_TURNS = {
    Turn(False, 1): Image.Transpose.ROTATE_270,
    Turn(False, 2): Image.Transpose.ROTATE_180,
    Turn(False, 3): Image.Transpose.ROTATE_90,
    Turn(True, 0): Image.Transpose.FLIP_LEFT_RIGHT,
    Turn(True, 1): Image.Transpose.TRANSVERSE,
    Turn(True, 2): Image.Transpose.FLIP_TOP_BOTTOM,
    Turn(True, 3): Image.Transpose.TRANSPOSE,
}


def moved(picture: Image.Image, box: Box, turn: Turn, size: Size) -> Image.Image:
    """The part `box` of a picture (RGB, or RGBA with straight alpha), turned, at `size`.

    One to one on whole pixels is an exact copy; everything else is resampled, premultiplied.
    """
    stored = size.swapped if turn.swaps else size
    cut = _resampled(picture, box.intersection(Box(0, 0, *picture.size)), stored)
    method = _TURNS.get(turn)
    return cut if method is None else cut.transpose(method)


def _resampled(picture: Image.Image, box: Box, size: Size) -> Image.Image:
    goal = (size.width, size.height)
    whole = box.pixels()
    exact = all(abs(a - b) < _DUST for a, b in zip(box.ltrb, whole, strict=True))
    if exact and (whole[2] - whole[0], whole[3] - whole[1]) == goal:
        return picture if whole == (0, 0, *picture.size) else picture.crop(whole)
    edges = whole if exact else _inside(box, picture)
    mode = "RGBa" if has_holes(picture) else "RGB"
    if exact and _is_worth_it(whole, size):
        made = _shrunk(picture, whole, goal, mode)
    else:
        gap = max(REDUCING_GAP, LEAST_PX / min(goal))
        made = _as(mode, picture).resize(goal, FILTER, edges, gap)
    if picture.mode == "RGBA" and mode == "RGB":
        made.putalpha(255)
    return _as("RGBA", made) if mode == "RGBa" else made


def _as(mode: str, picture: Image.Image) -> Image.Image:
    return picture if picture.mode == mode else picture.convert(mode)


def _is_worth_it(box: Pixels, size: Size) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    smaller = _VIPS_TO_SIDE <= size.width <= width and _VIPS_TO_SIDE <= size.height <= height
    return smaller and width * height >= VIPS_FROM_PX


def _shrunk(picture: Image.Image, box: Pixels, goal: tuple[int, int], mode: str) -> Image.Image:
    width, height = box[2] - box[0], box[3] - box[1]
    given = vips.image(picture, box, mode)
    made = given.resize(goal[0] / width, vscale=goal[1] / height, kernel="cubic", gap=REDUCING_GAP)
    # Rounding may make it a pixel larger or smaller where a side is a whole number and a half.
    if (made.width, made.height) != goal:
        return _as(mode, picture).resize(goal, FILTER, box, REDUCING_GAP)
    with vips.lacking():
        data = made.write_to_memory()
    return Image.frombuffer(mode, goal, data, "raw", mode, 0, 1)


def _inside(box: Box, picture: Image.Image) -> Edges:
    """Edges that rounding errors don't push out of the picture, which Pillow would refuse."""
    left, top, right, bottom = box.ltrb
    return max(0.0, left), max(0.0, top), min(right, picture.width), min(bottom, picture.height)


def has_holes(picture: Image.Image) -> bool:
    """True when some pixel isn't opaque."""
    return picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255)


def without_alpha(picture: Image.Image) -> Image.Image:
    """RGB where every pixel is opaque; the picture itself otherwise."""
    return picture if has_holes(picture) else picture.convert("RGB")

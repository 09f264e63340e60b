"""A text's picture: its letters in their paint, with their outline, at full resolution.

Letters below `FINE_PX` are drawn larger and averaged: font files round such sizes to whole pixels,
which would make a preview and its export differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops

from editor.geometry import Box, Size
from editor.operations._painting import paint
from editor.plan.colour import Rgba
from editor.plan.composition import Text
from editor.plan.paint import read_paint
from editor.render.text import shaping
from editor.render.text.bounds import MOST_PX
from editor.render.text.layout import Layout, Line, layout

FINE_PX = 128
FINEST = 16
"""Most times that letters are drawn larger, each way."""
_STRIP_PX = 64_000_000
"""Most px of one line's letters, however much larger they are drawn."""
_AROUND_PX = 2
"""For what antialiasing and rounding add around ink."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """`content` is the text's box in px of the picture; letters may reach beyond it."""

    pixels: Image.Image
    content: Box
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The part of the plane that is drawn: whole px, the text's box has its corner at 0, 0."""

    left: int
    top: int
    size: Size
    scale: float


def draw(text: Text) -> Drawn:
    """The text at its scale; smaller, with a warning, where that were too many pixels."""
    placed = layout(text)
    sheet, warnings = _sheet(placed, text, text.scale), placed.warnings
    if sheet.size.area > MOST_PX:
        smaller = text.scale * math.sqrt(MOST_PX / sheet.size.area)
        warnings += (f"the text was drawn at {smaller / text.scale:.0%} of its size: it is huge",)
        sheet = _sheet(placed, text, smaller)
    pixels = _painted(_mask(placed, text, sheet, 0.0), sheet, text.color)
    if text.stroke:
        # Beneath the letters, which stay as thick as they are.
        around = _painted(_mask(placed, text, sheet, text.stroke), sheet, text.stroke_color)
        around.alpha_composite(pixels)
        pixels = around
    box = Box(-sheet.left, -sheet.top, text.width * sheet.scale, text.height * sheet.scale)
    return Drawn(pixels, box, warnings)


def _sheet(placed: Layout, text: Text, scale: float) -> _Sheet:
    """What holds the box and all ink."""
    right, bottom = text.width * scale, text.height * scale
    left = top = 0.0
    if placed.ink.area:
        far = text.stroke * scale + _AROUND_PX
        inked = [edge * scale for edge in placed.ink.ltrb]
        left, top = min(left, inked[0] - far), min(top, inked[1] - far)
        right, bottom = max(right, inked[2] + far), max(bottom, inked[3] + far)
    # What is thinner than half a pixel isn't worth another one.
    left, top = math.floor(left), math.floor(top)
    width, height = math.ceil(right - 0.01) - left, math.ceil(bottom - 0.01) - top
    return _Sheet(left, top, Size(max(1, width), max(1, height)), scale)


def _mask(placed: Layout, text: Text, sheet: _Sheet, stroke: float) -> Image.Image:
    """How much of each pixel the letters cover."""
    mask = Image.new("L", (sheet.size.width, sheet.size.height))
    for line in placed.lines:
        for strip, at in _strips(line, text, sheet, stroke):
            mask.paste(255, at, strip)
    return mask


def _strips(
    line: Line, text: Text, sheet: _Sheet, stroke: float
) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
    """One line's letters and where they lie on the sheet."""
    px = text.size * sheet.scale
    # Powers of two, so that twice the size is often drawn from the very same letters.
    fine = max(1, min(FINEST, 2 ** math.ceil(math.log2(FINE_PX / px))))
    inks = [(one, shaping.ink(one.run)) for one in line.placed if not one.run.text.isspace()]
    if not inks:
        return
    far = stroke * sheet.scale + _AROUND_PX
    left = math.floor(min(one.x * sheet.scale + ink[0] * px for one, ink in inks) - far)
    top = math.floor(min(one.y * sheet.scale + ink[1] * px for one, ink in inks) - far)
    right = math.ceil(max(one.x * sheet.scale + ink[2] * px for one, ink in inks) + far)
    bottom = math.ceil(max(one.y * sheet.scale + ink[3] * px for one, ink in inks) + far)
    # Letters of an uploaded font may be of any size, whatever the text's own is.
    fine = max(1, min(fine, math.isqrt(_STRIP_PX // max(1, (right - left) * (bottom - top)))))
    strip = Image.new("L", ((right - left) * fine, (bottom - top) * fine))
    for one, _ in inks:
        at = ((one.x * sheet.scale - left) * fine, (one.y * sheet.scale - top) * fine)
        shaping.draw(strip, one.run, at, px * fine, stroke * sheet.scale * fine)
    yield (strip.reduce(fine) if fine > 1 else strip), (left - sheet.left, top - sheet.top)


def _painted(mask: Image.Image, sheet: _Sheet, color: str | Rgba) -> Image.Image:
    """The paint where the mask lets it through."""
    fill = read_paint(color) if isinstance(color, str) else color
    if isinstance(fill, Rgba):
        picture = Image.new("RGBA", mask.size, (*fill[:3], 0))
        shown = (
            mask if fill.alpha == 255 else mask.point([a * fill.alpha // 255 for a in range(256)])
        )
        picture.putalpha(shown)
        return picture
    picture = paint(str(color), sheet.size)
    picture.putalpha(ImageChops.multiply(picture.getchannel("A"), mask))
    return picture

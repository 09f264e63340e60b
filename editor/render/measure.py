"""What render sees by itself: the colour that runs along a picture's edges with the box inside,
and what draws the eye."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

from editor.findings import BorderColour, Saliency
from editor.geometry import Box, Frame, Point, union
from editor.plan.colour import Rgba, read_colour
from editor.render.saliency import saliency

Pixels = npt.NDArray[np.uint8]

_STRIP_PX = 1 << 20
"""Pixels compared at once: what is needed beside the picture stays small."""


def border(picture: Image.Image, prompt: str) -> BorderColour:
    """The border's colour and the box of all that differs from it, in fractions of `picture`.

    `prompt` is `colour;tolerance`, where the colour is `auto` or CSS and the tolerance the largest
    difference per channel (0..255) that still counts as border. The box has no width for a
    picture that is border all over.
    """
    given, _, tolerance = prompt.partition(";")
    colour = edge_colour(picture) if given == "auto" else read_colour(given)
    inner = _unlike(picture, colour, int(tolerance))
    box = inner.scaled(1 / picture.width, 1 / picture.height) if inner else Box(0, 0, 0, 0)
    return BorderColour((*colour,), box)


def border_in(picture: Image.Image, window: Box, frame: Frame, prompt: str) -> BorderColour:
    """The border of the part `window` of a picture; its box in fractions of the frame's source.

    The frame has been cut to that part, and neither turned nor resampled yet.
    """
    edges = window.pixels()
    found = border(picture if edges == (0, 0, *picture.size) else picture.crop(edges), prompt)
    inner = found.inner.scaled(frame.window.width, frame.window.height)
    inner = inner.moved(frame.window.left, frame.window.top)
    return replace(found, inner=inner.scaled(1 / frame.source.width, 1 / frame.source.height))


def saliency_in(picture: Image.Image, window: Box, frame: Frame) -> Saliency | None:
    """What draws the eye in the part `window` of a picture (px of it), in fractions of the frame's
    source; `frame` was cut to that part."""
    edges = window.intersection(Box(0, 0, *picture.size)).covering()
    whole = edges == (0, 0, *picture.size)
    found = saliency(picture if whole else picture.crop(edges))
    if found is None:
        return None
    shown, source = frame.window, frame.source

    def located(box: Box) -> Box:
        px = box.scaled(shown.width, shown.height).moved(shown.left, shown.top)
        return px.scaled(1 / source.width, 1 / source.height)

    at = located(Box(found.focus.x, found.focus.y, 0, 0))
    parts = tuple(located(part) for part in found.parts)
    return Saliency(Point(at.left, at.top), located(found.box), parts)


def edge_colour(picture: Image.Image) -> Rgba:
    """The most frequent colour of the outermost pixels.

    Not the mean: bars at two sides are a border, too, whatever the other sides show.
    """
    ring = _ring(picture)
    # Coarse cells first; noise may put one colour into several, so near ones count as well.
    cells, counts = np.unique(ring >> 4, axis=0, return_counts=True)
    centre = (cells[counts.argmax()].astype(np.int16) << 4) + 8
    near = ring[(np.abs(ring.astype(np.int16) - centre) <= 16).all(axis=1)]
    red, green, blue, alpha = (int(v) for v in np.median(near, axis=0))
    return Rgba(red, green, blue, alpha) if alpha else Rgba(0, 0, 0, 0)


def _ring(picture: Image.Image) -> Pixels:
    """The outermost pixels as RGBA, one row each."""
    width, height = picture.size
    sides = (
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 0, 1, height),
        (width - 1, 0, width, height),
    )
    return np.concatenate(
        [np.asarray(picture.crop(s).convert("RGBA")).reshape(-1, 4) for s in sides]
    )


def _unlike(picture: Image.Image, colour: Rgba, tolerance: int) -> Box | None:
    """The box of the pixels that differ from `colour` in a channel by more than `tolerance`.

    Compared premultiplied: under full transparency no colour is seen.
    """
    over = [255 * (value > tolerance) for value in range(256)]
    found = []
    rows = max(1, _STRIP_PX // picture.width)
    for top in range(0, picture.height, rows):
        strip = picture.crop((0, top, picture.width, min(picture.height, top + rows)))
        strip = strip.convert("RGBA").convert("RGBa")
        flat = Image.new("RGBA", strip.size, tuple(colour)).convert("RGBa")
        unlike = ImageChops.difference(strip, flat).point(over * 4)
        if box := unlike.getbbox(alpha_only=False):
            left, upper, right, lower = box
            found.append(Box(left, top + upper, right - left, lower - upper))
    return union(found)

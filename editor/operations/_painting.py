"""Paints as pixels: flat colours and CSS gradients (CSS Images 3, sections 3.1 to 3.4)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.geometry import Size
from editor.plan.gradient import LinearGradient, RadialGradient, Stop
from editor.plan.paint import read_paint

Floats = npt.NDArray[np.float32]
Places = Callable[[Floats, Floats], Floats]
"""Where along the gradient, 0 at its start and 1 at its end, the points (x, y) lie."""

_STEPS = 1 << 14
"""Colours along a gradient: finer than the pixels of most canvases, and they fit a cache."""
_ROWS = 64


def paint(text: str, size: Size) -> Image.Image:
    """RGBA with straight alpha, filled with the paint that `text` writes in CSS notation;
    ValueError for text that isn't a paint.
    """
    fill = read_paint(text)
    match fill:
        case LinearGradient():
            places = _along_line(fill, size)
        case RadialGradient():
            places = _along_ray(fill, size)
        case _:
            return Image.new("RGBA", (size.width, size.height), tuple(fill))
    return _painted(places, fill.stops, size)


def _painted(places: Places, stops: tuple[Stop, ...], size: Size) -> Image.Image:
    low, span = stops[0].at / 100, (stops[-1].at - stops[0].at) / 100
    colours = _colours(stops, low, span)
    x = np.arange(size.width, dtype=np.float32)[None, :] + np.float32(0.5)
    y = np.arange(size.height, dtype=np.float32)[:, None] + np.float32(0.5)
    out = np.empty((size.height, size.width), np.uint32)
    for top in range(0, size.height, _ROWS):
        rows = slice(top, top + _ROWS)
        share = places(x, y[rows]) - np.float32(low)
        # Stops that all lie on one place make a hard edge there.
        share *= np.float32(_STEPS / max(span, 1e-9))
        index = np.clip(share, 0, _STEPS - 1).astype(np.intp)
        out[rows] = np.where(share < 0, colours[0], colours.take(index + 1))
    return Image.fromarray(out.view(np.uint8).reshape(size.height, size.width, 4))


def _colours(stops: tuple[Stop, ...], low: float, span: float) -> npt.NDArray[np.uint32]:
    """RGBA words: the first stop's colour, then one for each step from first to last."""
    rgba = np.array([stop.colour for stop in stops], np.float64)
    rgba[:, :3] *= rgba[:, 3:] / 255
    centres = low + span * (np.arange(_STEPS) + 0.5) / _STEPS
    places = np.array([stop.at / 100 for stop in stops])
    mixed = np.stack([np.interp(centres, places, channel) for channel in rgba.T], axis=1)
    mixed[-1] = rgba[-1]
    mixed = np.concatenate([rgba[:1], mixed])
    mixed[:, :3] *= 255 / np.maximum(mixed[:, 3:], 1e-9)
    return np.floor(mixed + 0.5).clip(0, 255).astype(np.uint8).view(np.uint32)[:, 0]


def _along_line(gradient: LinearGradient, size: Size) -> Places:
    width, height = size.width, size.height
    if isinstance(gradient.towards, str):
        # The line through the other two corners has the colour of the middle.
        right = height if "right" in gradient.towards else -height
        down = width if "bottom" in gradient.towards else -width
        sin, cos = right / math.hypot(right, down), -down / math.hypot(right, down)
    else:
        turn = math.radians(gradient.towards)
        sin, cos = math.sin(turn), math.cos(turn)
    length = abs(width * sin) + abs(height * cos)

    def places(x: Floats, y: Floats) -> Floats:
        across = (x - np.float32(width / 2)) * np.float32(sin / length)
        down = (y - np.float32(height / 2)) * np.float32(cos / length)
        return across - down + np.float32(0.5)

    return places


def _along_ray(gradient: RadialGradient, size: Size) -> Places:
    x0, y0 = gradient.x / 100 * size.width, gradient.y / 100 * size.height
    radius_x, radius_y = _radii(gradient, (x0, size.width - x0), (y0, size.height - y0))

    def places(x: Floats, y: Floats) -> Floats:
        across = (x - np.float32(x0)) * np.float32(1 / max(radius_x, 1e-6))
        down = (y - np.float32(y0)) * np.float32(1 / max(radius_y, 1e-6))
        return np.asarray(np.hypot(across, down), np.float32)

    return places


def _radii(
    gradient: RadialGradient, across: tuple[float, float], down: tuple[float, float]
) -> tuple[float, float]:
    """Half axes of the ending shape from the distances to the sides; 0 for a flattened one."""
    pick = min if gradient.extent.startswith("closest") else max
    to_side = gradient.extent.endswith("side")
    reach_x, reach_y = pick(map(abs, across)), pick(map(abs, down))
    if gradient.circle:
        radius = pick(reach_x, reach_y) if to_side else math.hypot(reach_x, reach_y)
        return radius, radius
    # An ellipse through the corner keeps the shape of the one that touches the sides.
    grown = 1.0 if to_side else math.sqrt(2)
    return (reach_x * grown, reach_y * grown) if reach_x and reach_y else (0.0, 0.0)

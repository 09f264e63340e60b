"""How far two pictures of a document lie apart, by what they show at each place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from editor.geometry import Affine, Box, Placement, Point

Json = dict[str, Any]
Mask = npt.NDArray[np.bool_]

RING_PX = 2
_CORNER = 24
"""Points along a quarter of a curved outline."""


@dataclass(frozen=True)
class Apart:
    """Mean absolute differences of 255. NaN where a document shows nothing of the kind."""

    flat: float
    photo: float
    photo_blurred: float


@dataclass(frozen=True)
class Outline:
    points: tuple[tuple[float, float], ...]
    is_photo: bool


def apart(a: Image.Image, b: Image.Image, layers: Sequence[Json], scale: float) -> Apart:
    """Two RGB pictures of the document at `scale` px per canvas px."""
    assert a.size == b.size, (a.size, b.size)
    every = list(outlines(layers, Affine(a=scale, d=scale)))
    ring, photos = np.zeros(a.size[::-1], bool), np.zeros(a.size[::-1], bool)
    for outline in every:
        ring |= _drawn(a.size, outline, ring=True)
        if outline.is_photo:
            photos |= _drawn(a.size, outline, ring=False)
    raw = _difference(a, b)
    soft = _difference(*(p.filter(ImageFilter.GaussianBlur(1)) for p in (a, b)))
    return Apart(
        flat=_mean(raw, ~photos & ~ring),
        photo=_mean(raw, photos & ~ring),
        photo_blurred=_mean(soft, photos & ~ring),
    )


def _difference(a: Image.Image, b: Image.Image) -> npt.NDArray[np.float64]:
    both = [np.asarray(p.convert("RGB"), np.float64) for p in (a, b)]
    return np.asarray(np.abs(both[0] - both[1]).mean(axis=2))


def _mean(values: npt.NDArray[np.float64], where: Mask) -> float:
    return float(values[where].mean()) if where.any() else math.nan


def outlines(layers: Sequence[Json], above: Affine) -> Iterator[Outline]:
    """The outline of every layer, groups and what they hold included, in px of the picture."""
    for layer in layers:
        width, height = layer["width"], layer["height"]
        place = Placement(
            layer["x"], layer["y"], width, height, layer.get("rotation", 0),
            layer.get("flipX", False), layer.get("flipY", False),
        )  # fmt: skip
        onto = place.affine(Box(0, 0, width, height)).then(above)
        points = tuple(_mapped(onto, x, y) for x, y in _edge(layer))
        # What effects draw around a photo is part of its picture.
        grown = 60.0 if layer.get("effects") else 0.0
        yield Outline(points, False)
        if layer["kind"] == "image" or layer.get("effects"):
            area = Box(-grown, -grown, width + 2 * grown, height + 2 * grown)
            corners = ((x, y) for x, y in _corners(area))
            yield Outline(tuple(_mapped(onto, x, y) for x, y in corners), True)
        yield from outlines(layer.get("layers", ()), onto)


def _mapped(onto: Affine, x: float, y: float) -> tuple[float, float]:
    there = onto(Point(x, y))
    return there.x, there.y


def _corners(box: Box) -> Iterator[tuple[float, float]]:
    yield from ((box.left, box.top), (box.right, box.top))
    yield from ((box.right, box.bottom), (box.left, box.bottom))


def _edge(layer: Json) -> Iterator[tuple[float, float]]:
    """Points along the outline of what is seen of a layer's box."""
    width, height = layer["width"], layer["height"]
    clip, form = layer.get("clip", "none"), (layer.get("shape") or {}).get("form")
    round_ = clip == "circle" or form == "ellipse"
    radius = 0.0 if clip in ("none", "circle") else min(float(clip), width / 2, height / 2)
    across, down = (width / 2, height / 2) if round_ else (radius, radius)
    if not across:
        yield from _corners(Box(0, 0, width, height))
        return
    for quarter, (x, y) in enumerate(((1, 1), (0, 1), (0, 0), (1, 0))):
        centre = (width - across if x else across, height - down if y else down)
        for step in range(_CORNER + 1):
            turn = math.radians(90 * quarter + 90 * step / _CORNER)
            yield centre[0] + across * math.cos(turn), centre[1] + down * math.sin(turn)


def _drawn(size: tuple[int, int], outline: Outline, *, ring: bool) -> Mask:
    mask = Image.new("1", size)
    pen = ImageDraw.Draw(mask)
    if ring:
        closed = [*outline.points, *outline.points[:2]]
        pen.line(closed, fill=1, width=2 * RING_PX + 1, joint="curve")
    else:
        pen.polygon(outline.points, fill=1)
    return np.array(mask, bool)

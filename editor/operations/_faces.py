"""The published formula of face cropping, in numbers.

A detector sees an inference image of at most 1024 px a side. The smallest box around all faces
gives the focal point, its centre, and the crop: box / zoom, at most the picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from editor.geometry import Box, Point, Size, union

INFERENCE_PX = 1024


@dataclass(frozen=True, slots=True)
class FaceCrop:
    inference: Size
    crop_in_inference: tuple[float, float]
    """Width and height, px of the inference image."""
    focus: Point
    """Centre of the box around all faces, px of the picture."""
    box: Box
    """The crop, px of the picture."""


def inference_size(picture: Size) -> Size:
    """The size at which faces are looked for."""
    return picture.within(INFERENCE_PX)


def face_crop(picture: Size, boxes: Iterable[Box], zoom: float) -> FaceCrop | None:
    """The crop around faces, whose `boxes` are in px of the inference image; None without faces.

    `zoom` 1 keeps the box around the faces, 0 the whole picture.
    """
    inference = inference_size(picture)
    seen = (box.intersection(inference.box) for box in boxes)
    outer = union(box for box in seen if box.area > 0)
    if outer is None:
        return None
    width = min(outer.width / zoom, inference.width) if zoom else float(inference.width)
    height = min(outer.height / zoom, inference.height) if zoom else float(inference.height)
    back_x, back_y = picture.width / inference.width, picture.height / inference.height
    centre = outer.centre
    focus = Point(centre.x * back_x, centre.y * back_y)
    box = around(focus, width * back_x, height * back_y, picture.box)
    return FaceCrop(inference, (width, height), focus, box)


def around(focus: Point, width: float, height: float, outer: Box) -> Box:
    """A box of this size with its centre on `focus`, as far as `outer` lets it."""
    box = Box(focus.x - width / 2, focus.y - height / 2, width, height)
    return box.shifted_inside(outer)


def widened(box: Box, ratio: float, outer: Box) -> Box:
    """The smallest box of this aspect ratio around `box`, shifted inside `outer` and cut there."""
    width, height = max(box.width, box.height * ratio), max(box.height, box.width / ratio)
    return around(box.centre, min(width, outer.width), min(height, outer.height), outer)

"""Where a photo lies in a batch's file: one editor document for each photo and size.

Pixels are placed on whole px of the file, so that a photo is resampled once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from editor.geometry import Box, Point, Size, rounded
from editor.geometry.boxes import union
from editor.plan.batches.marks import shadow, watermark
from editor.plan.batches.recipe import Recipe
from editor.plan.document import SCHEMA

SOFT_SHARE = 0.03
"""So much around the subject's box is shown, too: soft edges and hair reach out of it."""
SEARCHED_SHARE, SEARCHED_PX = 0.15, 1000
"""So much around a guessed box, and at this size, the cutout's true edge is looked for."""
FACE_HEIGHT = 0.45
"""A face's middle lies so far down a portrait."""
CROWD_SHARE = 0.9
"""Most of the width that several faces take together."""
SUBJECT = "subject"
FLOOR, SPECKS = 0.05, 0.01
"""Fainter than this is haze, and what has a smaller share of all is no part of the subject: a
background must be white to its last px."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Where the thing in a photo lies, in fractions of it; `centre` is the middle of its weight."""

    box: Box
    centre: Point


@dataclass(frozen=True, slots=True)
class Arranged:
    """A document as JSON. `box` is where the subject's own box lies, px of the file; `share` its
    share of the file's sides, the greater one (a face's of the height); `enlarged` px of the file
    per px of the photo. `tight`: the photo has less room around the face than the recipe wants.
    `measured`: `box` is that of a cutout's alpha, not of a whole photo."""

    document: dict[str, Any]
    box: Box
    share: float
    enlarged: float
    tight: bool = False
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """An original by its id, with its upright size. `mark` is the size of the watermark's
    picture."""

    id: str
    size: Size
    mark: Size | None = None


def product(recipe: Recipe, photo: Photo, sheet: Size, subject: Subject | None) -> Arranged:
    """The subject fitted into its share of the sheet; the whole photo when it isn't known or
    shall not be trimmed to."""
    whole = photo.size.box
    known = subject is not None and recipe.trim
    box = subject.box.scaled(whole.width, whole.height) if subject and known else whole
    free = 1 - 2 * recipe.margin
    share = min(recipe.fill, free) if known else free
    scale = min(sheet.width * share / box.width, sheet.height * share / box.height)
    shown = _with_soft_edge(box, whole) if recipe.cut else Box(*_whole_px(box))
    drawn = Size(max(1, rounded(shown.width * scale)), max(1, rounded(shown.height * scale)))
    core = box.moved(-shown.left, -shown.top).scaled(scale)
    left, top = _corner(recipe, sheet, core, _weight(subject, whole, shown, scale))
    at = Box(rounded(left - core.left), rounded(top - core.top), drawn.width, drawn.height)
    layer = _image(recipe, photo, shown, at)
    stands = core.moved(at.left, at.top)
    layers = [*shadow(recipe, stands), layer, *watermark(recipe, sheet, photo.mark)]
    taken = max(core.width / sheet.width, core.height / sheet.height)
    document, cut = _document(recipe, sheet, layers), known and recipe.cut
    return Arranged(document, stands, round(taken, 4), scale, measured=cut)


def searched(
    recipe: Recipe, photo: Photo, guess: Box, room: float = SEARCHED_SHARE
) -> tuple[dict[str, Any], Box]:
    """A document of the cutout alone around its guessed box, with so much room, and the part of the
    photo that it shows (both boxes in fractions of it): how far the cutout really reaches is seen
    there."""
    whole = photo.size.box
    shown = _with_soft_edge(guess.scaled(whole.width, whole.height), whole, room)
    scale = SEARCHED_PX / max(shown.width, shown.height)
    sheet = Size(max(1, rounded(shown.width * scale)), max(1, rounded(shown.height * scale)))
    bare = replace(recipe, clean=False, background="transparent")
    document = _document(bare, sheet, [_image(bare, photo, shown, sheet.box)])
    return document, shown.scaled(1 / whole.width, 1 / whole.height)


def _with_soft_edge(box: Box, whole: Box, share: float = SOFT_SHARE) -> Box:
    room = share * max(box.width, box.height) + 2
    left, top, right, bottom = box.grown(room, room, room, room).intersection(whole).covering()
    return Box(left, top, right - left, bottom - top).intersection(whole)


def _whole_px(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = box.pixels()
    return left, top, right - left, bottom - top


def _weight(subject: Subject | None, whole: Box, shown: Box, scale: float) -> Point:
    """The middle of the subject's weight in px of the file, from the corner of what is shown."""
    centre = subject.centre if subject else Point(0.5, 0.5)
    x, y = centre.x * whole.width - shown.left, centre.y * whole.height - shown.top
    return Point(x * scale, y * scale)


def _corner(recipe: Recipe, sheet: Size, core: Box, weight: Point) -> tuple[float, float]:
    """Left and top of the subject's box in the file."""
    spare_x, spare_y = sheet.width - core.width, sheet.height - core.height
    if recipe.align == "bottom":
        lower = max(recipe.margin, (1 - recipe.fill) / 2) * sheet.height
        return spare_x / 2, max(0.0, spare_y - lower)
    if recipe.align == "optical":
        left = sheet.width / 2 - (weight.x - core.left)
        top = sheet.height / 2 - (weight.y - core.top)
        return _kept_inside(left, spare_x), _kept_inside(top, spare_y)
    return spare_x / 2, spare_y / 2


def _kept_inside(at: float, spare: float) -> float:
    """At least a quarter of the spare room stays on each side."""
    return max(spare * 0.25, min(at, spare * 0.75))


def portrait(recipe: Recipe, photo: Photo, sheet: Size, faces: Sequence[Box]) -> Arranged:
    """The faces (fractions of the photo) at their share of the height; the photo's middle when
    there are none."""
    whole = photo.size.box
    crop, share, tight = _portrait_crop(recipe, sheet, whole, faces)
    shown = Box(*_whole_px(crop.shifted_inside(whole))).intersection(whole)
    layer = _image(recipe, photo, shown, sheet.box)
    if recipe.shape == "circle":
        layer["clip"] = "circle"
    layers = [layer, *watermark(recipe, sheet, photo.mark)]
    enlarged = sheet.height / shown.height
    document = _document(recipe, sheet, layers)
    return Arranged(document, sheet.box, round(share, 4), enlarged, tight)


def _portrait_crop(
    recipe: Recipe, sheet: Size, whole: Box, faces: Sequence[Box]
) -> tuple[Box, float, bool]:
    ratio = sheet.width / sheet.height
    boxes = [face.scaled(whole.width, whole.height) for face in faces]
    if recipe.faces == "largest":
        boxes = sorted(boxes, key=lambda box: box.area)[-1:]
    together = union(boxes)
    if together is None:
        height = min(whole.height, whole.width / ratio)
        middle = whole.centre
        return _around(middle.x, middle.y - height / 2, height, ratio), 0.0, False
    tallest = max(box.height for box in boxes)
    wanted = max(tallest / recipe.head, together.width / CROWD_SHARE / ratio, together.height)
    height = min(wanted, whole.height, whole.width / ratio)
    top = together.centre.y - FACE_HEIGHT * height
    crop = _around(together.centre.x, top, height, ratio)
    inside = crop.intersection(whole)
    tight = height < 0.98 * wanted or inside.area < 0.9 * crop.area
    return crop, tallest / height, tight


def _around(x: float, top: float, height: float, ratio: float) -> Box:
    return Box(x - height * ratio / 2, top, height * ratio, height)


def _image(recipe: Recipe, photo: Photo, shown: Box, at: Box) -> dict[str, Any]:
    across, down = photo.size.width, photo.size.height
    options: dict[str, Any] = {}
    if recipe.cut:
        options["segment"] = "foreground"
        if recipe.kind == "product":
            options |= {"segment.floor": FLOOR, "segment.specks": SPECKS}
        if recipe.model != "auto":
            options["segment.model"] = recipe.model
        if not recipe.clean:
            options["segment.decontaminate"] = 0
    return {
        "id": SUBJECT,
        "kind": "image",
        "name": "Subject",
        "source": photo.id,
        "crop": [
            shown.left / across,
            shown.top / down,
            shown.width / across,
            shown.height / down,
        ],
        "x": at.left + at.width / 2,
        "y": at.top + at.height / 2,
        "width": at.width,
        "height": at.height,
        **({"recipe": options} if options else {}),
    }


def _document(recipe: Recipe, sheet: Size, layers: list[dict[str, Any]]) -> dict[str, Any]:
    canvas: dict[str, Any] = {"width": sheet.width, "height": sheet.height}
    if recipe.background != "transparent":
        canvas["background"] = recipe.background
    return {"schema": SCHEMA, "canvas": canvas, "layers": layers}

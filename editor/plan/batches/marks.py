"""What a batch draws besides the photo: the shadow that it stands on, and the watermark."""

from __future__ import annotations

from typing import Any

from editor.geometry import Box, Size
from editor.plan.batches.recipe import Recipe, Watermark

SHADOW = "radial-gradient(ellipse closest-side at 50% 50%, rgba(0,0,0,0.45) 0%, rgba(0,0,0,0) 100%)"
ACROSS, DOWN = 1.05, 0.09
"""The shadow's size, in widths of the subject."""
PADDING = 0.03
LETTER = 0.72
"""About how wide a letter is, in sizes of the type."""


def shadow(recipe: Recipe, stands: Box) -> list[dict[str, Any]]:
    """A flat soft ellipse where the subject's box ends below."""
    if recipe.shadow != "contact":
        return []
    width, height = max(2.0, stands.width * ACROSS), max(2.0, stands.width * DOWN)
    return [
        {
            "id": "shadow",
            "kind": "shape",
            "name": "Shadow",
            "shape": {"form": "rectangle", "fill": SHADOW},
            "x": stands.centre.x,
            "y": stands.bottom - height * 0.1,
            "width": width,
            "height": height,
        }
    ]


def watermark(recipe: Recipe, sheet: Size, picture: Size | None) -> list[dict[str, Any]]:
    """The mark at its place; `picture` is the size of its original when it is one."""
    mark = recipe.watermark
    if mark is None:
        return []
    width = mark.size * sheet.width
    if mark.source and picture is not None:
        height = width * picture.height / picture.width
        own: dict[str, Any] = {"kind": "image", "source": mark.source}
    else:
        type_size = max(1.0, width / (LETTER * max(1, len(mark.text))))
        height = 1.4 * type_size
        own = {"kind": "text", "text": _text(mark, type_size)}
    x, y = _centre(mark.place, sheet, width, height)
    place = {"x": x, "y": y, "width": width, "height": height}
    return [{"id": "watermark", "name": "Watermark", "opacity": mark.opacity, **place, **own}]


def _text(mark: Watermark, size: float) -> dict[str, Any]:
    side = {"left": "left", "right": "right"}.get(mark.place.rpartition("-")[2], "center")
    return {
        "text": mark.text,
        "size": size,
        "weight": 700,
        "color": mark.color,
        "align": side,
        "valign": "middle",
        "sizing": "auto",
    }


def _centre(place: str, sheet: Size, width: float, height: float) -> tuple[float, float]:
    room = PADDING * min(sheet.width, sheet.height)
    x, y = sheet.width / 2, sheet.height / 2
    if "left" in place:
        x = room + width / 2
    if "right" in place:
        x = sheet.width - room - width / 2
    if "top" in place:
        y = room + height / 2
    if "bottom" in place:
        y = sheet.height - room - height / 2
    return x, y

"""Where the whole photo would lie behind its file: for looking at both, one on the other."""

from __future__ import annotations

from collections.abc import Iterator

from editor.geometry import Box, Size
from editor.plan.document import Document
from editor.plan.layers import Layer


def lying(document: Document, source: str) -> Box | None:
    """The photo in fractions of the canvas, as if nothing of it had been cropped: it may reach far
    beyond. None where it doesn't lie upright on the canvas itself."""
    canvas = Size(document.canvas.width, document.canvas.height)
    for layer in _upright(document, source):
        left, top, width, height = layer.crop
        across, down = layer.width / width, layer.height / height
        corner_x = layer.x - layer.width / 2 - left * across
        corner_y = layer.y - layer.height / 2 - top * down
        whole = Box(corner_x, corner_y, across, down)
        return whole.scaled(1 / canvas.width, 1 / canvas.height)
    return None


def _upright(document: Document, source: str) -> Iterator[Layer]:
    for layer in document.layers:
        turned = layer.rotation or layer.flip_x or layer.flip_y
        if layer.source == source and not turned and not layer.hidden:
            yield layer


def fitted(lies: Box | None, canvas: Size, sheet: Size) -> Box | None:
    """The same when the canvas is fitted into the middle of a sheet."""
    if lies is None:
        return None
    fits = min(sheet.width / canvas.width, sheet.height / canvas.height)
    across, down = canvas.width * fits / sheet.width, canvas.height * fits / sheet.height
    return lies.scaled(across, down).moved((1 - across) / 2, (1 - down) / 2)

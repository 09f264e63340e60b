"""New documents out of photos: one at its own size, or several side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from editor.conf import current
from editor.flows import documents, originals
from editor.flows.documents import Saved
from editor.geometry import Size
from editor.models import Original, Workspace
from editor.plan.document import SCHEMA
from editor.plan.sides import MAX_SIDE_PX

MOST = 100
"""Photos of one new document; a document has at most twice as many layers."""
SQUARE = (1080, 1080)
GAP = 0.04
"""Space around and between photos, as a part of the canvas' shorter side."""
LAYER_NAME = 200


def from_photos(
    workspace: Workspace,
    ids: Sequence[UUID],
    *,
    size: tuple[int, int] | None = None,
    name: str = "",
) -> Saved:
    """A document with these photos, bottom to top as given. Without `size` a single photo gets a
    canvas of its own size (as far as exports may have it), several a square one. NotFound for
    foreign photos."""
    photos = [originals.get(workspace, id) for id in dict.fromkeys(ids)]
    alone = len(photos) == 1 and size is None
    canvas = _own_size(photos[0]) if alone else Size(*(size or SQUARE))
    cells = [(0.0, 0.0, canvas.width, canvas.height)] if alone else _cells(canvas, len(photos))
    body = {
        "schema": SCHEMA,
        "canvas": {
            "width": canvas.width,
            "height": canvas.height,
            "background": "transparent" if alone else "white",
        },
        "layers": [
            _layer(number, photo, cell)
            for number, (photo, cell) in enumerate(zip(photos, cells, strict=True), 1)
        ],
    }
    title = name or (_stem(photos[0].name) if len(photos) == 1 else "")
    return documents.create(workspace, title, body)


def _own_size(photo: Original) -> Size:
    """Its own, or the largest of the same shape that may be exported."""
    width, height = photo.blob.width, photo.blob.height
    most = current().output_megapixels * 1e6
    scale = min(1.0, MAX_SIDE_PX / max(width, height), math.sqrt(most / (width * height)))
    return Size(max(1, math.floor(width * scale)), max(1, math.floor(height * scale)))


def _cells(canvas: Size, count: int) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of `count` equal places, as square as they can be."""
    gap = GAP * min(canvas.width, canvas.height)
    columns = max(1, min(count, round(math.sqrt(count * canvas.width / canvas.height))))
    rows = math.ceil(count / columns)
    width = (canvas.width - gap * (columns + 1)) / columns
    height = (canvas.height - gap * (rows + 1)) / rows
    return [
        (
            gap + (number % columns) * (width + gap),
            gap + (number // columns) * (height + gap),
            max(1.0, width),
            max(1.0, height),
        )
        for number in range(count)
    ]


def _layer(number: int, photo: Original, cell: tuple[float, float, float, float]) -> dict[str, Any]:
    left, top, width, height = cell
    scale = min(width / photo.blob.width, height / photo.blob.height)
    return {
        "id": f"photo-{number}",
        "kind": "image",
        "name": _stem(photo.name)[:LAYER_NAME],
        "source": str(photo.pk),
        "x": round(left + width / 2, 2),
        "y": round(top + height / 2, 2),
        "width": round(max(1.0, photo.blob.width * scale), 2),
        "height": round(max(1.0, photo.blob.height * scale), 2),
    }


def _stem(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and len(ending) <= 5 else name

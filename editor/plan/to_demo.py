"""The address that `from_demo` reads back as the same document, if the document is that simple."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlencode

from editor.errors import InvalidDocument
from editor.geometry import Size
from editor.plan.document import Document
from editor.plan.from_demo import CUT, FARTHEST_PX, MAX_DEMO_LAYERS
from editor.plan.kinds import plain
from editor.plan.layers import Layer

NEAR_PX = 0.75
"""Sides of this difference count as equal: canvases have whole pixels."""


def to_demo(
    document: Document, sizes: Mapping[str, Size], opaque: Collection[str] = frozenset()
) -> str:
    """The query of the address, without a question mark. `sizes` are those of the originals, by
    the name under which layers hold them; nothing shines through the `opaque` ones.

    InvalidDocument, with the first reason, for a document that no such address can say.
    """
    layers = document.layers
    if not 0 < len(layers) <= MAX_DEMO_LAYERS:
        raise _cannot(f"it has {len(layers)} layers; an address holds 1 to {MAX_DEMO_LAYERS}")
    covered = layers[0].source in opaque and not layers[0].recipe
    if document.canvas.background != "transparent" and not covered:
        raise _cannot("its canvas has a background")
    for layer in layers:
        for said in _reasons(layer, sizes):
            raise _cannot(f"{said}: {layer.name or layer.id}")
    _check_lowest(layers[0], document)
    pairs = [("order", ",".join(str(n) for n in range(len(layers))))]
    for number, layer in enumerate(reversed(layers)):
        pairs += _pairs(number, layer, sizes[layer.source])
    return urlencode(pairs, safe=",:")


def _pairs(number: int, layer: Layer, picture: Size) -> Iterator[tuple[str, str]]:
    yield f"i{number}", layer.source
    if abs(layer.height - picture.height) >= 0.001:
        yield f"h{number}", _text(layer.height)
    for name, value in (
        (f"vertVal{number}", layer.y - layer.height / 2),
        (f"horVal{number}", layer.x - layer.width / 2),
    ):
        if round(value, 3):
            yield name, _text(value)
    if layer.recipe:
        yield f"bg{number}", "1"


def _text(value: float) -> str:
    return repr(plain(round(value, 3)))


_PLAIN = (
    "crop",
    *("strokes", "faces", "effects", "clip", "rotation", "flip_x", "flip_y", "opacity", "blend"),
)
"""Fields that an address can't say, so that they must hold their default."""


def _reasons(layer: Layer, sizes: Mapping[str, Size]) -> Iterator[str]:
    """Why an address can't say this layer."""
    if layer.kind != "image":
        yield f"a {layer.kind} layer isn't a photo"
    elif layer.hidden:
        yield "a hidden layer can't be said"
    elif layer.source not in sizes:
        yield "a photo is gone"
    elif dict(layer.recipe) not in ({}, CUT):
        yield "a layer has more settings than the cutout"
    else:
        defaults = {o.attribute: o.default for o in Layer.options()}
        changed = [name for name in _PLAIN if getattr(layer, name) != defaults[name]]
        if changed:
            yield f"the {changed[0].replace('_', ' ')} of a layer isn't plain"
        picture = sizes[layer.source]
        if abs(layer.height * picture.width / picture.height - layer.width) > NEAR_PX:
            yield "a photo is stretched"
        corner = max(abs(layer.x - layer.width / 2), abs(layer.y - layer.height / 2))
        if min(layer.width, layer.height) < 1 or corner > FARTHEST_PX:
            yield "a photo is too small, or lies too far out"


def _check_lowest(layer: Layer, document: Document) -> None:
    canvas = document.canvas
    off = (
        layer.x - layer.width / 2,
        layer.y - layer.height / 2,
        layer.width - canvas.width,
        layer.height - canvas.height,
    )
    if max(map(abs, off)) > NEAR_PX:
        raise _cannot("its lowest photo doesn't fill the canvas")


def _cannot(why: str) -> InvalidDocument:
    return InvalidDocument(
        f"No address can say this document: {why}.",
        remedy="Share a link to it instead, or simplify a copy of it.",
    )

"""The editor document: one schema for the server and the browser, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from editor.errors import InvalidDocument
from editor.plan.fonts import is_own
from editor.plan.layers import MAX_LAYERS, Guide, Layer, LayersKind, every_layer
from editor.plan.nested import Listed, Object
from editor.plan.operation import OptionSet
from editor.plan.option import option, shown
from editor.plan.records import fields_of, parsed
from editor.plan.sheet import Sheet

SCHEMA = 1
MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = MappingProxyType({})
"""Version -> how a document of that version becomes one of the next."""

FAR_PX = 100_000
THIN_PX = 0.01
MAX_DEPTH = 8
"""Groups inside groups."""


@dataclass(frozen=True, slots=True)
class Document(OptionSet):
    canvas: Sheet = option(
        Object(Sheet, "canvas", ("width", "height")), None, "The sheet.", example="{}"
    )
    guides: tuple[Guide, ...] = option(
        Listed(Object(Guide, "guide"), 200, "guides"), (), "Guides.", example="[]"
    )
    layers: tuple[Layer, ...] = option(LayersKind(), (), "Bottom to top.", example="[]")


def parse_document(data: object) -> Document:
    """The document that `data`, parsed JSON, holds, brought to the present schema.

    BadRequest, UnknownName (with the nearest name), InvalidOption or InvalidDocument otherwise.
    The recipes in it are judged by `from_document.check`.
    """
    names = ["schema", *(o.name for o in Document.options())]
    given = fields_of(migrated(data), "document", names, ("schema", "canvas"))
    del given["schema"]
    bounded(given.get("layers", []))
    document = Document(**parsed(Document, given))
    check_layers(document)
    return document


def document_json(document: Document) -> dict[str, Any]:
    """The document as JSON, defaults left out; `parse_document` reads it back without loss."""
    return {"schema": SCHEMA, **document.written()}


def migrated(data: object) -> object:
    """`data` in the present schema; InvalidDocument for a version that isn't known."""
    if not isinstance(data, dict) or data.get("schema") is None:
        return data
    version = data["schema"]
    whole = isinstance(version, int) and not isinstance(version, bool)
    while whole and version in MIGRATIONS:
        data = MIGRATIONS[version](data)
        version = data["schema"]
    if not whole or version != SCHEMA:
        raise InvalidDocument(
            f"The document has schema {shown(version)}; this server knows {SCHEMA}.",
            remedy="Update the server, or save the document with this one's editor.",
        )
    return data


def originals(document: Document) -> frozenset[str]:
    """The ids of all pictures that the document uses."""
    return frozenset(la.source for la in every_layer(document.layers) if la.source)


def letters(document: Document) -> frozenset[str]:
    """The names of all uploaded fonts that its texts use."""
    texts = (la.text for la in every_layer(document.layers) if la.text is not None)
    return frozenset(text.font for text in texts if is_own(text.font))


def check_layers(document: Document) -> None:
    """The rules between layers: unique ids, how many, how deep, and what each kind needs."""
    bounded(document_json(document).get("layers", []))
    seen: set[str] = set()
    for layer in every_layer(document.layers):
        if layer.id in seen:
            raise InvalidDocument(
                f"Two layers have the id {layer.id!r}.", remedy="Give each layer its own id."
            )
        seen.add(layer.id)
        _check_kind(layer)
        _check_place(layer)


_OWN = {"image": "source", "text": "text", "shape": "shape", "group": "layers"}
"""Kind of layer -> the field that only it has."""


def _check_kind(layer: Layer) -> None:
    own = _OWN[layer.kind]
    if not getattr(layer, own) and layer.kind != "group":
        raise InvalidDocument(
            f"The {layer.kind} layer {layer.id!r} has no {own!r}.", remedy=f"Add {own!r}."
        )
    for other in _OWN.values():
        if other != own and getattr(layer, other):
            raise InvalidDocument(
                f"The {layer.kind} layer {layer.id!r} has {other!r}.",
                remedy=f"Leave {other!r} out, or change its kind.",
            )


def _check_place(layer: Layer) -> None:
    """Nearer bounds than those of recipes, so that exports have room to grow."""
    farthest = max(abs(layer.x), abs(layer.y), layer.width, layer.height)
    if farthest > FAR_PX or min(layer.width, layer.height) < THIN_PX:
        raise InvalidDocument(
            f"The layer {layer.id!r} lies too far out, or is too large or too thin.",
            remedy=f"Stay within {FAR_PX} px of the canvas, with sides of at least {THIN_PX} px.",
        )


def bounded(layers: object) -> None:
    """Counts before anything is parsed, without recursion: the data is untrusted."""
    level, count, depth = [layers], 0, 0
    while level:
        inside = [one for group in level if isinstance(group, list) for one in group]
        count += len(inside)
        level = [one["layers"] for one in inside if isinstance(one, dict) and one.get("layers")]
        depth += 1 if level else 0
        if count > MAX_LAYERS or depth > MAX_DEPTH:
            raise InvalidDocument(
                f"The document has more than {MAX_LAYERS} layers or groups {MAX_DEPTH} deep.",
                remedy="Merge layers, or split the document.",
            )

"""Small changes of a document, addressed by layer id and field, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.errors import BadRequest, unknown_name
from editor.plan.document import bounded
from editor.plan.layers import Layer, parse_layer
from editor.plan.option import shown
from editor.plan.records import fields_of, items_of
from editor.plan.tree import BOTTOM, Place

MAX_CHANGES = 1000
ADDED, TAKEN = "+", "-"
"""`strokes.+` puts one thing at the end of a list, `strokes.-` takes the last equal one out: two
people add to one list without losing each other's."""


@dataclass(frozen=True, slots=True)
class Set:
    """A field gets a value (JSON; None is the default). `layer` "" is the document itself. A dot
    leads into an object: `recipe.blur`, `text.size`, `canvas.width`; or to one thing of a list:
    `strokes.+`, `strokes.-`."""

    layer: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Add:
    layer: Layer
    place: Place = BOTTOM


@dataclass(frozen=True, slots=True)
class Remove:
    layer: str


@dataclass(frozen=True, slots=True)
class Move:
    layer: str
    place: Place = BOTTOM


Change = Set | Add | Remove | Move
Patch = tuple[Change, ...]


def parse_patch(data: object) -> Patch:
    """The patch that `data`, parsed JSON, holds: a list of changes."""
    return tuple(_change(one) for one in items_of(data, "patch", MAX_CHANGES))


def patch_json(patch: Patch) -> list[dict[str, Any]]:
    """The patch as JSON; `parse_patch` reads it back without loss."""
    return [_written(change) for change in patch]


def _change(data: object) -> Change:
    op = data.get("op") if isinstance(data, Mapping) else None
    if op == "set":
        given = fields_of(data, "set", ("op", "layer", "field", "value"), ("op", "field"))
        return Set(_word(given, "layer"), _word(given, "field"), given.get("value"))
    if op == "add":
        given = fields_of(data, "add", ("op", "layer", "parent", "below"), ("op", "layer"))
        bounded([given["layer"]])
        return Add(parse_layer(given["layer"]), _place(given))
    if op == "remove":
        return Remove(_word(fields_of(data, "remove", ("op", "layer"), ("layer",)), "layer"))
    if op == "move":
        given = fields_of(data, "move", ("op", "layer", "parent", "below"), ("op", "layer"))
        return Move(_word(given, "layer"), _place(given))
    raise unknown_name("change", shown(op), ("set", "add", "remove", "move"))


def _place(given: Mapping[str, Any]) -> Place:
    return Place(_word(given, "parent"), _word(given, "below"))


def _word(given: Mapping[str, Any], name: str) -> str:
    word = given.get(name, "")
    if not isinstance(word, str) or len(word) > 200:
        raise BadRequest(f"{name}={shown(word)} isn't a name.", remedy=f"Send {name} as text.")
    return word


def _written(change: Change) -> dict[str, Any]:
    match change:
        case Set(layer=id, field=field, value=value):
            said = {"op": "set", "layer": id, "field": field, "value": value}
        case Add(layer=layer, place=place):
            said = {"op": "add", "layer": layer.written(), **_place_json(place)}
        case Remove(layer=id):
            said = {"op": "remove", "layer": id}
        case Move(layer=id, place=place):
            said = {"op": "move", "layer": id, **_place_json(place)}
    return said


def _place_json(place: Place) -> dict[str, str]:
    return {"parent": place.parent, "below": place.below}

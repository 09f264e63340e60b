"""Applies patches to documents; every change comes with its inverse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from editor.errors import BadRequest, Conflict, InvalidDocument, unknown_name
from editor.plan import tree
from editor.plan.changes import ADDED, TAKEN, Add, Change, Move, Patch, Remove, Set
from editor.plan.document import Document, check_layers
from editor.plan.layers import REQUIRED, Layer
from editor.plan.nested import FlatOptions, Object
from editor.plan.operation import OptionSet
from editor.plan.option import Option, shown
from editor.plan.records import Record, refuse
from editor.plan.tree import Place

_FIXED = frozenset({"id", "kind", "layers"})
"""Fields that no `set` may touch."""


def apply(document: Document, patch: Patch) -> tuple[Document, Patch]:
    """The changed document, and the patch that undoes the changes.

    All or nothing. Conflict when a layer is missing; InvalidDocument, InvalidOption or UnknownName
    when a change breaks a rule.
    """
    undo: list[Change] = []
    for change in patch:
        document, inverse = applied(document, change)
        undo.insert(0, inverse)
    check_layers(document)
    return document, tuple(undo)


def applied(document: Document, change: Change) -> tuple[Document, Change]:
    """One change and its inverse; the rules between layers are left to the caller."""
    match change:
        case Set(layer="", field=field, value=value):
            if field == "layers":
                raise _untouchable(field)
            done, undo, back = _set(document, field, value, ("canvas",))
            return done, Set("", undo, back)
        case Set(layer=id, field=field, value=value):
            return _set_layer(document, id, field, value)
        case Add(layer=layer, place=place):
            if tree.find(document.layers, layer.id):
                raise InvalidDocument(
                    f"A layer {layer.id!r} exists.", remedy="Give the new layer its own id."
                )
            return _inserted(document, layer, place), Remove(layer.id)
        case Remove(layer=id):
            layer, place = _layer(document, id)
            return replace(document, layers=tree.without(document.layers, id)), Add(layer, place)
        case Move(layer=id, place=place):
            layer, before = _layer(document, id)
            rest = replace(document, layers=tree.without(document.layers, id))
            return _inserted(rest, layer, place), Move(id, before)


def _layer(document: Document, id: str) -> tuple[Layer, Place]:
    layer, place = tree.find(document.layers, id), tree.place_of(document.layers, id)
    if layer is None or place is None:
        raise Conflict(f"The document has no layer {shown(id)}.", remedy="Load the document again.")
    return layer, place


def _inserted(document: Document, layer: Layer, place: Place) -> Document:
    if place.parent:
        group = tree.find(document.layers, place.parent)
        if group is None:
            raise Conflict(
                f"The group {shown(place.parent)} isn't there, or lies inside the moved layer.",
                remedy="Load the document again.",
            )
        if group.kind != "group":
            raise InvalidDocument(
                f"The layer {place.parent!r} isn't a group.", remedy="Name a group as parent."
            )
    return replace(document, layers=tree.inserted(document.layers, layer, place))


def _set_layer(document: Document, id: str, field: str, value: Any) -> tuple[Document, Change]:
    layer, _ = _layer(document, id)
    if field in _FIXED:
        raise _untouchable(field)
    done, undo, back = _set(layer, field, value, REQUIRED)
    layers = tree.changed(document.layers, id, lambda _: done)
    return replace(document, layers=layers), Set(id, undo, back)


def _untouchable(field: str) -> BadRequest:
    return BadRequest(
        f"The field {field!r} can't be set.", remedy="Add, remove and move layers instead."
    )


def _set(
    record: Record, field: str, value: Any, required: Iterable[str]
) -> tuple[Record, str, Any]:
    """The changed record, and the field and value that undo it."""
    head, _, rest = field.partition(".")
    option = _option(record, head)
    old = getattr(record, option.attribute)
    if value is None and field in required:
        raise BadRequest(f"The field {field!r} needs a value.", remedy=f"Set {field!r} to one.")
    if not rest:
        new = option.parse(value, refuse)
        back = None if old == option.default else option.kind.json(old)
        return _with(record, option, new), field, back
    if isinstance(option.kind, FlatOptions):
        pairs = dict(option.kind.json(old))
        back = pairs.pop(rest, None)
        new = option.parse({**pairs, rest: value}, refuse)
        return _with(record, option, new), field, back
    if rest in (ADDED, TAKEN) and option.kind.schema().get("type") == "array":
        new, undo, back = _one_of_list(option, old, rest, value)
        return _with(record, option, new), undo, back
    if isinstance(option.kind, Object):
        part = option.kind.record() if old is None else old
        inner, undo, back = _set(part, rest, value, option.kind.required)
        done = _with(record, option, inner)
        return (done, head, None) if old is None else (done, f"{head}.{undo}", back)
    raise BadRequest(
        f"The field {head!r} holds nothing named {shown(rest)}.", remedy="Set it whole."
    )


def _one_of_list(option: Option, old: Any, way: str, value: Any) -> tuple[Any, str, Any]:
    """The list with one thing more or less, and the field and value that undo it."""
    (one,) = option.kind.json(option.parse([value], refuse))
    now = list(option.kind.json(old))
    if way == ADDED:
        return option.parse([*now, one], refuse), f"{option.name}.{TAKEN}", one
    if one in now:
        del now[len(now) - 1 - now[::-1].index(one)]
        return option.parse(now, refuse), f"{option.name}.{ADDED}", one
    return old, f"{option.name}.{TAKEN}", one


def _option(record: OptionSet, name: str) -> Option:
    for option in record.options():
        if option.name == name:
            return option
    raise unknown_name("field", shown(name), [o.name for o in record.options()])


def _with(record: Record, option: Option, value: Any) -> Record:
    return replace(record, **{option.attribute: value})  # type: ignore[type-var]

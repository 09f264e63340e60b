"""The layers of a document as a tree: find, take out, put in. Every function returns new layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from editor.plan.layers import Layer, every_layer

Layers = tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a layer lies: in which group ("" is the canvas), above which layer ("" is none)."""

    parent: str = ""
    below: str = ""


BOTTOM = Place()


def find(layers: Layers, id: str) -> Layer | None:
    return next((layer for layer in every_layer(layers) if layer.id == id), None)


def place_of(layers: Layers, id: str, parent: str = "") -> Place | None:
    """Where the layer lies, or None when there is no such layer."""
    below = ""
    for layer in layers:
        if layer.id == id:
            return Place(parent, below)
        if inside := place_of(layer.layers, id, layer.id):
            return inside
        below = layer.id
    return None


def changed(layers: Layers, id: str, change: Callable[[Layer], Layer]) -> Layers:
    """The layers with `change` applied to one of them."""
    return tuple(
        change(layer) if layer.id == id else _with(layer, changed(layer.layers, id, change))
        for layer in layers
    )


def without(layers: Layers, id: str) -> Layers:
    return tuple(_with(la, without(la.layers, id)) for la in layers if la.id != id)


def inserted(layers: Layers, layer: Layer, place: Place) -> Layers:
    """The layers with one more. When its neighbour is gone, it lies on top of its group."""
    if place.parent:
        there = replace(place, parent="")
        return changed(
            layers,
            place.parent,
            lambda group: replace(group, layers=inserted(group.layers, layer, there)),
        )
    ids = [one.id for one in layers]
    at = ids.index(place.below) + 1 if place.below in ids else len(ids) if place.below else 0
    return (*layers[:at], layer, *layers[at:])


def _with(layer: Layer, inside: Layers) -> Layer:
    return layer if inside == layer.layers else replace(layer, layers=inside)

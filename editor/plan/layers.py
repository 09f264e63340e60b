"""The layers of an editor document and what they hold, as records of options.

Units are canvas pixels. A group's layers live in its own coordinates: the origin is the top left
corner of its box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from editor.plan.drawing import FAR_PX, Mixing, Placing
from editor.plan.kinds import Choice, Flag, Number, Words
from editor.plan.lengths import WHOLE, BoxFractions, Fractions, ManyBoxes
from editor.plan.lettering import Lettering
from editor.plan.nested import FlatOptions, Identifier, Listed, Object, Pairs
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option
from editor.plan.paint import Paint
from editor.plan.records import items_of, read
from editor.plan.strokes import Stroke, Strokes

REQUIRED = ("id", "kind", "width", "height")
"""Fields of every layer."""

MAX_LAYERS = 200
"""Layers of a document together, those in groups included."""

EFFECTS: Mapping[str, frozenset[str]] = {
    "outline": frozenset({"outline"}),
    "shadow": frozenset({"shadow"}),
    "glow": frozenset({"shadow"}),
    "adjust": frozenset({"brightness", "contrast", "gamma", "saturation", "blur", "sharpen"}),
}
"""Effect -> the operations that it may use."""


@dataclass(frozen=True, slots=True)
class Guide(OptionSet):
    axis: str = option(Choice(("x", "y")), "x", "x: a vertical line.", example="x")
    at: float = option(Number(-FAR_PX, FAR_PX, unit="px"), 0.0, "Its place.", example="540")


@dataclass(frozen=True, slots=True)
class Effect(OptionSet):
    kind: str = option(Choice(tuple(EFFECTS)), "", "Which effect.", example="outline")
    recipe: Pairs = option(FlatOptions(), (), "Transform options.", example='{"outline": 12}')


@dataclass(frozen=True, slots=True)
class Shape(OptionSet):
    form: str = option(
        Choice(("rectangle", "ellipse")), "rectangle", "Its outline.", example="ellipse"
    )
    fill: str = option(Paint(), "#000000", "A CSS colour or gradient.", example="#ff8800")


class LayersKind:
    """The layers of a group; `Layer` holds itself."""

    def parse(self, given: object, warn: Warn) -> tuple[Layer, ...]:
        return tuple(parse_layer(one) for one in items_of(given, "layers", MAX_LAYERS))

    def text(self, value: Any) -> str:
        raise NotImplementedError("layers have no URL spelling")

    def json(self, value: Any) -> Any:
        return [layer.written() for layer in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"$ref": "#/$defs/layer"}, "maxItems": MAX_LAYERS}

    def rule(self) -> str:
        return "a list of layers, bottom to top"


@dataclass(frozen=True)
class Layer(Placing, Mixing):
    """A picture, text, shape or group at its place on the canvas."""

    id: str = option(Identifier(), "", "Unique in the document.", example="l1")
    kind: str = option(
        Choice(("image", "text", "shape", "group")), "", "What it shows.", example="image"
    )
    name: str = option(Words(200), "", "Its name in the layers panel.", example="Dog")
    source: str = option(Words(128), "", "Id of an image's original.", example="sha256:...")
    recipe: Pairs = option(
        FlatOptions(), (), "Options of a transform URL.", example='{"segment": "foreground"}'
    )
    crop: Fractions = option(
        BoxFractions(), WHOLE, "The part of the source in use.", example="[0.1, 0, 0.8, 1]"
    )
    strokes: tuple[Stroke, ...] = option(
        Strokes(), (), "Strokes of the erase and restore brush, in order.", example="[]"
    )
    faces: tuple[Fractions, ...] = option(
        ManyBoxes(100), (), "The faces that a face crop keeps.", example="[[0.4, 0.2, 0.2, 0.3]]"
    )
    text: Lettering | None = option(
        Object(Lettering, "text"), None, "What a text layer says.", example="{}"
    )
    shape: Shape | None = option(
        Object(Shape, "shape"), None, "What a shape layer shows.", example="{}"
    )
    effects: tuple[Effect, ...] = option(
        Listed(Object(Effect, "effect", ("kind",)), 20, "effects"),
        (),
        "Applied in this order.",
        example='[{"kind": "outline", "recipe": {"outline": 12}}]',
    )
    hidden: bool = option(Flag(), False, "Not drawn.", example="true")
    locked: bool = option(Flag(), False, "Can't be changed by hand.", example="true")
    layers: tuple[Layer, ...] = option(LayersKind(), (), "A group's layers.", example="[]")


def parse_layer(data: object) -> Layer:
    """One layer; a group with its layers."""
    return read(Layer, data, "layer", REQUIRED)


def every_layer(layers: tuple[Layer, ...]) -> Iterator[Layer]:
    """All layers, those of groups after their group."""
    for layer in layers:
        yield layer
        yield from every_layer(layer.layers)

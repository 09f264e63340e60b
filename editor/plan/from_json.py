"""The door of REST bodies and stored recipes: always strict, reads what `to_json` writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from editor.errors import BadRequest, InvalidOption
from editor.geometry import Placement, Size
from editor.plan.composition import (
    Canvas,
    Composition,
    Draw,
    Remote,
    Source,
    Step,
    Text,
    Transform,
)
from editor.plan.drawing import Mixing, Placing
from editor.plan.from_url import original
from editor.plan.operation import Operations
from editor.plan.output import Output
from editor.plan.overlay import Overlay
from editor.plan.records import fields_of, items_of, parsed, read
from editor.plan.remote import normal
from editor.plan.sheet import Sheet
from editor.plan.vocabulary import build_transform

MAX_DEPTH = 20
"""Pictures drawn on pictures drawn on pictures."""
MAX_STEPS = 400
"""Steps of one composition."""
MAX_STEPS_TOGETHER = 5000
"""Steps of a recipe with everything that it draws."""

_PLACED = ("x", "y", "width", "height")
_MIXED = tuple(o.name for o in Mixing.options())


def from_json(data: object, operations: Operations) -> Composition:
    """The recipe that `data`, parsed JSON, describes.

    BadRequest, UnknownName (with the nearest name) or InvalidOption for anything else.
    """
    return _Reader(operations).composition(data, depth=0)


@dataclass(slots=True)
class _Reader:
    """Counts the steps of the whole recipe while it reads."""

    operations: Operations
    steps: int = field(default=0)

    def composition(self, data: object, depth: int) -> Composition:
        if depth > MAX_DEPTH:
            raise BadRequest(
                f"Pictures are drawn into each other more than {MAX_DEPTH} deep.",
                remedy="Draw fewer levels.",
            )
        names = ("source", "steps") if depth else ("source", "steps", "output")
        given = fields_of(data, "composition", names, ["source"])
        listed = items_of(given.get("steps", []), "steps", MAX_STEPS)
        self.steps += len(listed)
        if self.steps > MAX_STEPS_TOGETHER:
            raise BadRequest(
                f"The recipe has more than {MAX_STEPS_TOGETHER} steps.", remedy="Use fewer steps."
            )
        steps = tuple(self.step(one, depth) for one in listed)
        output = read(Output, given.get("output", {}), "output")
        return Composition(_source(given["source"]), steps, output)

    def step(self, data: object, depth: int) -> Step:
        name, body = _only(data, "step", ("transform", "draw"))
        return self.transform(body) if name == "transform" else self.draw(body, depth)

    def transform(self, body: object) -> Transform:
        if not isinstance(body, dict):
            raise BadRequest("A transform is an object of options.", remedy='Send {"width": 300}.')
        read = build_transform(body.items(), self.operations, strict=True)
        if read.output != Output():
            raise InvalidOption(
                "Format, quality and other options of the file don't belong into a transform.",
                remedy="Put them under 'output'.",
            )
        return Transform(read.operations)

    def draw(self, body: object, depth: int) -> Draw:
        given = fields_of(body, "draw", ("picture", "placement", "overlay", *_MIXED), ("picture",))
        placement = _placement({n: v for n, v in given.items() if n in ("placement", "overlay")})
        mixing = Mixing(**parsed(Mixing, given))
        picture = self.composition(given["picture"], depth + 1)
        return Draw(picture, placement, mixing.opacity, mixing.blend, mixing.clip)


def _placement(given: dict[str, Any]) -> Placement | Overlay:
    if len(given) != 1:
        raise BadRequest(
            "A draw needs 'placement' or 'overlay'.",
            remedy="Give a placement to stretch the picture into, or an overlay at its own size.",
        )
    if "overlay" in given:
        return read(Overlay, given["overlay"], "overlay")
    return read(Placing, given["placement"], "placement", _PLACED).placement()


def _source(data: object) -> Source:
    name, body = _only(data, "source", ("original", "canvas", "remote", "text"))
    if name == "canvas":
        sheet = read(Sheet, body, "canvas", ("width", "height"))
        return Canvas(Size(sheet.width, sheet.height), sheet.background)
    if name == "remote":
        if not isinstance(body, str):
            raise BadRequest(
                "A remote picture is named by its address.",
                remedy='Send {"remote": "https://host/path"}.',
            )
        return Remote(normal(body))
    if name == "text":
        return read(Text, body, "text", ("width", "height"))
    if not isinstance(body, str):
        raise BadRequest("An original is named by its id.", remedy='Send {"original": "<id>"}.')
    return original(body)


def _only(data: object, what: str, names: tuple[str, ...]) -> tuple[str, Any]:
    """The one field of a choice between forms."""
    given = fields_of(data, what, names)
    if len(given) != 1:
        raise BadRequest(
            f"A {what} has exactly one of {', '.join(names)}.",
            remedy=f'Send {{"{names[0]}": ...}} alone.',
        )
    return next(iter(given.items()))

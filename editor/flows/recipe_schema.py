"""The JSON schema of a composition, from the registries, for the API's own description."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from editor.flows.registry import plain
from editor.operations import operations
from editor.plan.composition import Text
from editor.plan.drawing import Mixing, Placing
from editor.plan.operation import OptionSet
from editor.plan.option import Option
from editor.plan.output import Output
from editor.plan.overlay import Overlay
from editor.plan.sheet import Sheet
from editor.plan.vocabulary import Density

EXAMPLE = {
    "source": {"original": "6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01"},
    "steps": [{"transform": {"width": 800, "segment": "foreground", "background": "white"}}],
    "output": {"format": "jpeg", "quality": 90},
}


def composition() -> dict[str, Any]:
    """Source, steps and output. A drawn picture is a composition again, which is said in words:
    the schema ends there."""
    step = {"oneOf": [_only("transform", _transform()), _only("draw", _draw())]}
    return {
        "type": "object",
        "required": ["source"],
        "additionalProperties": False,
        "properties": {
            "source": _source(),
            "steps": {"type": "array", "items": step, "description": "Worked off in sequence."},
            "output": _options(Output.options()),
        },
        "example": EXAMPLE,
    }


def _source() -> dict[str, Any]:
    original = {"type": "string", "description": "The id of an original of this workspace."}
    sheet = _options(Sheet.options(), required=("width", "height"))
    text = _options(Text.options(), required=("width", "height"))
    remote = {"type": "string", "description": "The address of a picture that may be fetched."}
    forms = {"original": original, "remote": remote, "canvas": sheet, "text": text}
    return {"oneOf": [_only(name, form) for name, form in forms.items()]}


def _transform() -> dict[str, Any]:
    owners: list[type[OptionSet]] = [*operations().values(), Density]
    return _options(option for owner in owners for option in owner.options())


def _draw() -> dict[str, Any]:
    drawn = _options(Mixing.options(), required=("picture",))
    picture = {"type": "object", "description": "A composition: `source` and `steps`."}
    placement = _options(Placing.options(), required=("x", "y", "width", "height"))
    overlay = _options(Overlay.options())
    overlay["description"] = "Instead of a placement: at its own size, by distances from edges."
    where = {"placement": placement, "overlay": overlay}
    drawn["properties"] = {"picture": picture, **where, **drawn["properties"]}
    return drawn


def _only(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """An object with this one field."""
    return {
        "type": "object",
        "required": [name],
        "additionalProperties": False,
        "properties": {name: value},
    }


def _options(options: Iterable[Option], required: tuple[str, ...] = ()) -> dict[str, Any]:
    fields = {o.name: {**plain(o.kind.schema()), "description": o.help} for o in options}
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
    }
    return {**made, "required": list(required)} if required else made

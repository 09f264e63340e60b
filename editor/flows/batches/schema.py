"""What a recipe may hold, told by the recipe itself, for controls and documentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from editor.flows.registry import plain
from editor.plan.batches.recipe import FIELDS, MOST_TARGETS, Recipe, Watermark
from editor.plan.batches.repairs import REPAIRS
from editor.plan.batches.targets import Target
from editor.plan.option import Option


def schema() -> dict[str, Any]:
    """Every field with type, range, default, help and example."""
    return {
        "recipe": [_field(one) for one in Recipe.options()],
        "watermark": [_field(one) for one in Watermark.options()],
        "target": [_field(one) for one in Target.options()],
        "most_targets": MOST_TARGETS,
        "name_fields": list(FIELDS),
        "repairs": dict(REPAIRS),
    }


def _field(one: Option) -> dict[str, Any]:
    default = one.default
    if default is not None and not isinstance(default, str | int | float | bool):
        default = list(default) if isinstance(default, Iterable) else None
    return {
        "name": one.name,
        "default": default,
        "help": one.help,
        "example": one.example,
        "rule": one.kind.rule(),
        "schema": plain(one.kind.schema()),
    }

"""What the registries tell about themselves, as JSON: the editor's controls and the API show it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from editor.operations import operations
from editor.plan.operation import Operation, Operations
from editor.plan.option import Option, Shorthand
from editor.plan.output import Output
from editor.plan.vocabulary import Density


def known() -> Operations:
    """The operations that the doors of plan/ take as their argument."""
    return operations()


def described() -> dict[str, Any]:
    """Every operation in stage order, the options of the file that is written, and the density."""
    return {
        "operations": [_operation(one) for one in operations().values()],
        "output": [_option(one) for one in Output.options()],
        "density": [_option(one) for one in Density.options()],
    }


def summary(owner: type[Any]) -> str:
    """What an operation does: the first paragraph of its file's documentation, on one line."""
    return " ".join((inspect.getdoc(inspect.getmodule(owner)) or "").partition("\n\n")[0].split())


def _operation(owner: type[Operation]) -> dict[str, Any]:
    return {
        "name": owner.name,
        "stage": owner.stage.name.lower(),
        "help": summary(owner),
        "options": [_option(one) for one in owner.options()],
        "shorthands": [_shorthand(one) for one in owner.shorthands],
    }


def _option(one: Option) -> dict[str, Any]:
    default = None if one.default is None else one.kind.json(one.default)
    return {
        "name": one.name,
        "aliases": list(one.aliases),
        "default": default,
        "help": one.help,
        "example": one.example,
        "rule": one.kind.rule(),
        "pixels": one.px,
        "schema": plain(one.kind.schema()),
    }


def _shorthand(one: Shorthand) -> dict[str, str]:
    return {"name": one.name, "help": one.help, "example": one.example, "rule": one.rule}


def plain(value: Any) -> Any:
    """Schemas may hold read-only mappings and tuples, which JSON writers refuse."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value

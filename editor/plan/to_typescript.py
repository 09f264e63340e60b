"""The document's schema for the browser, as TypeScript: types, defaults, choices and bounds.

Written from the same records that read documents, so that nothing of them is typed twice.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from editor.plan.changes import MAX_CHANGES
from editor.plan.document import FAR_PX, MAX_DEPTH, SCHEMA, THIN_PX, Document
from editor.plan.layers import EFFECTS, MAX_LAYERS, REQUIRED, Layer, LayersKind
from editor.plan.nested import FlatOptions, Listed, Object
from editor.plan.operation import OptionSet
from editor.plan.option import Kind, Option
from editor.plan.sheet import Sheet

_NAMES: dict[type[OptionSet], str] = {Document: "Doc", Sheet: "Canvas"}
"""Records that the browser calls otherwise."""

_REQUIRED: dict[type[OptionSet], tuple[str, ...]] = {Document: ("canvas",), Layer: REQUIRED}
_BOUNDS = ("minimum", "maximum", "maxLength", "maxItems", "maxProperties", "unit", "pattern")

_HEAD = """\
/** The document's schema. Written by `manage.py docs` from editor/plan: change it there. */

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
/** Options of a transform URL by their dotted names. */
export type Recipe = Readonly<Record<string, Json>>;
/** [left, top, width, height] in fractions of the source. */
export type Fractions = readonly [number, number, number, number];
"""
_LIMITS_SAY = "/** Bounds of a whole document; places and sides in canvas px. */\n"


def typescript() -> str:
    """The text of static/editor/document/schema.ts."""
    records = list(_records(Document))
    parts = [
        _HEAD,
        _LIMITS_SAY + _const("LIMITS", _limits()),
        _const("EFFECTS", {name: sorted(takes) for name, takes in EFFECTS.items()}),
        _const("CHOICES", {_name(one): _choices(one) for one in records if _choices(one)}),
        "export const BLENDS = CHOICES.Layer.blend;\n",
        "".join(map(_choice_types, records)),
        *map(_interface, records),
        *map(_defaults, records),
        _defaults_by_name(records),
        _const("BOUNDS", {_name(one): _bounds(one) for one in records}),
        _const("HOLDS", {_name(one): held for one in records if (held := _holds(one))}),
    ]
    return "\n".join(parts)


def _records(record: type[OptionSet]) -> Iterator[type[OptionSet]]:
    """The record after those that it holds, each once."""
    found: dict[type[OptionSet], None] = {}
    for option in record.options():
        inside = _held(option.kind)
        if inside is not None and inside is not record:
            found.update(dict.fromkeys(_records(inside)))
    yield from found
    yield record


def _held(kind: Kind) -> type[OptionSet] | None:
    """The record that values of this kind are, or are lists of."""
    if isinstance(kind, Listed):
        return _held(kind.kind)
    if isinstance(kind, LayersKind):
        return Layer
    return kind.record if isinstance(kind, Object) else None


def _name(record: type[OptionSet]) -> str:
    return _NAMES.get(record, record.__name__)


def _limits() -> dict[str, float]:
    return {
        "schema": SCHEMA,
        "layers": MAX_LAYERS,
        "depth": MAX_DEPTH,
        "changes": MAX_CHANGES,
        "farPx": FAR_PX,
        "thinPx": THIN_PX,
    }


def _const(name: str, value: object) -> str:
    return f"export const {name} = {_written(value)} as const;\n"


def _written(value: object, indent: str = "") -> str:
    """A literal with what is short on one line."""
    line = _on_one_line(value)
    if len(line) + len(indent) <= 96 or not value:
        return line
    inner = f"{indent}  "
    if isinstance(value, dict):
        rows = [f"{inner}{_key(k)}: {_written(v, inner)},\n" for k, v in value.items()]
        return "{\n" + "".join(rows) + indent + "}"
    if isinstance(value, list):
        wrap = textwrap.TextWrapper(96, inner, inner, break_on_hyphens=False)
        words = wrap.fill(line[1:-1])
        return f"[\n{words},\n{indent}]"
    return line


def _on_one_line(value: object) -> str:
    if isinstance(value, dict) and value:
        return f"{{ {', '.join(f'{_key(k)}: {_on_one_line(v)}' for k, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_on_one_line, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _words(option: Option) -> list[str]:
    schema = option.kind.schema()
    # A field that also takes other texts, such as a radius, is no choice.
    return [] if "type" in schema else [word for word in schema.get("enum", ()) if word]


def _choices(record: type[OptionSet]) -> dict[str, list[str]]:
    return {o.name: words for o in record.options() if (words := _words(o))}


def _choice_types(record: type[OptionSet]) -> str:
    name = _name(record)
    rows = (
        f"export type {_alias(record, field)} = (typeof CHOICES.{name}.{field})[number];\n"
        for field in _choices(record)
    )
    return "".join(rows)


def _alias(record: type[OptionSet], field: str) -> str:
    return f"{_name(record)}{field[:1].upper()}{field[1:]}"


def _interface(record: type[OptionSet]) -> str:
    rows = [_row(record, option) for option in record.options()]
    return f"export interface {_name(record)} {{\n{''.join(rows)}}}\n"


def _row(record: type[OptionSet], option: Option) -> str:
    kind = _alias(record, option.name) if _words(option) else _type(option.kind)
    if option.default is None and option.name not in _REQUIRED.get(record, ()):
        kind = f"{kind} | null"
    return f"  /** {option.help} */\n  readonly {_key(option.name)}: {kind};\n"


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _type(kind: Kind) -> str:
    record = _held(kind)
    if isinstance(kind, FlatOptions):
        return "Recipe"
    if record is not None:
        return _name(record) if isinstance(kind, Object) else f"readonly {_name(record)}[]"
    return _schema_type(kind.schema())


def _schema_type(schema: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        if schema.get("minItems") == schema.get("maxItems") == 4:
            return "Fractions"
        inner = _schema_type(schema.get("items", {}))
        return f"readonly ({inner})[]" if " " in inner else f"readonly {inner}[]"
    simple = {"string": "string", "boolean": "boolean", "number": "number", "integer": "number"}
    return simple.get(schema.get("type", ""), "Json")


def _defaults(record: type[OptionSet]) -> str:
    name = _name(record)
    return f"export const {name.upper()}: {name} = {_written(_default_values(record))};\n"


def _defaults_by_name(records: Iterable[type[OptionSet]]) -> str:
    names = ", ".join(f"{_name(one)}: {_name(one).upper()}" for one in records)
    return f"export const DEFAULTS = {{ {names} }} as const;\n"


def _default_values(record: type[OptionSet]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for option in record.options():
        value = None if option.default is None else option.kind.json(option.default)
        if value is None and option.name in _REQUIRED.get(record, ()):
            inside = _held(option.kind)
            value = None if inside is None else _default_values(inside)
        # A choice that must be made has no default; the type asks for one.
        values[option.name] = value or words[0] if (words := _words(option)) else value
    return values


def _bounds(record: type[OptionSet]) -> dict[str, dict[str, Any]]:
    said = {}
    for option in record.options():
        schema = option.kind.schema()
        said[option.name] = {
            key: schema[key] for key in _BOUNDS if schema.get(key) not in ("", None)
        }
    return {name: bounds for name, bounds in said.items() if bounds}


def _holds(record: type[OptionSet]) -> dict[str, str]:
    """Field -> the record that it holds, one or many."""
    return {o.name: _name(held) for o in record.options() if (held := _held(o.kind))}

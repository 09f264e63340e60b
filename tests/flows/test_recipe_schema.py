from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from editor.flows import recipe_schema
from editor.operations import operations
from editor.plan.from_json import from_json
from editor.plan.output import Output


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object schema inside."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for one in schema.values():
            yield from objects(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from objects(one)


def properties(name: str) -> set[str]:
    """The names that the object under `name` takes."""
    found = [
        o["properties"][name]
        for o in objects(recipe_schema.composition())
        if name in o.get("properties", {})
    ]
    return set(found[0]["properties"])


def test_a_transform_takes_every_option_of_every_operation() -> None:
    every = {o.name for owner in operations().values() for o in owner.options()}
    assert properties("transform") == every | {"dpr"}
    assert properties("output") == {o.name for o in Output.options()}


def test_required_fields_exist() -> None:
    for schema in objects(recipe_schema.composition()):
        assert set(schema.get("required", ())) <= set(schema.get("properties", ()))


def test_it_is_plain_json_and_its_example_is_a_recipe() -> None:
    schema = recipe_schema.composition()
    json.dumps(schema, allow_nan=False)
    from_json(schema["example"], operations())

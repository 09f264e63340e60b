from __future__ import annotations

import json

import pytest

from editor.flows import registry
from editor.operations import operations


def test_every_operation_is_described_in_the_order_in_which_they_work() -> None:
    told = registry.described()["operations"]
    assert [one["name"] for one in told] == list(operations())
    for one in told:
        assert one["help"], one["name"]
        assert one["options"], one["name"]


def test_the_description_is_plain_json() -> None:
    json.dumps(registry.described(), allow_nan=False)


@pytest.mark.parametrize("part", ["output", "density"])
def test_what_no_operation_owns_is_described_as_well(part: str) -> None:
    assert registry.described()[part]


def test_every_option_s_example_and_default_can_be_read_back() -> None:
    for operation in operations().values():
        for option in operation.options():
            name, _, value = option.example.partition("=")
            assert name in (option.name, *option.aliases), option.name
            option.parse(value, lambda text: None)
            if option.default is not None:
                option.kind.json(option.default)

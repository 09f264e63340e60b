"""Every registry holds what the project promises, and every entry documents itself."""

from __future__ import annotations

import dataclasses

import pytest

from editor.operations import operations
from editor.operations.base import PixelOperation
from editor.plan.operation import Stage
from editor.plan.option import Option
from editor.plan.output import Output
from editor.plan.presets import PRESETS
from editor.plan.viewing import Viewing
from editor.plan.vocabulary import Density, build_transform, vocabulary

PROMISED = (
    *("crop", "trim", "flip", "rotate", "resize", "segment", "background"),
    *("brightness", "contrast", "gamma", "saturation", "blur", "sharpen", "border"),
    *("outline", "shadow"),
)
EVERY = list(operations().values())
OPTIONS = [
    (owner, option) for owner in (*EVERY, Output, Density, Viewing) for option in owner.options()
]


def test_the_promised_operations_stand_and_work_in_the_promised_order() -> None:
    assert [name for name in operations() if name in PROMISED] == list(PROMISED)


def test_operations_are_listed_in_stage_order_and_share_no_stage() -> None:
    stages = [operation.stage for operation in EVERY]
    assert stages == sorted(set(stages))
    assert all(isinstance(stage, Stage) for stage in stages)


@pytest.mark.parametrize("operation", EVERY, ids=lambda o: o.name)
def test_an_operation_is_frozen_and_does_nothing_by_default(
    operation: type[PixelOperation],
) -> None:
    plain = operation()
    assert plain.is_identity()
    name = dataclasses.fields(operation)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(plain, name, None)


@pytest.mark.parametrize(
    ("owner", "option"), OPTIONS, ids=[f"{owner.__name__}-{o.name}" for owner, o in OPTIONS]
)
def test_an_option_documents_itself(owner: type, option: Option) -> None:
    assert option.help.endswith("."), "help is a sentence"
    assert option.kind.rule()
    assert option.kind.schema()
    assert option.name == option.name.lower()


@pytest.mark.parametrize(
    ("owner", "option"), OPTIONS, ids=[f"{owner.__name__}-{o.name}" for owner, o in OPTIONS]
)
def test_the_example_of_an_option_works(owner: type, option: Option) -> None:
    name, equals, value = option.example.partition("=")
    assert equals
    assert name in (option.name, *option.aliases)
    build_transform([(name, value)], operations())


def test_no_two_options_share_a_name() -> None:
    assert vocabulary(operations()).words


@pytest.mark.parametrize("operation", EVERY, ids=lambda o: o.name)
def test_the_examples_of_shorthands_work(operation: type[PixelOperation]) -> None:
    for shorthand in operation.shorthands:
        name, _, value = shorthand.example.partition("=")
        assert name == shorthand.name
        assert build_transform([(name, value)], operations(), strict=True).operations


def test_there_are_presets_for_web_print_products_and_stickers() -> None:
    assert {"web", "print", "product-square", "sticker-whatsapp"} <= set(PRESETS)

"""The words that doors understand come from the operations that they are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from editor.errors import InvalidOption, UnknownName
from editor.operations import operations
from editor.operations.blur import Blur
from editor.plan.kinds import Number
from editor.plan.operation import Operation, Stage
from editor.plan.option import Shorthand, option
from editor.plan.output import Output
from editor.plan.vocabulary import build_transform, vocabulary


@dataclass(frozen=True, slots=True)
class Melt(Operation):
    name: ClassVar[str] = "melt"
    stage: ClassVar[Stage] = Stage.BLUR
    shorthands: ClassVar[tuple[Shorthand, ...]] = (
        Shorthand(
            "soften", lambda v: {"melt": v, "melt.speed": 1}, "Both.", "soften=3", "a number"
        ),
    )

    melt: int = option(
        Number(0, 9, whole=True), 0, "Melts.", example="melt=3", aliases=("m",), px=True
    )
    melt_speed: int = option(
        Number(0, 9, whole=True), 0, "Speed.", example="melt.speed=1", name="melt.speed"
    )


MELTING = {"melt": Melt}


def read(*pairs: tuple[str, object], strict: bool = False) -> tuple[Operation, ...]:
    return build_transform(pairs, MELTING, strict=strict).operations


def test_a_new_operations_options_are_understood_at_once() -> None:
    assert read(("melt", "3")) == read(("m", 3)) == (Melt(melt=3),)
    with pytest.raises(UnknownName):
        read(("blur", 3), strict=True)


def test_dpr_multiplies_what_is_declared_in_px_and_vanishes() -> None:
    assert read(("dpr", 2), ("melt", 3), ("melt.speed", 3)) == (Melt(melt=6, melt_speed=3),)
    with pytest.raises(InvalidOption, match="melt=10 isn't possible"):
        read(("dpr", 2), ("melt", 5))


def test_a_shorthand_says_what_isnt_said_itself() -> None:
    assert read(("soften", 3), strict=True) == (Melt(3, 1),)
    assert read(("soften", 3), ("melt.speed", 7), strict=True) == (Melt(3, 7),)
    assert read(("melt.speed", 7), ("soften", 3), strict=True) == (Melt(3, 7),)


def test_options_of_files_and_pictures_are_told_apart() -> None:
    made = build_transform([("f", "webp"), ("m", 2), ("q", "high")], MELTING)
    assert made.operations == (Melt(2),)
    assert made.output == Output(format="webp", quality=90)


@pytest.mark.parametrize(
    "wrong",
    [
        {"melt": Melt, "again": Melt},
        {"melt": Melt, "soft": type("Soft", (Blur,), {"shorthands": Melt.shorthands})},
    ],
)
def test_two_options_of_one_name_are_a_fault_of_the_program(
    wrong: dict[str, type[Operation]],
) -> None:
    with pytest.raises(ValueError, match="two options are called"):
        vocabulary(wrong)


def test_every_name_is_listed_once() -> None:
    names = vocabulary(operations()).names
    assert len(names) == len(set(names))
    assert {"w", "width", "trim", "trim.border.keep", "dpr", "format", "border.width"} <= set(names)

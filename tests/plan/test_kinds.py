"""The types of option values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InvalidOption, NotYet
from editor.plan.drawing import Clip, Degrees
from editor.plan.gravity import Gravity, Middle
from editor.plan.kinds import Choice, Flag, Number, Words, decimal, plain
from editor.plan.lengths import BoxFractions, Length, ManyBoxes
from editor.plan.lettering import Prose
from editor.plan.option import Kind, Option, shown
from editor.plan.quality import Quality
from editor.plan.sides import Side
from tests.plan.strategies import json_values


def silent(text: str) -> None:
    """A kind that must not warn here."""
    raise AssertionError(text)


KINDS: list[Kind] = [
    Number(0, 10),
    Number(-5, 5, whole=True, unit="px"),
    Choice(("", "a", "b"), {"c": "a"}, later=("d",)),
    Flag(),
    Words(5),
    Prose(5),
    Quality(),
    Side(),
    Gravity(),
    Length(),
    BoxFractions(),
    ManyBoxes(3),
    Clip(),
    Degrees(),
]


@pytest.mark.parametrize(
    ("given", "value"),
    [(5, 5.0), (2.5, 2.5), ("2.5", 2.5), ("-.5", -0.5), ("5.", 5.0), ("1e2", 100.0), ("-0", 0.0)],
)
def test_a_decimal_is_a_json_number_or_ascii_digits(given: object, value: float) -> None:
    assert decimal(given) == value
    assert str(decimal(given)) == str(value)


@pytest.mark.parametrize(
    "given",
    ["", " 5", "5 ", "+5", "0x5", "1_0", "nan", "inf", "1e400", "٣", "5,0", True, None, [5],
     float("nan"), float("inf"), 10**400, Decimal(5)],
)  # fmt: skip
def test_nothing_else_is(given: object) -> None:
    with pytest.raises(ValueError, match="number"):
        decimal(given)


@given(st.floats(-1e6, 1e6))
def test_the_plain_spelling_of_a_number_is_exact(value: float) -> None:
    assert float(repr(plain(value))) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(given=json_values | st.text(max_size=8))
def test_any_value_is_read_or_breaks_the_rule(kind: Kind, given: object) -> None:
    """And what is read is written so that it reads back, from JSON and from a URL."""
    try:
        value = kind.parse(given, lambda text: None)
    except (ValueError, NotYet):
        return
    hash(value)
    assert kind.parse(kind.json(value), silent) == value
    if value not in ("", ()):
        assert kind.parse(kind.text(value), silent) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
def test_a_kind_says_its_rule_in_words_and_as_a_schema(kind: Kind) -> None:
    assert kind.rule()
    assert {"type", "enum"} & kind.schema().keys()


@pytest.mark.parametrize(
    ("word", "value"),
    [("low", 35), ("medium-low", 50), ("medium-high", 70), ("high", 90), ("1", 1), (100, 100)],
)
def test_quality_is_a_number_or_a_word_of_the_contract(word: object, value: int) -> None:
    assert Quality().parse(word, silent) == value


@pytest.mark.parametrize(("word", "value"), [("mid", 60), ("max", 95)])
def test_quality_words_of_clients_are_read_with_a_warning(word: str, value: int) -> None:
    told: list[str] = []
    assert Quality().parse(word, told.append) == value
    assert told == [f"quality={word} was read as {value}"]


@pytest.mark.parametrize(
    ("given", "value"),
    [(10, 10), ("10", 10), (10.0, 10), (0.5, 0.5), ("0.5", 0.5), (0, 0), ("1", 1), (1, 1)],
)
def test_a_length_is_whole_px_or_a_fraction(given: object, value: float) -> None:
    parsed = Length().parse(given, silent)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize("given", [1.5, "10.5", -1, -0.5, 1e6, "5px"])
def test_a_length_is_nothing_between(given: object) -> None:
    with pytest.raises(ValueError):
        Length().parse(given, silent)


@pytest.mark.parametrize(
    "box", ["0;0;1", "0;0;1;1;1", "0.5;0;0.6;1", "-0.1;0;1;1", "0;0;0;1", [0, 0, 1], "a;0;1;1"]
)
def test_a_box_lies_in_the_picture(box: object) -> None:
    with pytest.raises(ValueError):
        BoxFractions().parse(box, silent)


def test_boxes_have_one_order_and_two_spellings() -> None:
    kind, value = ManyBoxes(3), ((0.0, 0.0, 0.5, 0.5), (0.5, 0.0, 0.5, 1.0))
    assert kind.parse([[0.5, 0, 0.5, 1], [0, 0, 0.5, 0.5]], silent) == value
    assert kind.parse("0.5;0;0.5;1;0;0;0.5;0.5", silent) == value
    with pytest.raises(ValueError, match="more than 3"):
        kind.parse([[0, 0, 1, 1]] * 4, silent)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("left", (0, 0.5)),
        ("right", (1, 0.5)),
        ("top", (0.5, 0)),
        ("bottom", (0.5, 1)),
        ("center", (0.5, 0.5)),
        ("0.33x0.5", (0.33, 0.5)),
        ("0x1", (0, 1)),
        ({"x": 0.2}, (0.2, 0.5)),
        ({"x": 0.2, "y": "1"}, (0.2, 1)),
        ("0x1;remainder", (0, 1)),
        ("0x1;box-center", Middle(0, 1)),
        ({"y": 0, "mode": "box-center"}, Middle(0.5, 0)),
        ({"mode": "box-center"}, (0.5, 0.5)),
        ("face", "face"),
    ],
)
def test_gravity_is_a_relative_point_or_face(given: object, value: object) -> None:
    assert Gravity().parse(given, silent) == value


@pytest.mark.parametrize(
    "given", ["x", "0.5", "0.5x", "x1", "1.1x0", "-0.1x0", {"z": 1}, "LEFT", "0x1;"]
)
def test_gravity_is_nothing_else(given: object) -> None:
    with pytest.raises(ValueError):
        Gravity().parse(given, silent)


@pytest.mark.parametrize(
    ("given", "value"),
    [(0, "none"), ("circle", "circle"), (24, "24"), ("24.0", "24"), (2.5, "2.5")],
)
def test_a_clip_is_a_word_or_a_radius(given: object, value: str) -> None:
    assert Clip().parse(given, silent) == value


@pytest.mark.parametrize(("given", "value"), [(370, 10), (-90, 270), (360, 0), (-1e-20, 0)])
def test_degrees_lie_in_one_turn(given: float, value: float) -> None:
    assert Degrees().parse(given, silent) == value


@pytest.mark.parametrize("given", ["a\nb", "\x00", "a\u202eb", "x" * 6, 5, None])
def test_words_are_one_printable_line(given: object) -> None:
    with pytest.raises(ValueError):
        Words(5).parse(given, silent)
    assert Prose(5).parse("a\nb", silent) == "a\nb"


@pytest.mark.parametrize("given", ["می\u200cخواهم", "👩\u200d🚀", "a\u200fb", "\U0001fae8"])
def test_joiners_marks_of_direction_and_new_emoji_are_part_of_words(given: str) -> None:
    assert Words(9).parse(given, silent) == given
    assert Prose(9).parse(given, silent) == given


def test_pasted_text_comes_with_one_kind_of_line_end_and_without_tabs() -> None:
    assert Prose(20).parse("a\r\nb\rc\u2028d\te", silent) == "a\nb\nc\nd    e"
    with pytest.raises(ValueError, match="tabs"):
        Prose(5).parse("ab\tc", silent)
    with pytest.raises(ValueError, match="control"):
        Prose(5).parse("a\x00", silent)


def an_option(**more: Any) -> Option:
    return Option("blur", "blur", Number(0, 250), 0.0, "Blur.", "blur=20", **more)


def test_an_error_names_the_value_the_rule_and_an_example() -> None:
    with pytest.raises(InvalidOption) as caught:
        an_option().parse("300", silent)
    assert caught.value.text == "blur=300 isn't possible: it lies outside 0 to 250."
    assert caught.value.remedy == "blur takes a number from 0 to 250, for example blur=20."


def test_an_error_lists_only_words_that_can_be_written() -> None:
    with pytest.raises(ValueError, match=r"^it isn't one of a, b$"):
        Choice(("", "a", "b")).parse("c", silent)


def test_none_is_the_default() -> None:
    assert an_option().parse(None, silent) == 0.0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("a" * 100, "a" * 80),
        ('say "hi"', "say 'hi'"),
        ("line\r\nbreak", "line??break"),
        ("gr\u00fc\u00dfe", "gr\\xfc\\xdfe"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_was_given_is_shown_as_short_printable_ascii(given: str, told: str) -> None:
    assert shown(given) == told


@pytest.mark.parametrize(
    ("value", "factor", "grown"),
    [(10, 2, 20), (3, 1.5, 5), (1, 0.1, 1), (0, 0.1, 0), (2.5, 2, 5.0)],
)
def test_a_measure_grows_and_never_vanishes(value: float, factor: float, grown: float) -> None:
    assert an_option(px=True).grown(value, factor) == grown


def test_fractions_dont_grow() -> None:
    length = Option("trim.top", "top", Length(), 0, "Top.", "trim.top=5", px=True)
    assert length.grown(0.5, 2) == 0.5
    assert length.grown(5, 2) == 10

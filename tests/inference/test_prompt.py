from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InvalidOption
from editor.geometry import Box, Point
from editor.inference.prompt import MOST_POINTS, Prompt, parse

fractions = st.floats(0, 1)
points = st.lists(st.tuples(fractions, fractions), min_size=1, max_size=9)


@given(inside=points, outside=points)
def test_points_come_back_in_order(
    inside: list[tuple[float, float]], outside: list[tuple[float, float]]
) -> None:
    prompt = parse(json.dumps({"inside": inside, "outside": outside}))
    assert prompt.inside == tuple(Point(x, y) for x, y in inside)
    assert prompt.outside == tuple(Point(x, y) for x, y in outside)


def test_a_box_is_kept_inside_the_picture() -> None:
    assert parse('{"box": [0.5, 0.5, 0.9, 0.25]}') == Prompt(box=Box(0.5, 0.5, 0.5, 0.25))


@given(st.text() | st.from_regex(r'\{"(inside|box)":.{0,30}\}'))
def test_any_text_is_a_prompt_that_says_something_or_is_refused(text: str) -> None:
    with suppress(InvalidOption):
        prompt = parse(text)
        assert prompt.inside or prompt.box is not None


def test_the_refusal_shows_how_to_write_it() -> None:
    with pytest.raises(InvalidOption) as caught:
        parse("the cat")
    assert '"inside": [[x, y], ...]' in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"outside": [[0.5, 0.5]]}',
        '{"inside": [[0.5]]}',
        '{"inside": [[1.5, 0.5]]}',
        '{"inside": [[NaN, 0.5]]}',
        '{"inside": 4}',
        '{"box": [0.5, 0.5, 0, 0.5]}',
        '{"box": [1, 1, 1, 1]}',
        json.dumps({"inside": [[0.5, 0.5]] * (MOST_POINTS + 1)}),
        "[" * 9000,
        '{"inside": [[0.5, 0.5]]' + " " * 20_000 + "}",
    ],
)
def test_what_says_nothing_clear_is_refused(text: str) -> None:
    with pytest.raises(InvalidOption):
        parse(text)

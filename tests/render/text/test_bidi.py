"""Writing directions that mix."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.render.text.bidi import base_level, levels, visual
from tests.render.text.fribidi import Fribidi

MIXED = st.text("אבגabcد٣123.,()[]%-+€ \u200f!?/:", min_size=1, max_size=16)


@pytest.fixture(scope="module")
def fribidi() -> Fribidi:
    return Fribidi()


@given(MIXED, st.integers(0, 1))
@settings(max_examples=1500)
def test_the_order_is_that_of_fribidi(fribidi: Fribidi, text: str, base: int) -> None:
    assert levels(text, base) == fribidi.levels(text, base)


@pytest.mark.parametrize(
    ("text", "direction", "base"),
    [
        ("12 שלום abc", "auto", 1),
        ("12 abc שלום", "auto", 0),
        ("... 12", "auto", 0),
        ("\u200fabc", "auto", 1),
        ("שלום", "ltr", 0),
        ("abc", "rtl", 1),
    ],
)
def test_a_paragraph_follows_its_first_letter_unless_told(
    text: str, direction: str, base: int
) -> None:
    assert base_level(text, direction) == base


def test_a_mark_looks_where_its_bracket_looks() -> None:
    text = "a (ב)\u0301 c"
    assert levels(text, 0)[5] == levels(text, 0)[4]


def test_numbers_in_right_to_left_text_keep_their_order() -> None:
    text = "אב 12 גד"
    runs = [(0, 3, 1), (3, 5, 2), (5, 8, 1)]
    assert levels(text, 1) == [1, 1, 1, 2, 2, 1, 1, 1]
    assert visual([level for *_, level in runs]) == [2, 1, 0]


@given(st.lists(st.integers(0, 4), max_size=12))
def test_reordering_loses_no_run(runs: list[int]) -> None:
    assert sorted(visual(runs)) == list(range(len(runs)))

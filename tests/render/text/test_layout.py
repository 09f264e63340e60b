"""Where lines break, and where letters lie."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.plan.composition import Text
from editor.render.text.clusters import breaks, clusters
from editor.render.text.layout import layout
from tests.plan.strategies import texts
from tests.render.text.conftest import text


def lines(written: str, width: float, **said: object) -> list[str]:
    placed = layout(text(written, width, **{"sizing": "height", "size": 40, **said}))
    return [line.text for line in placed.lines]


def test_lines_break_between_words_and_where_written() -> None:
    assert lines("One two three\n\nfour", 180) == ["One two", "three", "", "four"]


def test_a_text_that_sizes_its_box_breaks_only_where_written() -> None:
    assert lines("One two three\nfour", 10, sizing="auto") == ["One two three", "four"]


def test_a_word_that_is_too_long_is_broken_where_it_must_be() -> None:
    found = lines("Rindfleischetikettierung now", 200)
    assert "".join("".join(found).split()) == "Rindfleischetikettierungnow"
    assert found[-1].endswith(" now")
    assert len(found) == 3


def test_every_line_holds_something_however_narrow_the_box_is() -> None:
    assert lines("abc", 0.01) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("written", "width", "expected"),
    [
        ("これはペンです。", 125, ["これは", "ペンで", "す。"]),
        ("「それ」です", 90, ["「そ", "れ」", "です"]),
        ("你好世界", 85, ["你好", "世界"]),
        ("좋은 아침", 90, ["좋은", "아침"]),
        ("ไทยเอเชีย", 110, ["ไทยเอ", "เชีย"]),
        ("well-known", 130, ["well-", "known"]),
        ("10 kg", 70, ["10", "kg"]),
        ("10\u00a0kg end", 120, ["10\u00a0kg", "end"]),
    ],
)
def test_scripts_break_by_their_own_rules(written: str, width: float, expected: list[str]) -> None:
    assert lines(written, width) == expected


def test_what_is_one_character_to_a_reader_stays_together() -> None:
    assert clusters("e\u0301🇩🇪🇫🇷👩‍👩‍👧👍🏽क्षि") == ["e\u0301", "🇩🇪", "🇫🇷", "👩‍👩‍👧", "👍🏽", "क्षि"]


def test_nothing_breaks_before_a_closing_sign() -> None:
    assert not breaks("字", "。")
    assert not breaks("「", "字")
    assert breaks("字", "字")


@given(texts)
@settings(max_examples=150, deadline=None)
def test_breaking_lines_loses_no_letter(given_text: Text) -> None:
    placed = layout(given_text)
    shown = "".join(line.text for line in placed.lines)
    written = given_text.text
    assert "".join(shown.split()) == "".join(written.split())
    for line in placed.lines:
        assert sorted("".join(p.run.text for p in line.placed)) == sorted(line.text)


@given(texts, st.sampled_from([0.5, 2.0, 7.3]))
@settings(max_examples=50, deadline=None)
def test_lines_break_alike_at_every_scale(given_text: Text, scale: float) -> None:
    assert layout(given_text).lines == layout(replace(given_text, scale=scale)).lines


def test_a_box_as_wide_as_was_measured_holds_its_line() -> None:
    written = "Kerning AVATAR, fi and Ta"
    free = layout(text(written, 10, sizing="auto", size=37))
    assert lines(written, free.width, size=37) == [written]


@pytest.mark.parametrize(
    ("align", "left"), [("left", 0), ("center", 0.5), ("right", 1), ("start", 0)]
)
def test_lines_are_aligned_in_their_box(align: str, left: float) -> None:
    (line,) = layout(text("Hello", 500, align=align)).lines
    assert line.left == pytest.approx(left * (500 - line.width))


def test_right_to_left_paragraphs_start_at_the_right() -> None:
    first, second = layout(text("שלום\nhello", 500)).lines
    assert first.rtl
    assert first.left + first.width == pytest.approx(500)
    assert second.left == 0


def test_justified_lines_fill_the_box_but_the_last() -> None:
    said = {"align": "justify", "sizing": "height", "size": 30}
    *full, last = layout(text("the quick brown fox jumps over it", 200, **said)).lines
    assert full
    assert [line.width for line in full] == pytest.approx([200] * len(full))
    assert last.width < 200


@pytest.mark.parametrize(("valign", "share"), [("top", 0), ("middle", 0.5), ("bottom", 1)])
def test_lines_stand_in_the_height_of_the_box(valign: str, share: float) -> None:
    here = layout(text("Hx", 500, 300, size=40, lineHeight=1)).ink
    there = layout(text("Hx", 500, 300, size=40, lineHeight=1, valign=valign)).ink
    assert there.top - here.top == pytest.approx(share * (300 - 40))


def test_letter_spacing_widens_lines_but_leaves_joined_scripts() -> None:
    plain, wide = (layout(text("Hello", size=40, spacing=s)).width for s in (0, 0.1))
    assert wide == pytest.approx(plain + 4 * 4, abs=0.5)
    plain, wide = (layout(text("سلام", size=40, spacing=s)).width for s in (0, 0.1))
    assert wide == plain


def test_a_font_that_lacks_what_was_asked_says_so() -> None:
    assert "no italics" in layout(text("a", font="anton", italic=True)).warnings[0]
    assert layout(text("a", font="inter", italic=True)).warnings == ()


def test_characters_that_no_font_has_are_named() -> None:
    (said,) = layout(text("a\U00012000b")).warnings
    assert "U+12000" in said


def test_another_font_stands_in_where_one_has_no_glyph() -> None:
    written = "aбωאعकবதไ日한繁 😀 ★"
    assert layout(text(written, font="anton")).warnings == ()

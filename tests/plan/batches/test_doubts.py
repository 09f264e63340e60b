"""What makes a matte doubtful."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from editor.plan.batches.doubts import REVIEW, Evidence, doubt, doubts

GOOD = Evidence(cover=0.3, sure=0.99, unsure=0.0, pieces=1, lesser=0.0, touched=())


def test_a_crisp_subject_in_the_middle_is_not_doubted() -> None:
    assert doubts(GOOD) == ()
    assert doubt(()) == 0


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"cover": 0.001}, "small"),
        ({"cover": 0.97}, "large"),
        ({"sure": 0.8}, "soft"),
        ({"unsure": 0.2}, "unsure"),
        ({"pieces": 3, "lesser": 0.3}, "pieces"),
        ({"touched": ("left", "top", "right", "bottom")}, "frame"),
        ({"agreement": 0.5}, "models"),
    ],
)
def test_each_reason_alone_sends_a_photo_to_review(change: dict[str, Any], name: str) -> None:
    [reason] = doubts(replace(GOOD, **change))
    assert reason.name == name
    assert reason.text
    assert reason.value
    assert doubt((reason,)) > REVIEW


def test_reasons_add_up_and_the_heaviest_comes_first() -> None:
    both = doubts(replace(GOOD, touched=("top",), sure=0.9))
    assert [one.name for one in both] == ["soft", "frame"]
    assert doubt(both) > max(one.weight for one in both)


def test_models_that_agree_take_no_trust_away() -> None:
    assert doubts(replace(GOOD, agreement=0.97)) == ()


@pytest.mark.parametrize(("sure", "reviewed"), [(0.86, True), (0.88, True), (0.92, False)])
def test_a_subject_of_which_much_is_neither_in_nor_out_is_looked_at(
    sure: float, reviewed: bool
) -> None:
    assert (doubt(doubts(replace(GOOD, sure=sure))) > REVIEW) == reviewed


def test_a_subject_that_three_sides_cut_off_is_looked_at_and_a_half_portrait_is_not() -> None:
    cut = replace(GOOD, touched=("left", "top", "right"))
    assert doubt(doubts(cut)) > REVIEW
    assert doubt(doubts(replace(GOOD, touched=("top", "bottom")))) <= REVIEW

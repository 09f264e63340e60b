from __future__ import annotations

from collections import Counter

from editor.inference.training.labels.held_out import class_of, held_out
from tests.needs import shared

NAMES = [f"{kind}{number}.jpg" for kind in ("glass", "metal") for number in range(1, 60)]


def test_sixteen_of_each_class_are_held_out() -> None:
    assert Counter(map(class_of, held_out(NAMES))) == {"glass": 16, "metal": 16}


def test_which_they_are_depends_on_the_names_alone() -> None:
    assert held_out(reversed(NAMES)) == held_out([*NAMES, *NAMES])


def test_what_is_marked_by_hand_stays_held_out() -> None:
    found = held_out(path.name for path in shared("cutout-train/plain-board").iterdir())
    assert len(found) == 96
    assert {"cardboard177.jpg", "glass450.jpg", "metal375.jpg", "trash70.jpg"} <= found

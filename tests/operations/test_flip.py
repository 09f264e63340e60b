"""Mirroring."""

from __future__ import annotations

import pytest

from editor.geometry import Point, Size
from tests.operations.numbers import measured


@pytest.mark.parametrize(("word", "corner"), [("h", (1, 0)), ("v", (0, 1)), ("hv", (1, 1))])
def test_the_top_left_corner_goes_there(word: str, corner: tuple[int, int]) -> None:
    frame = measured(f"flip={word}", 200, 100)
    assert frame.turn.point(Point(0, 0)) == Point(*corner)
    assert frame.canvas == Size(200, 100)

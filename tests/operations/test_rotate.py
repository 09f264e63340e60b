"""Quarter turns, clockwise, after flips and before resizing."""

from __future__ import annotations

import pytest

from editor.geometry import FLIP_H, Size, Turn
from tests.operations.numbers import measured


@pytest.mark.parametrize(
    ("degrees", "quarters", "size"),
    [
        (90, 1, (720, 1080)),
        (180, 2, (1080, 720)),
        (270, 3, (720, 1080)),
        (0, 0, (1080, 720)),
        (360, 0, (1080, 720)),
        (450, 1, (720, 1080)),
        (-90, 3, (720, 1080)),
    ],
)
def test_a_turn_is_clockwise(degrees: int, quarters: int, size: tuple[int, int]) -> None:
    frame = measured(f"rotate={degrees}", 1080, 720)
    assert frame.turn == Turn(quarters=quarters)
    assert frame.canvas == Size(*size)


def test_the_flip_comes_first_whatever_was_written_first() -> None:
    turned = FLIP_H.then(Turn(quarters=1))
    assert measured("rotate=90,flip=h", 200, 100).turn == turned
    assert measured("flip=h,rotate=90", 200, 100).turn == turned

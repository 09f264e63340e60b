"""Crops in source fractions."""

from __future__ import annotations

import pytest

from editor.geometry import Size
from tests.operations.numbers import measured, shown


@pytest.mark.parametrize(
    ("crop", "part"),
    [
        ("0;0;1;1", (0, 0, 1000, 500)),
        ("0.1;0.2;0.5;0.4", (100, 100, 500, 200)),
        ("0.3333;0;0.3333;1", (333, 0, 334, 500)),
        ("0.9999;0.9999;0.0001;0.0001", (999, 499, 1, 1)),
        ("0;0;0.0001;0.0001", (0, 0, 1, 1)),
    ],
)
def test_a_crop_lies_on_whole_pixels_at_least_one(
    crop: str, part: tuple[int, int, int, int]
) -> None:
    frame = measured(f"crop={crop}", 1000, 500)
    assert shown(frame) == part
    assert frame.canvas == Size(part[2], part[3])


def test_it_comes_before_the_trim() -> None:
    assert shown(measured("trim.left=10,crop=0.5;0;0.5;1", 1000, 500)) == (510, 0, 490, 500)

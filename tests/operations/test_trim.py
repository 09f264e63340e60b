"""Trimming, in numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InvalidOption
from editor.findings import BorderColour, Findings
from editor.geometry import Box, Size
from editor.operations.trim import Trim
from editor.plan.operation import Need
from tests.operations.numbers import applied, measured, shown


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ("trim=100;0;0;0", (0, 100, 1080, 620)),
        ("trim=1;2;3;4", (4, 1, 1074, 716)),
        ("trim=0.1;0.2;0.1;0.2", (216, 72, 648, 576)),
        ("trim=0.5;0;100;0", (0, 360, 1080, 260)),
        ("trim.top=10,trim.left=20", (20, 10, 1060, 710)),
        ("trim.width=678,trim.height=500,trim.left=30,trim.top=40", (30, 40, 678, 500)),
        ("trim.height=300", (0, 0, 1080, 300)),
        ("trim.height=0.5", (0, 0, 1080, 360)),
        ("trim.width=5000,trim.left=80", (80, 0, 1000, 720)),
        ("trim=10;0;0;0,trim.top=20", (0, 20, 1080, 700)),
        ("trim=100;0;0;0,dpr=2", (0, 200, 1080, 520)),
        ("trim=0.25;0;0;0,dpr=2", (0, 180, 1080, 540)),
    ],
)
def test_this_part_of_the_picture_stays(options: str, part: tuple[int, int, int, int]) -> None:
    frame = measured(options, 1080, 720)
    assert shown(frame) == part
    assert frame.canvas == Size(part[2], part[3])


def test_trim_comes_before_flip_rotate_and_resize() -> None:
    frame = measured("w=310,rotate=90,flip=h,trim=100;0;0;0", 1080, 720)
    assert shown(frame) == (0, 100, 1080, 620)
    assert frame.canvas == Size(310, 540)


@pytest.mark.parametrize("options", ["trim.top=720", "trim=0.5;0;0.5;0", "trim.left=2000"])
def test_nothing_left_is_refused(options: str) -> None:
    with pytest.raises(InvalidOption, match="leaves nothing of the 1080x720 px picture"):
        measured(options, 1080, 720)


@pytest.mark.parametrize(
    ("options", "size", "part"),
    [
        ("trim.left=0.5", (1, 1), (0, 0, 1, 1)),
        ("trim=0.49;0.49;0.5;0.5", (97, 211), (49, 103, 1, 2)),
        ("trim.left=0.9,trim.width=0.01", (5, 5), (4, 0, 1, 5)),
        ("trim.left=3,trim.right=0.3", (5, 5), (3, 0, 1, 5)),
    ],
)
def test_parts_of_a_small_picture_leave_a_pixel(
    options: str, size: tuple[int, int], part: tuple[int, int, int, int]
) -> None:
    assert shown(measured(options, *size)) == part


def inner(left: float, top: float, width: float, height: float) -> Findings:
    return Findings(border=BorderColour((255, 255, 255, 255), Box(left, top, width, height)))


@pytest.mark.parametrize(
    ("options", "box", "part"),
    [
        ("trim=border", (0.125, 1 / 6, 0.75, 2 / 3), (50, 50, 300, 200)),
        ("trim=border,trim.border.keep=10", (0.125, 1 / 6, 0.75, 2 / 3), (40, 40, 320, 220)),
        ("trim=border,trim.border.keep=10,dpr=2", (0.125, 1 / 6, 0.75, 2 / 3), (30, 30, 340, 240)),
        ("trim=border,trim.border.keep=90", (0.125, 1 / 6, 0.75, 2 / 3), (0, 0, 400, 300)),
        ("trim=border", (0, 0, 1, 1), (0, 0, 400, 300)),
        # border all over: nothing else to show
        ("trim=border", (0, 0, 0, 0), (0, 0, 400, 300)),
        # lengths count from what is left of the border
        ("trim=border,trim.top=5", (0.125, 1 / 6, 0.75, 2 / 3), (50, 55, 300, 195)),
    ],
)
def test_a_border_is_cut_to_what_was_seen_inside(
    options: str, box: tuple[float, float, float, float], part: tuple[int, int, int, int]
) -> None:
    width, height = 400, 300
    assert shown(measured(options, width, height, inner(*box))) == part


@pytest.mark.parametrize(
    ("options", "prompt"),
    [
        ("trim=border", "auto;10"),
        ("trim=border,trim.border.tolerance=0", "auto;0"),
        ("trim=border,trim.border.color=white", "#ffffff;10"),
        ("trim.border.color=rgb%280 0 0 / 0%29".replace(" ", "%20"), "transparent;10"),
    ],
)
def test_what_is_looked_for_depends_on_colour_and_tolerance(options: str, prompt: str) -> None:
    (trim,) = applied(options)
    assert trim.needs() == (Need("border", prompt=prompt),)


def test_lengths_need_nothing_to_be_seen() -> None:
    assert Trim(top=5).needs() == ()


_lengths = st.integers(0, 400) | st.floats(0.01, 0.99)


@given(_lengths, _lengths, _lengths, _lengths, _lengths, _lengths)
def test_what_stays_lies_in_the_picture(
    top: float, right: float, bottom: float, left: float, width: float, height: float
) -> None:
    names = ("top", "right", "bottom", "left", "width", "height")
    given = zip(names, (top, right, bottom, left, width, height), strict=True)
    options = ",".join(f"trim.{name}={value}" for name, value in given)
    try:
        left_, top_, width_, height_ = shown(measured(options, 640, 480))
    except InvalidOption:
        return
    assert 0 <= left_ <= left_ + width_ <= 640
    assert 0 <= top_ <= top_ + height_ <= 480

"""Numbers under everything: turns form a group, frames stay inside, affines invert."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.errors import InvalidOption
from editor.geometry import (
    FLIP_H,
    FLIP_V,
    Affine,
    Box,
    Frame,
    Placement,
    Point,
    Size,
    Turn,
    rounded,
    size_of,
    union,
)

turns = st.builds(Turn, st.booleans(), st.integers(0, 3))
unit = st.floats(0, 1)
sizes = st.builds(Size, st.integers(1, 3000), st.integers(1, 3000))
finite = st.floats(-1e4, 1e4)
boxes = st.builds(Box, finite, finite, st.floats(0.01, 1e4), st.floats(0.01, 1e4))
EVERY_TURN = [Turn(mirror, quarters) for mirror in (False, True) for quarters in range(4)]


def near(one: Point, two: Point, far: float = 1e-6) -> bool:
    return math.dist((one.x, one.y), (two.x, two.y)) <= far


@pytest.mark.parametrize(
    ("value", "whole"), [(0.5, 1), (1.5, 2), (2.5, 3), (-0.5, 0), (-1.5, -1), (0.49999, 0), (7, 7)]
)
def test_halves_are_rounded_upward(value: float, whole: int) -> None:
    assert rounded(value) == whole


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0), (-1, 1)])
def test_a_size_has_pixels(width: int, height: int) -> None:
    with pytest.raises(InvalidOption, match="no pixels"):
        Size(width, height)
    assert size_of(width, height).area >= 1


@given(sizes, st.integers(1, 4000))
def test_a_size_within_a_limit_keeps_its_shape(size: Size, longest: int) -> None:
    small = size.within(longest)
    assert max(small.width, small.height) <= max(longest, 1)
    assert small.width <= size.width
    assert abs(small.width * size.height - small.height * size.width) <= max(
        size.width, size.height
    )


@given(boxes, boxes)
def test_an_intersection_lies_in_both(one: Box, two: Box) -> None:
    common = one.intersection(two)
    if common.area:
        for box in (one, two):
            assert common.left >= box.left
            assert common.right <= box.right + 1e-9
            assert common.top >= box.top
            assert common.bottom <= box.bottom + 1e-9


@given(boxes, boxes)
def test_a_box_is_shifted_inside_without_being_resized(box: Box, outer: Box) -> None:
    inside = box.shifted_inside(outer)
    assert (inside.width, inside.height) == (box.width, box.height)
    if box.width <= outer.width:
        assert outer.left - 1e-6 <= inside.left
        assert inside.right <= outer.right + 1e-6


@given(st.lists(boxes, min_size=1, max_size=5))
def test_a_union_holds_every_box(every: list[Box]) -> None:
    around = union(every)
    assert around is not None
    for box in every:
        assert around.left <= box.left
        assert around.bottom >= box.bottom - 1e-9
    assert union([]) is None


@given(boxes)
def test_pixels_are_at_least_one_and_a_covering_leaves_nothing_out(box: Box) -> None:
    left, top, right, bottom = box.pixels()
    assert right > left
    assert bottom > top
    left, top, right, bottom = box.covering()
    assert left <= box.left
    assert right >= box.right
    assert top <= box.top
    assert bottom >= box.bottom


@given(turns, turns, turns)
def test_turns_are_associative(one: Turn, two: Turn, three: Turn) -> None:
    assert one.then(two).then(three) == one.then(two.then(three))


@given(turns)
def test_a_turn_has_an_identity_and_an_inverse(turn: Turn) -> None:
    assert turn.then(Turn()) == turn == Turn().then(turn)
    assert turn.then(turn.inverse()) == Turn() == turn.inverse().then(turn)


@given(turns, turns, unit, unit)
def test_turning_twice_is_the_product_of_turns(one: Turn, two: Turn, x: float, y: float) -> None:
    point = Point(x, y)
    assert near(one.then(two).point(point), two.point(one.point(point)))


@pytest.mark.parametrize(
    ("turn", "corner"),
    [
        (Turn(), (0, 0)),
        (FLIP_H, (1, 0)),
        (FLIP_V, (0, 1)),
        (FLIP_H.then(FLIP_V), (1, 1)),
        (Turn(quarters=1), (1, 0)),
        (Turn(quarters=2), (1, 1)),
        (Turn(quarters=3), (0, 1)),
        (FLIP_H.then(Turn(quarters=1)), (1, 1)),
    ],
)
def test_where_the_top_left_corner_goes(turn: Turn, corner: tuple[int, int]) -> None:
    assert turn.point(Point(0, 0)) == Point(*corner)


def test_the_eight_turns_are_different() -> None:
    places = {(t.point(Point(0.1, 0.3)).x, t.point(Point(0.1, 0.3)).y) for t in EVERY_TURN}
    assert len(places) == len(EVERY_TURN) == 8


angles = st.floats(0, 359)
scales = st.floats(0.01, 100)


@given(st.builds(Placement, finite, finite, scales, scales, angles, st.booleans(), st.booleans()),
       st.builds(Box, st.just(0.0), st.just(0.0), scales, scales), unit, unit)  # fmt: skip
def test_an_affine_inverts(placement: Placement, content: Box, x: float, y: float) -> None:
    there = placement.affine(content)
    assume(abs(there.determinant) > 1e-6)
    point = Point(content.width * x, content.height * y)
    assert near(there.inverse()(there(point)), point, 1e-3)


def test_a_flat_map_has_no_inverse() -> None:
    with pytest.raises(ZeroDivisionError):
        Affine(a=0, d=0).inverse()


@pytest.mark.parametrize(
    ("placement", "corner"),
    [
        (Placement(50, 50, 20, 10), (40, 45)),
        (Placement(50, 50, 20, 10, flip_x=True), (60, 45)),
        (Placement(50, 50, 20, 10, flip_y=True), (40, 55)),
        (Placement(50, 50, 20, 10, rotation=90), (55, 40)),
        (Placement(50, 50, 20, 10, rotation=180), (60, 55)),
        (Placement(50, 50, 20, 10, rotation=90, flip_x=True), (55, 60)),
    ],
)
def test_where_a_placement_lays_the_top_left_corner(
    placement: Placement, corner: tuple[float, float]
) -> None:
    there = placement.affine(Box(5, 7, 200, 100))
    assert near(there(Point(5, 7)), Point(*corner))
    assert near(there(Point(105, 57)), Point(50, 50))


@given(sizes, turns, unit, unit, unit, unit)
def test_a_cut_keeps_its_window_inside_the_source(
    size: Size, turn: Turn, x: float, y: float, w: float, h: float
) -> None:
    frame = Frame.of(size).turned(turn)
    width, height = max(1.0, w * frame.size.width), max(1.0, h * frame.size.height)
    box = Box(x * (frame.size.width - width), y * (frame.size.height - height), width, height)
    window = frame.cut(box).window
    assert window.left >= -1e-6
    assert window.top >= -1e-6
    assert window.right <= size.width + 1e-5
    assert window.bottom <= size.height + 1e-5


@given(sizes, turns, turns, unit, unit)
def test_what_is_located_is_where_its_pixels_went(
    size: Size, one: Turn, two: Turn, x: float, y: float
) -> None:
    """A small box of the source, found after turn, cut and turn, lies inside what was kept."""
    frame = Frame.of(size).turned(one)
    half = Box(0, 0, max(1, frame.size.width / 2), max(1, frame.size.height / 2))
    frame = frame.cut(half).turned(two).resized(Size(100, 100)).extended(10, 20, 0, 0)
    kept = frame.window
    inside = Box(
        (kept.left + x * kept.width / 2) / size.width,
        (kept.top + y * kept.height / 2) / size.height,
        kept.width / 2 / size.width,
        kept.height / 2 / size.height,
    )
    found = frame.locate(inside)
    assert abs(found.width - 50) < 0.01
    assert abs(found.height - 50) < 0.01
    assert found.left >= 10 - 0.01
    assert found.right <= 110 + 0.01
    assert found.top >= 20 - 0.01


def test_whole_pixels_stay_whole_through_a_cut() -> None:
    frame = Frame.of(Size(1080, 720)).turned(Turn(quarters=1)).cut(Box(0, 180, 720, 720))
    assert frame.window == Box(180, 0, 720, 720)


def test_a_frame_is_extended_around_its_content() -> None:
    frame = Frame.of(Size(30, 20)).extended(1, 2, 3, 4)
    assert frame.canvas == Size(34, 26)
    assert frame.content == Box(1, 2, 30, 20)

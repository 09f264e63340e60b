"""Frames of a Transform, the picture inside its effects, and what of a drawn picture is needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.findings import BorderColour, Findings
from editor.geometry import Box, Frame, Placement, Point, Size
from editor.plan.composition import Draw, Transform
from editor.render.numbers import (
    Measured,
    geometry,
    glimpse,
    is_seen,
    looks_at_pixels,
    measured,
    nothing_around,
    visible,
)
from tests.render.conftest import recipe

SOURCE = Size(400, 300)


def transform(**options: object) -> Transform:
    (step,) = recipe({"transform": options}).steps
    assert isinstance(step, Transform)
    return step


def steps(size: Size = SOURCE, **options: object) -> tuple[Measured, ...]:
    frame = Frame.of(size)
    return measured(transform(**options).operations, frame, size.box, Findings(), nothing_around)


def drawn(placement: Placement, **options: object) -> Draw:
    return Draw(recipe({"transform": options} if options else {"transform": {}}), placement)


def test_pixels_are_moved_by_the_frame_after_the_last_stage_that_moves_them() -> None:
    found = steps(rotate=90, width=150, outline=5)
    assert geometry(found, Frame.of(SOURCE)).size == Size(150, 200)
    assert found[-1].frame.canvas == Size(160, 210)


def test_without_operations_the_frame_is_that_of_the_source() -> None:
    assert geometry((), Frame.of(SOURCE)) == Frame.of(SOURCE)


def test_an_outline_and_a_shadow_lie_around_the_content() -> None:
    found = steps(width=200, outline=5, shadow=10, **{"shadow.y": 4})
    assert found[-1].content == Box(20, 16, 200, 150)
    assert found[-1].frame.canvas == Size(240, 190)


def test_bars_and_borders_belong_to_the_picture() -> None:
    found = steps(width=200, height=200, fit="pad", **{"border.width": 3})
    assert found[-1].content == Box(0, 0, 206, 206)


def test_tones_after_an_effect_leave_the_content_where_it_was() -> None:
    content = Box(5, 5, 390, 290)
    toned = measured(
        transform(brightness=1.2).operations, Frame.of(SOURCE), content, Findings(), nothing_around
    )
    assert toned[-1].content == content


def test_a_border_is_asked_for_in_the_frame_that_its_operation_starts_from() -> None:
    asked: list[tuple[Box, str]] = []

    def border(frame: Frame, prompt: str) -> BorderColour:
        asked.append((frame.window, prompt))
        return BorderColour((255, 255, 255, 255), Box(0.5, 0.5, 0.25, 0.25))

    chosen = transform(crop=[0.5, 0, 0.5, 1], trim="border", width=50)
    found = measured(chosen.operations, Frame.of(SOURCE), SOURCE.box, Findings(), border)
    assert asked == [(Box(200, 0, 200, 300), "auto;10")]
    assert geometry(found, Frame.of(SOURCE)).window == Box(200, 150, 100, 75)


def test_only_a_sought_border_needs_pixels() -> None:
    assert looks_at_pixels(transform(trim="border"))
    assert not looks_at_pixels(transform(trim="10;0;0;0", segment="foreground"))


# drawn pictures


def test_a_drawn_picture_is_needed_at_the_size_at_which_it_is_seen() -> None:
    found = steps(rotate=90)
    shown = glimpse(
        found,
        geometry(found, Frame.of(SOURCE)),
        drawn(Placement(50, 50, 30, 40)),
        Size(100, 100),
    )
    assert shown is not None
    assert shown.frame.size == Size(30, 40)
    assert shown.frame.window == SOURCE.box
    assert shown.content == Box(0, 0, 30, 40)
    assert all(step.frame == shown.frame for step in shown.steps)


def test_an_enlarged_picture_is_needed_in_its_own_size() -> None:
    shown = glimpse((), Frame.of(SOURCE), drawn(Placement(500, 500, 1000, 1000)), Size(1000, 1000))
    assert shown is not None
    assert shown.frame.size == SOURCE


def test_a_picture_that_hangs_over_the_edge_is_needed_in_part() -> None:
    shown = glimpse((), Frame.of(SOURCE), drawn(Placement(0, 150, 400, 300)), Size(200, 300))
    assert shown is not None
    assert shown.frame.window == Box(196, 0, 204, 300)
    assert shown.frame.size == Size(204, 300)
    assert shown.content == Box(-196, 0, 400, 300)


@pytest.mark.parametrize("options", [{"blur": 3}, {"outline": 2}, {"border.width": 1}])
def test_operations_that_look_beyond_a_pixel_need_all_of_it(options: dict[str, object]) -> None:
    found = steps(**options)
    assert glimpse(found, Frame.of(SOURCE), drawn(Placement(5, 5, 9, 9)), Size(10, 10)) is None


@given(
    x=st.floats(-300, 600),
    y=st.floats(-300, 600),
    width=st.floats(1, 500),
    height=st.floats(1, 500),
    rotation=st.floats(0, 359),
)
def test_all_that_falls_on_the_canvas_lies_in_the_needed_part(
    x: float, y: float, width: float, height: float, rotation: float
) -> None:
    placement, canvas = Placement(x, y, width, height, rotation), Size(300, 300)
    shown = glimpse((), Frame.of(SOURCE), drawn(placement), canvas)
    assert shown is not None
    place = placement.affine(shown.content)
    part = Box(0, 0, shown.frame.size.width, shown.frame.size.height)
    for px in range(0, 300, 60):
        for py in range(0, 300, 60):
            there = place.inverse()(Point(px, py))
            inside = shown.content.grown(*[-0.01] * 4)
            if inside.left < there.x < inside.right and inside.top < there.y < inside.bottom:
                assert part.left - 1e-6 <= there.x <= part.right + 1e-6
                assert part.top - 1e-6 <= there.y <= part.bottom + 1e-6


@pytest.mark.parametrize(
    ("placement", "seen"),
    [
        (Placement(50, 50, 10, 10), True),
        (Placement(-4, 50, 10, 10), True),
        (Placement(-5, 50, 10, 10), False),
        (Placement(105, 50, 10, 10), False),
        (Placement(105.5, 50, 10, 10, rotation=45), True),
        (Placement(50, -6, 10, 10), False),
    ],
)
def test_what_lies_outside_is_not_seen(placement: Placement, seen: bool) -> None:
    canvas = Size(100, 100)
    assert is_seen(drawn(placement), canvas) is seen
    assert (visible(placement, Box(0, 0, 4, 4), canvas) is not None) is seen


def test_what_is_fully_transparent_is_not_seen() -> None:
    draw = Draw(recipe(), Placement(5, 5, 9, 9), opacity=0.0)
    assert not is_seen(draw, Size(10, 10))


def test_an_effect_may_reach_in_from_outside() -> None:
    assert is_seen(drawn(Placement(-50, 5, 9, 9), shadow=30), Size(10, 10))

"""Recipes as data: what is left out, what is walked, what must be seen."""

from __future__ import annotations

from hypothesis import given

from editor.geometry import Placement, Size
from editor.operations.blur import Blur
from editor.operations.resize import Resize
from editor.operations.rotate import Rotate
from editor.operations.segment import Segment
from editor.operations.trim import Trim
from editor.plan.composition import (
    Canvas,
    Composition,
    Draw,
    Original,
    PlacedNeed,
    Transform,
    needs,
    sources,
    walk,
)
from editor.plan.operation import Need
from editor.plan.output import Output
from tests.plan.strategies import compositions

PLACE = Placement(5, 5, 10, 10)
FACE_CROP = Resize(width=5, height=5, fit="cover", gravity="face")
CUTOUT = Segment(segment="foreground")


def test_operations_are_sorted_by_stage_settled_and_those_that_do_nothing_left_out() -> None:
    transform = Transform((Blur(2.0), Resize(width=9, gravity="face"), Rotate(0), Trim(top=3)))
    assert transform.operations == (Trim(top=3), Resize(width=9), Blur(2.0))


def test_transforms_that_do_nothing_are_left_out() -> None:
    assert Composition(Original("a"), (Transform((Blur(0.0),)),)) == Composition(Original("a"))


def test_a_walk_meets_every_drawn_picture_with_its_path() -> None:
    inner = Composition(Original("b"), (Draw(Composition(Original("c")), PLACE),))
    blurred = Transform((Blur(2.0),))
    whole = Composition(Canvas(Size(9, 9)), (blurred, Draw(inner, PLACE), blurred))
    assert [at for at, _ in walk(whole)] == [(), (1,), (1, 0)]
    assert list(sources(whole)) == [Canvas(Size(9, 9)), Original("b"), Original("c")]


def test_a_need_names_its_place_and_the_prefix_that_is_looked_at() -> None:
    blurred = Transform((Blur(2.0),))
    layer = Composition(Original("b"), (blurred, Transform((CUTOUT,))))
    whole = Composition(
        Original("a"), (Transform((FACE_CROP,)), Draw(layer, PLACE)), Output(format="png")
    )
    assert list(needs(whole)) == [
        PlacedNeed((0,), Need("faces"), Composition(Original("a"))),
        PlacedNeed((1, 1), Need("matte"), Composition(Original("b"), (blurred,))),
    ]


@given(compositions())
def test_a_need_is_placed_at_a_transform_that_has_it(recipe: Composition) -> None:
    for placed in needs(recipe):
        part = recipe
        for index in placed.path[:-1]:
            step = part.steps[index]
            assert isinstance(step, Draw)
            part = step.picture
        step = part.steps[placed.path[-1]]
        assert isinstance(step, Transform)
        assert placed.need in [need for o in step.operations for need in o.needs()]
        assert placed.prefix == part.prefix(placed.path[-1])

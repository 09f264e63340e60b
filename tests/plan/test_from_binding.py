"""The list of the images binding, and the `draw` of an options object, as recipes."""

from __future__ import annotations

from typing import Any

import pytest

from editor.errors import BadRequest, InvalidOption, StudioError, UnknownName
from editor.operations import operations
from editor.plan.canonical import to_json
from editor.plan.composition import Composition, Draw, Original, Transform
from editor.plan.from_binding import MAX_DRAWN, from_binding
from editor.plan.from_json import from_json
from editor.plan.from_wire import from_options
from editor.plan.output import Output
from editor.plan.overlay import Overlay

OPS = operations()


def read(entries: Any, count: int = 3, strict: bool = False, **said: object) -> Composition:
    sources = [Original(str(n)) for n in range(count)]
    return from_binding(entries, sources, said, OPS, strict=strict).composition


def transform(picture: int, **options: Any) -> dict[str, Any]:
    return {"imageIndex": picture, **options}


def draw(picture: int, on: int, **options: Any) -> dict[str, Any]:
    return {"drawImageIndex": picture, "targetImageIndex": on, **options}


def test_the_published_list_becomes_steps_in_its_order() -> None:
    made = read(
        [transform(0, rotate=90), transform(1, width=32), draw(1, 0), transform(0, blur=5)], 2
    )
    rotated, drawn, blurred = made.steps
    assert isinstance(rotated, Transform)
    assert isinstance(drawn, Draw)
    assert isinstance(blurred, Transform)
    assert drawn.picture.source == Original("1")
    assert [o.written() for s in drawn.picture.steps for o in s.operations] == [{"width": 32}]  # type: ignore[union-attr]
    assert drawn.placement == Overlay()


def test_a_picture_is_drawn_as_it_is_at_that_moment() -> None:
    made = read([draw(1, 0), transform(1, blur=9), draw(1, 0), draw(0, 2), transform(0, blur=3)])
    first, second, _ = made.steps
    assert isinstance(first, Draw)
    assert isinstance(second, Draw)
    assert not first.picture.steps
    assert second.picture.steps


def test_null_counts_as_absent_and_the_recipe_can_be_kept() -> None:
    entries = [transform(0, width=9, fit=None), draw(1, 0, left=None, top=0, repeat="x")]
    made = read(entries, background="red", format="webp", quality="high")
    assert made.output.format == "webp"
    drawn = made.steps[1]
    assert isinstance(drawn, Draw)
    assert drawn.placement == Overlay(top=0.0, repeat="x")
    assert isinstance(made.steps[-1], Transform)
    assert from_json(to_json(made), OPS) == made


@pytest.mark.parametrize(
    "entries",
    [
        None,
        "[]",
        [None],
        [{}],
        [transform(3)],
        [transform(-1)],
        [transform(1.0)],  # type: ignore[arg-type]
        [draw(1, "0")],  # type: ignore[arg-type]
        [draw(1, 0, top=1, bottom=1)],
        [draw(1, 0, composite="under")],
        [draw(1, 0, repeat="z")],
        [transform(0, width=-5)],
    ],
)
def test_what_can_t_be_is_an_error(entries: Any) -> None:
    with pytest.raises(InvalidOption):
        read(entries)


def test_unknown_names_are_warnings_unless_the_door_is_strict() -> None:
    entries = [transform(0, wdth=3, format="png"), draw(1, 0, tpo=3)]
    said = from_binding(entries, [Original("0"), Original("1")], {}, OPS).warnings
    assert len(said) == 3
    assert all('"' not in text for text in said)
    for entry in entries:
        with pytest.raises(StudioError) as refused:
            read([entry], strict=True)
        assert isinstance(refused.value, (UnknownName, InvalidOption))


def test_what_transforms_of_the_canvas_say_of_the_file_counts_where_the_output_is_silent() -> None:
    entries = [transform(0, metadata="keep", q=30, anim=False), transform(0, width=9, quality=40)]
    made = from_binding(entries, [Original("0")], {"format": "webp"}, OPS)
    assert made.composition.output == Output("webp", 40, metadata="keep", anim=False)
    assert not made.warnings
    assert read(entries, format="webp", quality="90", anim="true").output == Output(
        "webp", 90, metadata="keep"
    )
    drawn = from_binding([transform(1, quality=3)], [Original("0"), Original("1")], {}, OPS)
    assert drawn.composition.output == Output()
    assert "options of the file" in drawn.warnings[0]


def test_pictures_that_double_with_every_step_are_refused() -> None:
    """Each picture drawn twice on the next one: two to the power of their number."""
    count = 20
    entries = [draw(n, n - 1) for n in range(count - 1, 0, -1) for _ in range(2)]
    with pytest.raises(BadRequest, match="Too many pictures"):
        read(entries, count)
    with pytest.raises(BadRequest, match="Too many pictures"):
        read([draw(n, n - 1) for n in range(30, 0, -1)], 31)
    with pytest.raises(BadRequest, match="too many steps or pictures"):
        read([], MAX_DRAWN + 2)


def cf(**options: Any) -> Composition:
    return from_options(
        options, "abc", OPS, find=lambda named: Original(named.get("url", named.get("text")))
    ).composition


def test_draw_of_an_options_object_extends_a_transform() -> None:
    entry = {"url": "x", "width": 0.5, "height": 9, "fit": "cover", "rotate": 90, "opacity": 0.2}
    made = cf(width=50, draw=[entry, {"text": "hi", "size": 3, "bottom": 0}])
    _, first, second = made.steps
    assert isinstance(first, Draw)
    assert isinstance(second, Draw)
    assert first.placement == Overlay(width=0.5, fit="cover")
    assert first.opacity == 0.2
    (step,) = first.picture.steps
    assert isinstance(step, Transform)
    assert {n: v for o in step.operations for n, v in o.written().items()} == {
        "rotate": 90,
        "height": 9,
    }
    assert second.placement == Overlay(bottom=0.0)
    assert second.picture.source == Original("hi")


@pytest.mark.parametrize(
    "entries", ["x", [1], [{}], [{"url": "a", "text": "b"}], [{"url": "a"}] * (MAX_DRAWN + 1)]
)
def test_a_wrong_draw_is_an_error(entries: Any) -> None:
    with pytest.raises(InvalidOption):
        cf(draw=entries)

"""Options objects, as the wire sends them."""

from __future__ import annotations

import pytest
from hypothesis import given

from editor.errors import InvalidOption, NotYet, StudioError, UnknownName
from editor.operations import operations
from editor.operations.border import Border
from editor.operations.resize import Resize
from editor.plan.colour import Rgba
from editor.plan.composition import Transform
from editor.plan.from_url import from_url
from editor.plan.from_wire import from_options
from tests.plan.strategies import json_values

OPS = operations()
RED = Rgba(255, 0, 0)


def read(options: object, **more: bool) -> object:
    return from_options(options, "abc", OPS, **more).composition


def test_the_border_of_the_contract() -> None:
    given = {"width": 300, "height": 200, "border": {"color": "#ff0000", "width": 10}}
    (step,) = from_options(given, "abc", OPS).composition.steps
    assert step == Transform((Resize(width=300, height=200), Border(10, 10, 10, 10, RED)))


def test_sides_of_a_border_outrank_its_width() -> None:
    given = {"border": {"color": "#ff0000", "top": 1, "width": 10}}
    (step,) = from_options(given, "abc", OPS).composition.steps
    assert step == Transform((Border(top=1, right=10, bottom=10, left=10, colour=RED),))


def test_it_reads_what_a_url_reads() -> None:
    url = from_url("w=300,f=webp,q=80,trim=border,rotate=90", "abc", OPS).composition
    wire = {"width": 300, "format": "webp", "quality": 80, "trim": "border", "rotate": 90}
    assert read(wire) == url


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({"trim": {"border": True}}, {"trim": "border"}),
        ({"trim": {"border": {}}}, {"trim": "border"}),
        ({"trim": {"border": {"tolerance": None}}}, {"trim": "border"}),
        ({"trim": {"border": {"color": "red"}}}, {"trim.border.color": "red"}),
        ({"trim": {"border": {"tolerance": 10}}}, {"trim": "border"}),
        ({"trim": {"top": 1, "right": 2, "bottom": 3, "left": 4}}, {"trim": "1;2;3;4"}),
        ({"trim": {}}, {}),
        ({"border": {}}, {}),
        ({"trim": {"border": False}}, {}),
    ],
)  # fmt: skip
def test_objects_say_what_dotted_names_say(given: object, same: object) -> None:
    assert read(given, strict=True) == read(same)


@pytest.mark.parametrize("given", [{"width": {}}, {"fit": {}}])
def test_an_object_in_the_place_of_a_value_is_refused(given: object) -> None:
    with pytest.raises(InvalidOption):
        read(given)


def test_clients_send_null_for_what_they_leave_out() -> None:
    assert read({"width": 300, "height": None, "fit": None}) == read({"width": 300})


def test_unknown_names_are_warnings_unless_strict() -> None:
    reading = from_options({"width": 3, "wdth": 4}, "abc", OPS)
    assert "Did you mean 'width'?" in reading.warnings[0]
    with pytest.raises(UnknownName):
        from_options({"width": 3, "wdth": 4}, "abc", OPS, strict=True)


def test_a_picture_without_its_overlays_would_be_another_picture() -> None:
    with pytest.raises(NotYet, match="draw can't"):
        read({"width": 3, "draw": [{"url": "https://a/b"}]})


@pytest.mark.parametrize("mode", ["remainder", None])
def test_a_gravity_point_may_name_its_mode(mode: str | None) -> None:
    box = {"width": 5, "height": 5, "fit": "cover"}
    point = {"x": 0.25, "y": 1, "mode": mode}
    assert read({**box, "gravity": point}) == read({**box, "gravity": "0.25x1"})


def test_a_gravity_point_without_a_coordinate_lies_in_its_middle() -> None:
    box = {"width": 5, "height": 5, "fit": "cover"}
    assert read({**box, "gravity": {"x": 0, "y": None}}) == read({**box, "gravity": "0x0.5"})


def test_the_middle_of_a_crop_may_be_laid_on_a_point() -> None:
    box = {"width": 5, "height": 5, "fit": "cover"}
    for x, y, same in ((0.25, 1, "0.25x1;box-center"), (0.5, 0.5, "center")):
        wire = read({**box, "gravity": {"x": x, "y": y, "mode": "box-center"}})
        assert wire == from_url(f"w=5,h=5,fit=cover,g={same}", "abc", OPS, strict=True).composition
    with pytest.raises(InvalidOption, match="mode is remainder or box-center"):
        read({**box, "gravity": {"x": 0, "y": 0, "mode": "thirds"}})


@pytest.mark.parametrize("options", [None, [], "width=5", 5])
def test_options_are_an_object(options: object) -> None:
    with pytest.raises(InvalidOption, match="an object"):
        read(options)


@given(json_values)
def test_any_json_is_read_or_refused_as_the_callers_fault(data: object) -> None:
    try:
        from_options(data, "abc", OPS)
    except StudioError as error:
        status = error.status
    else:
        status = 200
    assert status in (200, 400)

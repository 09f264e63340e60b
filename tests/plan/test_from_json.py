"""REST recipes: strict, bounded, and clear about what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import (
    BadRequest,
    InvalidOption,
    InvalidSource,
    NotFound,
    StudioError,
    UnknownName,
)
from editor.geometry import Placement, Size
from editor.operations import operations
from editor.operations.resize import Resize
from editor.plan.composition import Canvas, Composition, Draw, Original, Transform
from editor.plan.from_json import MAX_DEPTH, MAX_STEPS, from_json
from editor.plan.output import Output
from tests.plan.strategies import json_values

OPS = operations()
CAT = {"source": {"original": "cat"}}
PLACED = {"x": 10, "y": 20, "width": 30, "height": 40}


def read(data: object) -> Composition:
    return from_json(data, OPS)


def test_a_recipe_draws_one_picture_on_another() -> None:
    data = {
        "source": {"canvas": {"width": 800, "height": 600, "background": "white"}},
        "steps": [
            {
                "draw": {
                    "picture": {**CAT, "steps": [{"transform": {"width": 300}}]},
                    "placement": {**PLACED, "rotation": 370, "flipX": True},
                    "opacity": 0.5,
                    "blend": "multiply",
                    "clip": "circle",
                }
            }
        ],
        "output": {"format": "png"},
    }
    cat = Composition(Original("cat"), (Transform((Resize(width=300),)),))
    place = Placement(10, 20, 30, 40, 10, flip_x=True)
    assert read(data) == Composition(
        Canvas(Size(800, 600), "#ffffff"),
        (Draw(cat, place, 0.5, "multiply", "circle"),),
        Output(format="png"),
    )


def draw(**more: Any) -> dict[str, Any]:
    return {**CAT, "steps": [{"draw": {"picture": CAT, "placement": PLACED, **more}}]}


@pytest.mark.parametrize(
    ("data", "error", "text"),
    [
        (None, BadRequest, "is an object"),
        ([], BadRequest, "is an object"),
        ({}, BadRequest, "needs 'source'"),
        ({"source": "cat"}, BadRequest, "is an object"),
        ({"source": {}}, BadRequest, "exactly one of"),
        ({"source": {"original": "a", "canvas": {}}}, BadRequest, "exactly one of"),
        ({"source": {"original": 5}}, BadRequest, "named by its id"),
        ({"source": {"original": ""}}, NotFound, "No original"),
        ({"source": {"original": "../x"}}, NotFound, "No original"),
        ({"source": {"remote": 5}}, BadRequest, "named by its address"),
        ({"source": {"remote": "ftp://a/b"}}, InvalidSource, "isn't an http"),
        ({"source": {"text": {"text": "hi"}}}, BadRequest, "needs 'width'"),
        ({"source": {"text": {"font": "Intre", "width": 9, "height": 9}}}, UnknownName, "Intre"),
        ({"source": {"canvas": {"width": 5}}}, BadRequest, "needs 'height'"),
        ({"source": {"canvas": {"width": 5, "height": 0}}}, InvalidOption, "outside 1 to 20000"),
        ({"source": {"canvas": {"width": 5, "height": 10**400}}}, InvalidOption, "finite"),
        ({**CAT, "step": []}, UnknownName, "step"),
        ({**CAT, "steps": {}}, BadRequest, "is a list"),
        ({**CAT, "steps": [{}]}, BadRequest, "exactly one of"),
        ({**CAT, "steps": [{"transform": []}]}, BadRequest, "object of options"),
        ({**CAT, "steps": [{"transform": {"widht": 5}}]}, UnknownName, "widht"),
        ({**CAT, "steps": [{"transform": {"width": "5x"}}]}, InvalidOption, "isn't a number"),
        ({**CAT, "steps": [{"transform": {"width": True}}]}, InvalidOption, "isn't a number"),
        ({**CAT, "steps": [{"transform": {"fit": "fill"}}]}, InvalidOption, "fill"),
        ({**CAT, "steps": [{"transform": {"format": "png"}}]}, InvalidOption, "belong"),
        (
            {**CAT, "steps": [{"transform": {"fit": "cover", "width": 5}}]},
            InvalidOption,
            "both width and height",
        ),
        ({**CAT, "output": {"quality": 101}}, InvalidOption, "outside 1 to 100"),
        ({**CAT, "output": {"qualty": 80}}, UnknownName, "qualty"),
        (draw(blend="hue"), InvalidOption, "isn't one of"),
        (draw(opacity=1.5), InvalidOption, "outside 0 to 1"),
        (draw(clip="star"), InvalidOption, "isn't a number"),
        (draw(clip=-1), InvalidOption, "outside 0 to"),
        (draw(placement={"x": 0, "y": 0, "width": 5}), BadRequest, "needs 'height'"),
        (draw(placement={**PLACED, "width": 0}), InvalidOption, "outside 0.0001"),
        (draw(placement={**PLACED, "x": 1e9}), InvalidOption, "outside -2e"),
        (draw(placement={**PLACED, "flipx": True}), UnknownName, "flipx"),
        (draw(picture={**CAT, "output": {"format": "png"}}), UnknownName, "output"),
    ],
)
def test_a_wrong_recipe_is_told_what_is_wrong(
    data: object, error: type[StudioError], text: str
) -> None:
    with pytest.raises(error, match=text) as caught:
        read(data)
    assert caught.value.remedy


def test_the_nearest_name_is_the_remedy() -> None:
    with pytest.raises(UnknownName) as caught:
        read({**CAT, "steps": [{"transform": {"brightnes": 1.2}}]})
    assert caught.value.remedy == "Did you mean 'brightness'?"


def test_null_counts_as_absent() -> None:
    assert read({**CAT, "output": None, "steps": [{"transform": {"fit": None, "width": 5}}]}) == (
        read({**CAT, "steps": [{"transform": {"width": 5}}]})
    )


@pytest.mark.parametrize(
    ("nested", "flat"),
    [
        ({"gravity": {"x": 0, "y": 0.5}}, {"gravity": "left"}),
        ({"trim": {"top": 5, "left": 0.5}}, {"trim.top": 5, "trim.left": 0.5}),
        ({"trim": "border"}, {"trim.border": True}),
        ({"trim": {"border": True}}, {"trim.border": True}),
        (
            {"trim": {"border": {"color": "#f00", "tolerance": 20, "keep": 3}}},
            {"trim.border.color": "red", "trim.border.tolerance": 20, "trim.border.keep": 3},
        ),
        (
            {"border": {"color": "red", "width": 5, "top": 9}},
            {"border.width": 5, "border.top": 9, "border.color": "red"},
        ),
    ],
)
def test_nested_objects_mean_their_dotted_names(
    nested: dict[str, object], flat: dict[str, object]
) -> None:
    sized = {"width": 50, "height": 50, "fit": "cover"}
    one = {**CAT, "steps": [{"transform": {**sized, **nested}}]}
    two = {**CAT, "steps": [{"transform": {**sized, **flat}}]}
    assert read(one) == read(two)


def test_options_nested_without_end_are_refused() -> None:
    deep: dict[str, Any] = {"x": 1}
    for _ in range(50):
        deep = {"a": deep}
    with pytest.raises(InvalidOption, match="nested too deep"):
        read({**CAT, "steps": [{"transform": deep}]})


def nested(depth: int) -> dict[str, Any]:
    data: dict[str, Any] = CAT
    for _ in range(depth):
        data = {**CAT, "steps": [{"draw": {"picture": data, "placement": PLACED}}]}
    return data


def test_pictures_are_drawn_into_each_other_only_so_deep() -> None:
    assert read(nested(MAX_DEPTH))
    with pytest.raises(BadRequest, match="deep"):
        read(nested(MAX_DEPTH + 1))


def test_the_number_of_steps_is_bounded_here_and_together() -> None:
    step = {"transform": {"blur": 1}}
    with pytest.raises(BadRequest, match="holds 401 things"):
        read({**CAT, "steps": [step] * (MAX_STEPS + 1)})
    many = {**CAT, "steps": [step] * MAX_STEPS}
    wide = {**CAT, "steps": [{"draw": {"picture": many, "placement": PLACED}}] * 20}
    with pytest.raises(BadRequest, match="more than 5000 steps"):
        read(wide)


_bodies = st.fixed_dictionaries(
    {},
    optional={
        "source": st.just({"original": "a"})
        | st.just({"canvas": {"width": 5, "height": 5}})
        | json_values,
        "steps": st.lists(
            st.fixed_dictionaries({}, optional={"transform": json_values, "draw": json_values})
            | json_values,
            max_size=3,
        )
        | json_values,
        "output": json_values,
    },
)


@given(_bodies | json_values)
def test_any_json_is_read_or_refused_as_the_callers_fault(data: object) -> None:
    try:
        read(data)
    except StudioError as error:
        status = error.status
    else:
        status = 200
    assert status in (200, 400, 404)

"""Paints: colours and gradients, read from CSS and written in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.plan.colour import TRANSPARENT, Rgba
from editor.plan.gradient import EXTENTS, LinearGradient, RadialGradient, Stop
from editor.plan.paint import Paint, paint_text, read_paint

RED, BLUE = "#ff0000", "#0000ff"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("white", "#ffffff"),
        ("linear-gradient(red, blue)", f"linear-gradient(180deg,{RED} 0%,{BLUE} 100%)"),
        ("LINEAR-GRADIENT(to RIGHT, red, blue)", f"linear-gradient(90deg,{RED} 0%,{BLUE} 100%)"),
        (
            "linear-gradient(to right top,red,blue)",
            f"linear-gradient(to top right,{RED} 0%,{BLUE} 100%)",
        ),
        ("linear-gradient(0.25turn,red,blue)", f"linear-gradient(90deg,{RED} 0%,{BLUE} 100%)"),
        ("linear-gradient(-90deg,red,blue)", f"linear-gradient(270deg,{RED} 0%,{BLUE} 100%)"),
        (
            "linear-gradient(red, lime, blue)",
            f"linear-gradient(180deg,{RED} 0%,#00ff00 50%,{BLUE} 100%)",
        ),
        (
            "linear-gradient(red 10% 30%, blue)",
            f"linear-gradient(180deg,{RED} 10%,{RED} 30%,{BLUE} 100%)",
        ),
        (
            "linear-gradient(red 50%, blue 20%)",
            f"linear-gradient(180deg,{RED} 50%,{BLUE} 50%)",
        ),
        (
            "linear-gradient(rgb(255, 0, 0) 5%, rgb(0 0 255 / 50%))",
            f"linear-gradient(180deg,{RED} 5%,{BLUE}80 100%)",
        ),
        (
            "radial-gradient(red, blue)",
            f"radial-gradient(ellipse farthest-corner at 50% 50%,{RED} 0%,{BLUE} 100%)",
        ),
        (
            "radial-gradient(closest-side circle at top, red, blue)",
            f"radial-gradient(circle closest-side at 50% 0%,{RED} 0%,{BLUE} 100%)",
        ),
        (
            "radial-gradient(at bottom right, red, blue)",
            f"radial-gradient(ellipse farthest-corner at 100% 100%,{RED} 0%,{BLUE} 100%)",
        ),
        (
            "radial-gradient(circle at 20% 30.5%, red, transparent)",
            f"radial-gradient(circle farthest-corner at 20% 30.5%,{RED} 0%,transparent 100%)",
        ),
    ],
)
def test_css_is_read_to_one_spelling(text: str, spelled: str):
    assert paint_text(read_paint(text)) == spelled
    assert read_paint(spelled) == read_paint(text)


def test_stops_without_a_place_lie_evenly_between_their_neighbours():
    gradient = read_paint("linear-gradient(red, blue, lime, white 30%, black, red)")
    assert isinstance(gradient, LinearGradient)
    assert [stop.at for stop in gradient.stops] == pytest.approx([0, 10, 20, 30, 65, 100])


@pytest.mark.parametrize(
    "text",
    [
        *("", "gradient", "linear-gradient()", "linear-gradient(red)", "linear-gradient(red,)"),
        *("linear-gradient(red 5px, blue)", "linear-gradient(red 5% 6% 7%, blue)"),
        *("linear-gradient(to middle, red, blue)", "linear-gradient(to left right, red, blue)"),
        *("linear-gradient(5, red, blue)", "linear-gradient(xdeg, red, blue)"),
        *("linear-gradient(red, 50%, blue)", "linear-gradient(red 2000%, blue)"),
        *("radial-gradient(circle 5px, red, blue)", "radial-gradient(circle ellipse, red, blue)"),
        *("radial-gradient(circle at, red, blue)", "radial-gradient(at 1% 2% 3%, red, blue)"),
        *("conic-gradient(red, blue)", "repeating-linear-gradient(red, blue)", "url(x.png)"),
        *("linear-gradient(red, blue", "linear-gradient(" + "red," * 40 + "blue)"),
        *("linear-gradient(red, blue) red", "x" * 5000),
    ],
)
def test_other_texts_are_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        read_paint(text)


COLOURS = st.builds(Rgba, *[st.integers(0, 255)] * 4).map(lambda c: c if c.alpha else TRANSPARENT)
PLACES = st.lists(st.floats(-100, 200).map(lambda at: at + 0.0), min_size=2, max_size=32).map(
    sorted
)
STOPS = PLACES.flatmap(
    lambda places: st.tuples(*[st.builds(Stop, COLOURS, st.just(at)) for at in places])
)
LINEAR = st.builds(
    LinearGradient,
    st.floats(0, 360, exclude_max=True) | st.sampled_from(["top left", "bottom right"]),
    STOPS,
)
PERCENT = st.floats(-1000, 1000).map(lambda at: at + 0.0)
RADIAL = st.builds(RadialGradient, st.booleans(), st.sampled_from(EXTENTS), PERCENT, PERCENT, STOPS)


@given(COLOURS | LINEAR | RADIAL)
def test_every_paint_is_read_back_from_its_spelling(fill):
    assert read_paint(paint_text(fill)) == fill


@given(st.text(alphabet="linear-gdt(),% #0123456789abcdefgrotu", max_size=60))
def test_any_text_is_either_a_paint_or_refused(text: str):
    for candidate in (text, f"linear-gradient({text})", f"radial-gradient({text})"):
        try:
            fill = read_paint(candidate)
        except ValueError:
            continue
        assert read_paint(paint_text(fill)) == fill


def test_as_an_option_its_value_is_its_spelling():
    kind = Paint()
    value = kind.parse("linear-gradient(to left, RED, blue)", lambda text: None)
    assert value == kind.text(value) == kind.json(value)
    assert value == f"linear-gradient(270deg,{RED} 0%,{BLUE} 100%)"
    assert kind.parse(value, lambda text: None) == value
    with pytest.raises(ValueError, match="text"):
        kind.parse(7, lambda text: None)

"""CSS colours: every spelling is read, one is written."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageColor

from editor.errors import InvalidOption
from editor.plan.colour import TRANSPARENT, Colour, Rgba, colour_text, read_colour
from editor.plan.option import Option

BYTE = st.integers(0, 255)


def silent(text: str) -> None:
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("#f00", "#ff0000"),
        ("#F00C", "#ff0000cc"),
        ("#Ff0000", "#ff0000"),
        ("#ff000080", "#ff000080"),
        ("#ff0000ff", "#ff0000"),
        ("red", "#ff0000"),
        ("  RebeccaPurple ", "#663399"),
        ("transparent", "transparent"),
        ("#ff000000", "transparent"),
        ("rgb(255, 0, 0)", "#ff0000"),
        ("rgb(255 0 0)", "#ff0000"),
        ("rgb(100%,0%,0%)", "#ff0000"),
        ("rgb(10% 20 30.6)", "#1a141f"),
        ("RGBA(255,0,0,.5)", "#ff000080"),
        ("rgb(255 0 0 / 50%)", "#ff000080"),
        ("rgb(255 0 0/0.2)", "#ff000033"),
        ("rgb(300 -20 0)", "#ff0000"),
        ("rgb(1e2 0 0)", "#640000"),
        ("rgb(none 0 255)", "#0000ff"),
        ("rgb(0 0 0 / 300%)", "#000000"),
        ("hsl(120, 100%, 50%)", "#00ff00"),
        ("hsl(120deg 100% 25%)", "#008000"),
        ("hsl(0.5turn 100 50)", "#00ffff"),
        ("hsl(400grad 100% 50%)", "#ff0000"),
        ("hsl(-240 100% 50%)", "#00ff00"),
        ("hsla(240,100%,50%,0.5)", "#0000ff80"),
        ("hwb(120 0% 0%)", "#00ff00"),
        ("hwb(120deg 30% 50%)", "#4d804d"),
        ("hwb(90 80 80 / 0.5)", "#80808080"),
        # the examples of CSS Color 4 and of its tests
        ("lab(29.2345% 39.3825 20.0664)", "#7d2329"),
        ("lch(29.2345% 44.2 27)", "#7d2329"),
        ("oklab(40.101% 0.1147 0.0453)", "#7d2329"),
        ("oklch(40.101% 0.12332 21.555)", "#7d2329"),
        ("lab(50% 0 0)", "#777777"),
        ("lab(100 0 0 / 20%)", "#ffffff33"),
        ("lab(46.277 -47.552 48.586)", "#008000"),
        ("lab(0 50% none)", "#000000"),
        ("OKLCH(62.796% 0.25768 29.234)", "#ff0000"),
        ("oklch(1 0 0)", "#ffffff"),
        ("oklch(62.796% -1 29.234)", "#888888"),
        ("oklab(0.5 9e9 0)", "#ff0000"),
    ],
)
def test_spellings_of_css_are_read(text: str, spelled: str):
    assert colour_text(read_colour(text)) == spelled


@pytest.mark.parametrize(
    "text",
    [
        *("", "#", "#12", "#12345", "#1234567", "#ggg", "ff0000", "reddish", "currentcolor"),
        *("rgb()", "rgb(1,2)", "rgb(1,2,3,4,5)", "rgb(1 2 3 4)", "rgb(1,2,3/4)", "rgb(1,,3)"),
        *("rgb(1,2,3,)", "rgb(1px 2 3)", "rgb(a b c)", "rgb(1 2 3", "rgb(1_0 2 3)", "rgb(nan 0 0)"),
        *("rgb(1e999 0 0)", "hsl(10% 20% 30%)", "hsl(1e400rad 0 0)", "lab(50%,0,0)", "url(x)"),
        *("laba(50% 0 0)", "oklab(1 0)", "lch(50% 10 30%)", "hwb(0, 0%, 0%)", "lab(50px 0 0)"),
        *("okhwb(0 0 0)", "color(srgb 1 0 0)"),
        *("#１２３", "red" + " " * 200 + "x"),
    ],
)
def test_what_is_no_colour_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        read_colour(text)


def test_all_names_of_css_have_their_values():
    for name in ImageColor.colormap:
        assert read_colour(name)[:3] == ImageColor.getrgb(name), name
    assert len(ImageColor.colormap) == 148


@given(st.tuples(BYTE, BYTE, BYTE, BYTE))
def test_every_colour_is_read_back_from_its_spelling(channels):
    colour = Rgba(*channels)
    again = read_colour(colour_text(colour))
    assert again == (colour if colour.alpha else TRANSPARENT)


@given(BYTE, BYTE, BYTE)
def test_decimal_percent_and_hex_name_the_same_colour(red, green, blue):
    expected = Rgba(red, green, blue)
    shares = [f"{100 * channel / 255:.4f}%" for channel in expected[:3]]
    assert read_colour(f"rgb({red},{green},{blue})") == expected
    assert read_colour(f"rgb({red} {green} {blue} / 1)") == expected
    assert read_colour(f"rgb({' '.join(shares)})") == expected


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_hsl_is_the_colour_of_the_double_cone(hue, saturation, light):
    got = read_colour(f"hsl({360 * hue:.6f} {100 * saturation:.6f}% {100 * light:.6f}%)")
    exact = colorsys.hls_to_rgb(hue, light, saturation)
    assert max(abs(a - 255 * b) for a, b in zip(got[:3], exact, strict=True)) <= 0.51


@given(st.text(max_size=40))
def test_any_text_is_either_a_colour_or_refused(text: str):
    try:
        colour = read_colour(text)
    except ValueError:
        return
    assert read_colour(colour_text(colour)) == colour


def test_as_an_option_it_is_written_as_it_is_read():
    kind = Colour()
    value = kind.parse("Orange", silent)
    assert value == (255, 165, 0, 255)
    assert kind.text(value) == kind.json(value) == "#ffa500"


@pytest.mark.parametrize("given_value", [12, None, ["red"], {"r": 1}, "no colour"])
def test_a_wrong_option_names_the_rule_and_an_example(given_value):
    described = Option("color", "color", Colour(), TRANSPARENT, "", "color=black")
    if given_value is None:
        assert described.parse(None, silent) == TRANSPARENT
        return
    with pytest.raises(InvalidOption) as caught:
        described.parse(given_value, silent)
    assert "#rrggbb" in caught.value.remedy
    assert "color=black" in caught.value.remedy

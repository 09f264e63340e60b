"""Letters as pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from editor.geometry import Size
from editor.plan.composition import Text
from editor.render.text.bounds import MOST_PX, bounds
from editor.render.text.faces import can_shape
from editor.render.text.picture import draw
from tests.golden import assert_picture_close
from tests.needs import missing
from tests.plan.strategies import texts
from tests.render.text.conftest import text

PANGRAM = "Sphinx of black quartz, judge my vow."
GOLDENS = {
    "latin": text("Straße, Ελλάδα,\nПривет! AVATAR fi", 330, 96, size=40, font="eb-garamond"),
    "arabic": text("مرحبا بالعالم ١٢٣\nStudio 12.5%", 330, 96, size=40),
    "hebrew": text("שלום (abc) 12.5%\nnikud: שָׁלוֹם", 330, 96, size=40, font="rubik"),
    "devanagari": text("नमस्ते क्षत्रिय\nस्त्री र्क", 330, 96, size=40),
    "thai": text("สวัสดีชาวโลก ที่นี่น้ำ", 200, 96, size=40, sizing="height"),
    "cjk": text("日本語の文「テスト」。\n繁體字 简体字 한국어", 330, 96, size=32, weight=700),
    "emoji": text("Hi 😀 👩‍👩‍👧 🇩🇪 ❤️", 330, 48, size=40, font="caveat", weight=700),
    "stroke": text(
        *("STICKER", 330, 90),
        size=64,
        font="anton",
        stroke=6,
        strokeColor="white",
        align="center",
        color="linear-gradient(90deg,#ff0066 0%,#3300ff 100%)",
    ),
    "wrap": text(PANGRAM, 200, 130, size=28, sizing="height", align="justify", lineHeight=1),
    "align": text(
        *("right\nspaced", 330, 110), size=36, align="right", valign="bottom", spacing=0.2
    ),
}


def shown(drawn: Image.Image) -> Image.Image:
    """On grey, where white and black letters are seen."""
    sheet = Image.new("RGBA", drawn.size, (170, 170, 170, 255))
    sheet.alpha_composite(drawn)
    return sheet.convert("RGB")


def cover(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.getchannel("A")).astype(float)


def counted(picture: Image.Image, colour: tuple[int, ...]) -> int:
    return int((np.asarray(picture) == colour).all(axis=-1).sum())


@pytest.fixture
def shaping() -> None:
    if not can_shape():
        missing("needs libfribidi (Debian: apt install libfribidi0)")


@pytest.mark.usefixtures("shaping")
@pytest.mark.parametrize("name", GOLDENS)
def test_scripts_and_styles_look_as_they_were_seen_to_be_right(name: str) -> None:
    drawn = draw(GOLDENS[name])
    assert drawn.warnings == ()
    assert_picture_close(shown(drawn.pixels), f"text-{name}", max_mean=2.0, max_pixel=160)


@given(texts)
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_drawn(given_text: Text) -> None:
    drawn = draw(given_text)
    assert drawn.pixels.mode == "RGBA"
    box, (width, height) = drawn.content, drawn.pixels.size
    assert box.width == given_text.width * given_text.scale
    assert box.left >= 0
    assert box.left + box.width <= width + 0.02
    assert box.top + box.height <= height + 0.02


@pytest.mark.parametrize("given_text", GOLDENS.values(), ids=list(GOLDENS))
def test_twice_the_scale_is_the_same_picture_with_more_pixels(given_text: Text) -> None:
    small, large = draw(given_text), draw(replace(given_text, scale=2.0))
    left, top = round(small.content.left), round(small.content.top)
    here = cover(small.pixels)[top : top + 40, left : left + 200]
    left, top = round(large.content.left), round(large.content.top)
    region = large.pixels.crop((left, top, left + 400, top + 80))
    there = cover(region.reduce(2))
    assert np.abs(here - there).mean() < 4


def test_letters_have_their_paint_and_their_outline() -> None:
    said = {"size": 80, "font": "anton", "color": "#ff0000", "strokeColor": "#0000ff"}
    plain = draw(text("I", 60, 90, **said)).pixels
    outlined = draw(text("I", 60, 90, **said, stroke=5)).pixels
    red, blue = (255, 0, 0, 255), (0, 0, 255, 255)
    assert counted(outlined, red) == pytest.approx(counted(plain, red), rel=0.05)
    assert counted(outlined, blue) > 500


def test_a_clear_colour_is_clear_and_a_half_one_half() -> None:
    half = draw(text("I", 60, 90, size=80, font="anton", color="#00ff0080")).pixels
    assert half.getchannel("A").getextrema() == (0, 128)
    assert draw(text("I", 60, 90, color="transparent")).pixels.getbbox() is None


def test_what_hangs_over_is_drawn_around_the_box() -> None:
    drawn = draw(text("Wide", 10, 10, size=60, align="center"))
    assert drawn.content.left > 40
    assert drawn.content.width == 10
    assert drawn.pixels.getchannel("A").getbbox() is not None


def test_a_bold_weight_covers_more_even_where_another_font_stands_in() -> None:
    for written in ("Hamburg", "日本語"):
        thin, bold = (
            cover(draw(text(written, size=60, weight=w)).pixels).sum() for w in (400, 700)
        )
        assert bold > 1.1 * thin


def test_a_huge_text_is_drawn_smaller_and_says_so() -> None:
    huge = text("WWWWWWWWWW", 9000, 9000, size=4096, sizing="height", scale=16.0)
    drawn = draw(huge)
    assert drawn.pixels.width * drawn.pixels.height <= 1.02 * MOST_PX
    assert "huge" in drawn.warnings[0]
    assert drawn.content.width / drawn.content.height == pytest.approx(1)


def test_an_empty_text_is_an_empty_box() -> None:
    drawn = draw(text("", 30, 20))
    assert drawn.pixels.size == (30, 20)
    assert drawn.pixels.getbbox() is None


@given(texts)
@settings(max_examples=80, deadline=None)
def test_the_estimate_lies_near_or_above_the_picture(given_text: Text) -> None:
    expected, (width, height) = bounds(given_text), draw(given_text).pixels.size
    assert Size(width, height).area <= 2.5 * expected.area + 20_000

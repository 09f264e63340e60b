"""Borders of one colour: which colour, and where the picture inside them lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.geometry import Box
from editor.render.measure import border, edge_colour
from tests.needs import ROOT

AUTO = "auto;10"


def framed(
    size: tuple[int, int], inner: tuple[int, int, int, int], outside: str, inside: str
) -> Image.Image:
    """A box of one colour on a sheet of another; `inner` is left, top, right, bottom."""
    picture = Image.new("RGB", size, outside)
    picture.paste(inside, inner)
    return picture


def inner_px(picture: Image.Image, prompt: str = AUTO) -> tuple[int, int, int, int]:
    return border(picture, prompt).inner.scaled(*picture.size).pixels()


def test_the_colour_along_the_edges_is_found_and_the_box_inside_is_exact() -> None:
    seen = border(framed((400, 300), (50, 40, 351, 262), "white", "red"), AUTO)
    assert seen.colour == (255, 255, 255, 255)
    assert seen.inner.scaled(400, 300).ltrb == pytest.approx((50, 40, 351, 262))


@given(
    left=st.integers(0, 20),
    top=st.integers(0, 20),
    width=st.integers(1, 30),
    height=st.integers(1, 30),
)
def test_any_box_in_a_given_colour_is_found_to_the_pixel(
    left: int, top: int, width: int, height: int
) -> None:
    box = (left, top, left + width, top + height)
    picture = framed((52, 51), box, "#204060", "#f0a000")
    assert inner_px(picture, "#204060;0") == box


def test_bars_at_two_sides_are_a_border() -> None:
    photo = Image.open(ROOT / "tests/pictures/person.jpg").convert("RGB").resize((300, 200))
    barred = Image.new("RGB", (300, 260), "black")
    barred.paste(photo, (0, 30))
    left, top, right, bottom = inner_px(barred)
    assert (left, right) == (0, 300)
    assert (top, bottom) == (30, 230)


def test_noise_within_the_tolerance_is_border() -> None:
    noise = np.random.default_rng(1).integers(236, 246, (90, 120, 3)).astype(np.uint8)
    noise[30:60, 40:80] = (10, 90, 200)
    picture = Image.fromarray(noise)
    assert inner_px(picture, "auto;10") == (40, 30, 80, 60)
    assert inner_px(picture, "auto;1") == (0, 0, 120, 90)


def test_the_tolerance_is_the_largest_difference_that_still_is_border() -> None:
    picture = framed((60, 60), (20, 20, 40, 40), "#646464", "#6e6464")
    assert border(picture, "auto;10").inner.area == 0
    assert inner_px(picture, "auto;9") == (20, 20, 40, 40)


def test_a_picture_of_one_colour_has_nothing_inside() -> None:
    assert border(Image.new("RGB", (50, 40), "teal"), AUTO).inner.area == 0


def test_another_colour_than_that_of_the_edges_may_be_given() -> None:
    picture = framed((60, 60), (20, 20, 40, 40), "white", "red")
    assert inner_px(picture, "red;0") == (0, 0, 60, 60)


def test_transparent_edges_are_a_border_whatever_colour_they_hide() -> None:
    pixels = np.zeros((50, 70, 4), np.uint8)
    pixels[..., :3] = np.random.default_rng(2).integers(0, 255, (50, 70, 3))
    pixels[10:40, 20:50] = (200, 30, 30, 255)
    picture = Image.fromarray(pixels)
    assert border(picture, AUTO).colour == (0, 0, 0, 0)
    assert inner_px(picture) == (20, 10, 50, 40)


def test_half_transparent_pixels_differ_from_transparent_ones() -> None:
    picture = Image.new("RGBA", (40, 40))
    picture.paste((255, 0, 0, 60), (5, 6, 15, 17))
    assert inner_px(picture) == (5, 6, 15, 17)


def test_a_large_picture_is_compared_in_strips_with_the_same_result() -> None:
    picture = framed((2000, 1500), (3, 700, 1990, 1499), "white", "navy")
    assert inner_px(picture) == (3, 700, 1990, 1499)


def test_the_median_is_taken_of_the_border_alone() -> None:
    picture = Image.new("RGB", (100, 100), (250, 250, 250))
    picture.paste((0, 0, 0), (0, 0, 40, 100))
    assert edge_colour(picture)[:3] == (250, 250, 250)


def test_a_single_pixel_is_a_picture_too() -> None:
    assert border(Image.new("RGB", (1, 1), "red"), AUTO).inner == Box(0, 0, 0, 0)

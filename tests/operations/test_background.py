"""Backgrounds under transparent pixels and in bars."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from editor.findings import NOTHING
from editor.geometry import Frame, Size
from editor.operations.background import Background
from editor.plan.composition import Transform

FRAME = Frame.of(Size(20, 10))
PADDED = FRAME.extended(5, 3, 5, 3)


def half_seen() -> Image.Image:
    picture = Image.new("RGBA", (20, 10), (0, 0, 255, 0))
    picture.paste((0, 0, 255, 128), (0, 0, 10, 10))
    return picture


def test_transparent_pixels_are_filled():
    made = Background(background="#ff0000").apply(half_seen(), FRAME, NOTHING)
    assert made.mode == "RGB"
    assert made.getpixel((15, 5)) == (255, 0, 0)
    assert made.getpixel((5, 5)) == (127, 0, 128)


def test_an_opaque_picture_stays_as_it_is():
    picture = Image.new("RGB", (20, 10), "green")
    assert Background(background="#ff0000").apply(picture, FRAME, NOTHING) is picture


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_bars_are_filled_around_the_content(mode: str):
    picture = Image.new("RGBA", (20, 10), (0, 0, 255, 255)).convert(mode)
    made = Background(background="#ff0000").apply(picture, PADDED, NOTHING)
    assert made.size == (30, 16)
    assert made.getpixel((2, 2)) == (255, 0, 0)
    assert made.getpixel((5, 3)) == (0, 0, 255)
    assert made.getpixel((24, 12)) == (0, 0, 255)
    assert made.getpixel((25, 13)) == (255, 0, 0)


def test_it_may_itself_be_transparent():
    clear = Background(background="transparent").apply(half_seen(), PADDED, NOTHING)
    assert clear.mode == "RGBA"
    assert clear.getpixel((2, 2))[3] == 0
    tinted = Background(background="#ff000080").apply(half_seen(), FRAME, NOTHING)
    assert tinted.getpixel((15, 5)) == (255, 0, 0, 128)
    assert tinted.getpixel((5, 5))[3] == 192


def test_gradients_fill_too():
    paint = "linear-gradient(90deg,#000000 0%,#ffffff 100%)"
    made = Background(background=paint).apply(Image.new("RGBA", (20, 10)), FRAME, NOTHING)
    red = np.asarray(made)[5, :, 0].astype(int)
    assert (np.diff(red) > 0).all()
    assert red[0] == 6
    assert red[-1] == 249


def test_only_without_a_paint_it_vanishes_from_the_recipe():
    assert Transform((Background(),)).operations == ()
    assert Transform((Background(background="transparent"),)).operations

"""Borders lie around the picture."""

from __future__ import annotations

import pytest
from PIL import Image

from editor.findings import NOTHING
from editor.geometry import Box, Frame, Size
from editor.operations.border import Border
from editor.plan.colour import Rgba
from tests.operations.numbers import measured

RED = Rgba(255, 0, 0)


@pytest.mark.parametrize(
    ("options", "size", "content"),
    [
        ("border.width=10", (320, 220), Box(10, 10, 300, 200)),
        ("border.width=10,border.left=0", (310, 220), Box(0, 10, 300, 200)),
        (
            "border.top=1,border.right=2,border.bottom=3,border.left=4",
            (306, 204),
            Box(4, 1, 300, 200),
        ),
        ("border.width=5,dpr=2", (320, 220), Box(10, 10, 300, 200)),
        ("border.width=10,w=150", (170, 120), Box(10, 10, 150, 100)),
        ("border.width=10,fit=pad,w=300,h=300", (320, 320), Box(10, 60, 300, 200)),
    ],
)
def test_it_is_added_after_resizing(options: str, size: tuple[int, int], content: Box) -> None:
    frame = measured(options, 300, 200)
    assert frame.canvas == Size(*size)
    assert frame.content == content


def framed(border: Border, picture: Image.Image) -> Image.Image:
    frame = border.measure(Frame.of(Size(*picture.size)), NOTHING)
    return border.apply(picture, frame, NOTHING)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_sides_have_their_widths_and_colour(mode: str) -> None:
    inner = Image.new(mode, (30, 20), (10, 20, 30, 40)[: len(mode)])
    done = framed(Border(1, 2, 3, 4, RED), inner)
    assert done.size == (36, 24)
    assert done.mode == mode
    red = (*RED[:3], 255)[: len(mode)]
    corners = [(0, 0), (35, 23), (3, 1), (34, 1), (4, 0), (4, 21)]
    assert {done.getpixel(xy) for xy in corners} == {red}
    assert done.crop((4, 1, 34, 21)).tobytes() == inner.tobytes()


def test_a_clear_border_gives_the_picture_an_alpha() -> None:
    done = framed(Border(2, 2, 2, 2, Rgba(0, 0, 255, 128)), Image.new("RGB", (9, 9), (1, 2, 3)))
    assert done.mode == "RGBA"
    assert done.getpixel((0, 0)) == (0, 0, 255, 128)
    assert done.getpixel((5, 5)) == (1, 2, 3, 255)

"""Text as the source of recipes: placed on canvases, with effects, through render processes."""

from __future__ import annotations

import numpy as np
from PIL import Image

from editor.render.admission import MIB
from editor.render.pipeline import render
from editor.render.request import Measure
from tests.render.conftest import Ask, Made, MakePool, recipe
from tests.render.drawn import canvas, draw, png
from tests.render.text.conftest import text

BAR = {"text": "I", "font": "anton", "size": 100, "align": "center", "color": "#ff0000"}


def letters(width: float = 60, height: float = 120, **said: object) -> dict[str, object]:
    return {"text": {**BAR, **said, "width": width, "height": height}}


def reach(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of this colour."""
    found = np.argwhere((np.asarray(picture.convert("RGB")) == colour).all(axis=-1))
    (top, left), (bottom, right) = found.min(axis=0), found.max(axis=0) + 1
    return int(left), int(top), int(right), int(bottom)


def test_letters_lie_where_their_box_is_placed(made: Made) -> None:
    upright = made(png(draw(letters(), 100, 150, 60, 120), source=canvas(300, 300)))
    left, top, right, bottom = reach(upright, (255, 0, 0))
    assert abs((left + right) / 2 - 100) <= 2
    assert 90 <= top < bottom <= 210
    turned = made(png(draw(letters(), 100, 150, 60, 120, rotation=90), source=canvas(300, 300)))
    left, top, right, bottom = reach(turned, (255, 0, 0))
    assert abs((top + bottom) / 2 - 150) <= 2
    assert right - left > 2 * (bottom - top)


def test_letters_beyond_their_box_are_drawn_around_it(made: Made) -> None:
    wide = letters(20, 20, text="IIIIII", valign="middle")
    picture = made(png(draw(wide, 150, 150, 20, 20), source=canvas(300, 300)))
    left, top, right, bottom = reach(picture, (255, 0, 0))
    assert right - left > 100
    assert abs((left + right) / 2 - 150) <= 3
    assert bottom - top > 60


def test_an_outline_follows_the_letters(made: Made) -> None:
    steps = [{"transform": {"outline": 8, "outline.color": "#0000ff"}}]
    part = draw(letters(), 150, 150, 60, 120, steps=steps)
    picture = made(png(part, source=canvas(300, 300)))
    inner, outer = reach(picture, (255, 0, 0)), reach(picture, (0, 0, 255))
    grown = np.subtract(outer, inner)
    assert np.abs(grown - (-8, -8, 8, 8)).max() <= 2


def test_a_text_alone_is_a_picture_whose_content_is_its_box(ask: Ask) -> None:
    request = ask(recipe(source=letters(20, 20, text="IIIIII"), format="png"))
    done = render(request)
    assert done.content is not None
    assert (done.content.width, done.content.height) == (20, 20)
    assert done.content.left > 40
    assert done.width > 100


def test_what_no_font_has_is_told(ask: Ask) -> None:
    done = render(ask(recipe(source=letters(text="a\U00012000"), format="png")))
    assert "U+12000" in done.warnings[0]


def test_render_processes_measure_texts(make_pool: MakePool) -> None:
    pool = make_pool()
    room = pool.submit(Measure(text("One two", 100, sizing="height", size=40)), 24 * MIB).result(60)
    assert [line.text for line in room.lines] == ["One", "two"]
    assert room.height == 96
    assert room.width <= 100

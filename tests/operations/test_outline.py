"""The sticker outline."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from editor.findings import NOTHING
from editor.geometry import Frame, Point, Size
from editor.operations.outline import Outline
from editor.plan.colour import Rgba
from editor.plan.composition import Transform

WHITE = Rgba(255, 255, 255)


def applied(operation: Outline, picture: Image.Image) -> Image.Image:
    frame = operation.measure(Frame.of(Size(*picture.size)), NOTHING)
    made = operation.apply(picture, frame, NOTHING)
    assert made.size == (frame.canvas.width, frame.canvas.height)
    return made


def disc(size: int = 100, radius: int = 30) -> Image.Image:
    """A red disc on nothing, with smooth edges."""
    large = Image.new("L", (8 * size, 8 * size))
    half, reach = 4 * size, 8 * radius
    ImageDraw.Draw(large).ellipse(
        (half - reach, half - reach, half + reach, half + reach), fill=255
    )
    picture = Image.new("RGBA", (size, size), (255, 0, 0, 0))
    picture.putalpha(large.resize((size, size), Image.Resampling.BOX))
    return picture


def test_the_canvas_grows_on_every_side_and_the_content_stays_where_it_was():
    frame = Outline(outline=7.2).measure(Frame.of(Size(50, 40)), NOTHING)
    assert frame.canvas == Size(66, 56)
    assert frame.at == Point(8, 8)
    assert frame.size == Size(50, 40)


@pytest.mark.parametrize("width", [1.0, 4.5, 12.0])
def test_the_outline_is_a_ring_of_its_width(width: float):
    made = applied(Outline(outline=width), disc())
    values = np.asarray(made).astype(float)
    # On a black ground only the outline is green.
    ring = (values[..., 1] * values[..., 3] / 255 / 255).sum()
    assert ring == pytest.approx(np.pi * ((30 + width) ** 2 - 30**2), rel=0.03)
    assert values[..., 3].sum() / 255 == pytest.approx(np.pi * (30 + width) ** 2, rel=0.01)


def test_its_rim_is_round_and_smooth():
    alpha = np.asarray(applied(Outline(outline=10), disc()))[..., 3].astype(float) / 255
    y, x = np.mgrid[0:120, 0:120] + 0.5
    distance = np.hypot(x - 60.06, y - 60.06)
    assert alpha[distance < 39].min() == 1
    assert alpha[distance > 41.2].max() == 0
    rim = (distance > 39.6) & (distance < 40.4)
    assert np.abs(alpha[rim] - (40.5 - distance[rim])).max() < 0.35


def test_no_seam_shows_between_subject_and_outline():
    made = applied(Outline(outline=6, color=Rgba(255, 0, 0)), disc())
    shown = np.asarray(made)[..., 3] > 0
    assert (np.asarray(made)[shown][:, :3] == (255, 0, 0)).all()
    inner = np.asarray(made)[..., 3]
    y, x = np.mgrid[0:112, 0:112] + 0.5
    assert inner[np.hypot(x - 56, y - 56) < 34].min() == 255


def test_a_see_through_colour_leaves_the_subject_opaque():
    made = applied(Outline(outline=6, color=Rgba(0, 0, 255, 128)), disc())
    assert made.getpixel((56, 56)) == (255, 0, 0, 255)
    assert made.getpixel((56, 22)) == (0, 0, 255, 128)


def test_an_opaque_picture_gets_a_frame_with_round_corners():
    made = applied(Outline(outline=10, color=Rgba(0, 200, 0)), Image.new("RGB", (40, 30), "red"))
    assert made.getpixel((30, 2)) == (0, 200, 0, 255)
    assert made.getpixel((0, 0))[3] == 0


def test_an_empty_picture_has_no_outline():
    assert not applied(Outline(outline=5), Image.new("RGBA", (20, 20))).getbbox()


def test_without_width_it_changes_nothing_and_leaves_no_trace_in_the_recipe():
    assert Transform((Outline(color=Rgba(1, 2, 3)),)).operations == ()
    assert Transform((Outline(outline=1),)).operations


def test_the_width_grows_with_the_density():
    assert Outline(outline=4.5).scaled(2) == replace(Outline(outline=4.5), outline=9.0)
    assert Outline().scaled(2) == Outline()

"""The drop shadow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.findings import NOTHING
from editor.geometry import Frame, Point, Size
from editor.operations.shadow import Shadow
from editor.plan.colour import Rgba
from editor.plan.composition import Transform


def card(size: int = 40) -> Image.Image:
    return Image.new("RGBA", (size, size), (255, 0, 0, 255))


def applied(operation: Shadow, picture: Image.Image) -> tuple[np.ndarray, Frame]:
    frame = operation.measure(Frame.of(Size(*picture.size)), NOTHING)
    made = operation.apply(picture, frame, NOTHING)
    assert made.size == (frame.canvas.width, frame.canvas.height)
    return np.asarray(made).astype(float), frame


def test_the_canvas_grows_only_where_the_shadow_falls():
    frame = Shadow(x=10, y=-4).measure(Frame.of(Size(50, 50)), NOTHING)
    assert frame.canvas == Size(60, 54)
    assert frame.at == Point(0, 4)


def test_a_hard_shadow_is_the_shape_moved():
    made, frame = applied(Shadow(x=10, y=6, opacity=0.5), card())
    assert (made[frame.at.y : 40, frame.at.x : 40] == (255, 0, 0, 255)).all()
    assert made[42, 45].tolist() == [0, 0, 0, 128]
    assert not made[:6, 41:].any()


def test_a_soft_shadow_falls_off_like_the_gauss_curve_of_css():
    made, frame = applied(Shadow(blur=20, opacity=1), card(200))
    row = made[int(frame.at.y) + 100, : int(frame.at.x), 3] / 255
    distance = frame.at.x - np.arange(len(row)) - 0.5
    from math import erf, sqrt

    expected = np.array([0.5 * (1 - erf(d / (10 * sqrt(2)))) for d in distance])
    assert np.abs(row - expected).max() < 0.02
    assert made[0, :, 3].max() <= 2


def test_spread_makes_the_shadow_larger():
    made, frame = applied(Shadow(spread=5, opacity=1), card())
    assert frame.canvas == Size(50, 50)
    assert made[25, 0].tolist() == [0, 0, 0, 255]
    assert made[0, 0, 3] < 60


def test_colour_and_opacity_multiply():
    made, _ = applied(Shadow(x=20, opacity=0.5, color=Rgba(0, 0, 200, 128)), card())
    assert made[20, 55].tolist() == [0, 0, 200, 64]


def test_half_pixels_count():
    made, _ = applied(Shadow(x=2.5, opacity=1), card())
    assert made.shape[1] == 43
    assert abs(made[20, 42, 3] - 127.5) <= 1


@given(
    st.floats(0, 40), st.floats(-60, 60), st.floats(-60, 60), st.floats(0, 15), st.integers(4, 30)
)
@settings(max_examples=30, deadline=None)
def test_no_part_of_the_shadow_is_cut_off(blur, x, y, spread, size):
    """The same card amid plenty of room casts as much shadow."""
    shadow = Shadow(blur=blur, x=x, y=y, spread=spread, opacity=1)
    roomy = Image.new("RGBA", (size + 300, size + 300))
    roomy.paste(card(size), (150, 150))
    tight, free = applied(shadow, card(size))[0], applied(shadow, roomy)[0]
    assert tight[..., 3].sum() == pytest.approx(free[..., 3].sum(), rel=0.02)


@pytest.mark.parametrize("given_options", [{"blur": 8.0}, {"x": 1.0}, {"y": -1.0}, {"spread": 2.0}])
def test_any_measure_makes_a_shadow(given_options):
    assert Transform((Shadow(**given_options),)).operations


def test_colour_alone_makes_none():
    assert Transform((Shadow(color=Rgba(9, 9, 9), opacity=1.0),)).operations == ()


def test_every_length_grows_with_the_density():
    scaled = Shadow(blur=8, x=-3, y=4, spread=1.5).scaled(2)
    assert scaled == Shadow(blur=16, x=-6, y=8, spread=3)

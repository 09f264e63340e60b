"""Paints as pixels, against the definitions of CSS Images 3."""

from __future__ import annotations

import math

import numpy as np
import pytest

from editor.geometry import Size
from editor.operations._painting import paint

BLACK_WHITE = "#000000 0%,#ffffff 100%"


def levels(text: str, width: int, height: int) -> np.ndarray:
    """Red of a gradient from black to white: where each pixel lies along it, 0..1."""
    made = paint(text, Size(width, height))
    assert made.mode == "RGBA"
    assert made.size == (width, height)
    return np.asarray(made)[..., 0] / 255


def points(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    return np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)


@pytest.mark.parametrize("angle", [0, 30, 90, 135, 180, 217.5, 300])
def test_an_angle_runs_from_corner_to_corner(angle: float):
    x, y = points(90, 60)
    sin, cos = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    length = abs(90 * sin) + abs(60 * cos)
    expected = ((x - 45) * sin - (y - 30) * cos) / length + 0.5
    got = levels(f"linear-gradient({angle}deg,{BLACK_WHITE})", 90, 60)
    assert np.abs(got - expected).max() <= 0.6 / 255


@pytest.mark.parametrize("corner", ["top left", "top right", "bottom left", "bottom right"])
def test_towards_a_corner_the_other_two_corners_have_the_middle_colour(corner: str):
    got = levels(f"linear-gradient(to {corner},{BLACK_WHITE})", 301, 101)
    corners = {
        "top left": got[0, 0],
        "top right": got[0, -1],
        "bottom left": got[-1, 0],
        "bottom right": got[-1, -1],
    }
    opposite = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
    away = " ".join(opposite[side] for side in corner.split())
    assert corners.pop(corner) > 0.98
    assert corners.pop(away) < 0.02
    assert all(abs(value - 0.5) < 0.02 for value in corners.values())


@pytest.mark.parametrize(
    ("shape", "radius_x", "radius_y"),
    [
        ("circle closest-side", 20, 20),
        ("circle farthest-side", 60, 60),
        ("circle closest-corner", math.hypot(40, 20), math.hypot(40, 20)),
        ("circle farthest-corner", math.hypot(60, 30), math.hypot(60, 30)),
        ("ellipse closest-side", 40, 20),
        ("ellipse farthest-side", 60, 30),
        ("ellipse closest-corner", 40 * math.sqrt(2), 20 * math.sqrt(2)),
        ("ellipse farthest-corner", 60 * math.sqrt(2), 30 * math.sqrt(2)),
    ],
)
def test_rays_reach_as_far_as_their_shape_says(shape: str, radius_x: float, radius_y: float):
    x, y = points(100, 50)
    expected = np.minimum(1, np.hypot((x - 40) / radius_x, (y - 20) / radius_y))
    got = levels(f"radial-gradient({shape} at 40% 40%,{BLACK_WHITE})", 100, 50)
    assert np.abs(got - expected).max() <= 0.6 / 255


def test_a_flattened_shape_shows_the_last_colour():
    got = levels(f"radial-gradient(closest-side at left,{BLACK_WHITE})", 40, 30)
    assert (got == 1).all()


def test_stops_on_one_place_make_a_hard_edge():
    got = levels("linear-gradient(90deg,#000000 50%,#ffffff 50%)", 100, 3)
    assert (got[:, :50] == 0).all()
    assert (got[:, 50:] == 1).all()


def test_colours_are_mixed_premultiplied():
    """Red fades out to nothing without turning dark."""
    made = np.asarray(paint("linear-gradient(90deg,#ff0000 0%,transparent 100%)", Size(100, 2)))
    assert (made[0, :95, 0] == 255).all()
    assert not made[..., 1:3].any()
    assert abs(int(made[0, 50, 3]) - 127) <= 2


def test_a_gradient_stays_flat_beyond_its_stops():
    got = levels("linear-gradient(90deg,#333333 40%,#cccccc 60%)", 100, 2)
    assert (got[:, :40] == 0.2).all()
    assert (got[:, 60:] == 0.8).all()


def test_one_colour_is_one_colour():
    made = paint("#11223344", Size(3, 2))
    assert made.getcolors() == [(6, (0x11, 0x22, 0x33, 0x44))]

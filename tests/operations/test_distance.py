"""Shapes grown by a distance, against shapes that were larger from the start."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.operations._distance import FAR, distance, grown

FINE = 16
"""Samples along each side of a pixel."""


def sampled(size: int, inside) -> npt.NDArray[np.uint8]:
    """Coverage of the points (x, y) that are `inside`, x and y from the middle."""
    line = (np.arange(size * FINE) + 0.5) / FINE - size / 2
    cover = inside(line[None, :], line[:, None]).reshape(size, FINE, size, FINE).mean(axis=(1, 3))
    return np.rint(cover * 255).astype(np.uint8)


def disc(size: int, radius: float) -> npt.NDArray[np.uint8]:
    return sampled(size, lambda x, y: np.hypot(x - 0.3, y + 0.2) <= radius)


def off(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    return np.abs(one.astype(float) - other) / 255


@pytest.mark.parametrize("by", [0.4, 1.0, 2.5, 8.0, 20.0])
def test_a_disc_grows_into_a_larger_disc(by: float):
    got, expected = grown(disc(120, 30), by), disc(120, 30 + by)
    assert off(got, expected).max() <= 0.35
    assert off(got, expected).mean() <= 0.002


@given(st.floats(0, np.pi), st.floats(-0.5, 0.5), st.floats(0.5, 10))
@settings(max_examples=25, deadline=None)
def test_a_straight_edge_moves_by_the_distance_at_any_angle(angle: float, at: float, by: float):
    cos, sin = np.cos(angle), np.sin(angle)
    before = sampled(50, lambda x, y: cos * x + sin * y <= at)
    after = sampled(50, lambda x, y: cos * x + sin * y <= at + by)
    inner = slice(12, 38), slice(12, 38)
    assert off(grown(before, by), after)[inner].max() <= 0.25
    assert abs(grown(before, by)[inner].mean() - after[inner].mean()) / 255 <= 0.0045


@pytest.mark.parametrize("angle", [0.0, 0.4, np.pi / 4])
def test_corners_become_round(angle: float):
    cos, sin = np.cos(angle), np.sin(angle)

    def square(by: float) -> npt.NDArray[np.uint8]:
        def inside(x, y):
            u, v = np.abs(cos * x + sin * y) - 20, np.abs(cos * y - sin * x) - 20
            return np.hypot(np.maximum(u, 0), np.maximum(v, 0)) <= by

        return sampled(90, inside)

    assert off(grown(square(0), 12), square(12)).max() <= 0.6
    assert off(grown(square(0), 12), square(12)).mean() <= 0.006


@pytest.mark.parametrize("by", [70, 130, 300])
def test_far_distances_are_right_to_two_percent(by: int):
    size = 2 * by + 60
    alpha = np.zeros((size, size), np.uint8)
    alpha[by + 5 : by + 45, by + 10 : by + 30] = 255
    x, y = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
    outside = np.hypot(
        np.maximum(0, np.maximum(by + 10 - x, x - by - 30)),
        np.maximum(0, np.maximum(by + 5 - y, y - by - 45)),
    )
    found = distance(alpha, by)
    allowed = 1 + 0.02 * by
    near = (outside > 1) & (outside < by - allowed)
    assert np.abs(found - outside)[near].max() <= allowed
    assert (found[outside > by + allowed] == FAR).all()


def test_a_hair_is_seen_from_afar():
    alpha = np.zeros((300, 300), np.uint8)
    alpha[101:200, 150] = 255
    got = grown(alpha, 100)
    assert got[150, 52:249].min() == 255
    assert got[150, 46] == got[150, 254] == 0


def test_narrow_holes_are_filled_and_wide_ones_shrink():
    ring = sampled(100, lambda x, y: (np.hypot(x, y) <= 40) & (np.hypot(x, y) >= 20))
    assert grown(ring, 25)[50, 50] == 255
    hole = 255 - grown(ring, 8)[20:80, 20:80].astype(int)
    assert hole.sum() / 255 == pytest.approx(np.pi * 12**2, rel=0.02)


def test_faint_pixels_make_no_shape():
    assert not grown(np.full((40, 40), 100, np.uint8), 5).any()


@given(st.integers(1, 12), st.integers(1, 12), st.floats(0.1, 90), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_any_size_and_radius_only_ever_adds(width: int, height: int, by: float, value: int):
    alpha = np.zeros((height, width), np.uint8)
    alpha[height // 2, width // 2] = value
    got = grown(alpha, by)
    assert got.shape == alpha.shape
    if value == 255:
        assert (got >= alpha).all()
        assert got.max() == 255

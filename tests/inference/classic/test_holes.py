"""Holes that show no background are closed; those of rings and handles stay open."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from editor.inference.classic.holes import closed

Bytes = npt.NDArray[np.uint8]
SIDE = 320
WALL, COAT, BADGE = (196, 190, 178), (38, 44, 72), (214, 170, 40)
MIDDLE = (160, 160)


def scene(hole: tuple[int, int, int], radius: int, noise: float = 4) -> tuple[Bytes, Bytes]:
    """A disc before a wall, with a spot of another colour in it that its alpha leaves out."""
    picture = np.full((SIDE, SIDE, 3), WALL, np.uint8)
    cv2.circle(picture, MIDDLE, 100, COAT, -1)
    cv2.circle(picture, MIDDLE, radius, hole, -1)
    grain = np.random.default_rng(0).normal(0, noise, picture.shape)
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(alpha, MIDDLE, 100, 255, -1)
    cv2.circle(alpha, MIDDLE, radius, 0, -1)
    soft = np.asarray(cv2.GaussianBlur(alpha, (0, 0), 1), np.uint8)
    return np.clip(picture + grain, 0, 255).astype(np.uint8), soft


def unsure(value: float = 0.4) -> npt.NDArray[np.float32]:
    return np.full((80, 80), value, np.float32)


def test_a_badge_on_a_coat_is_no_hole() -> None:
    picture, alpha = scene(BADGE, 12)
    found = closed(picture, alpha, unsure())
    assert found[140:180, 140:180].min() == 255
    outer = np.ones_like(alpha)
    cv2.circle(outer, MIDDLE, 30, 0, -1)
    assert np.array_equal(found[outer > 0], alpha[outer > 0])


def test_through_a_ring_the_wall_is_seen() -> None:
    picture, alpha = scene(WALL, 12)
    assert np.array_equal(closed(picture, alpha, unsure()), alpha)


@pytest.mark.parametrize("shade", [0.85, 0.93])
def test_a_ring_s_own_shadow_on_the_wall_closes_nothing(shade: float) -> None:
    red, green, blue = (round(shade * value) for value in WALL)
    picture, alpha = scene((red, green, blue), 12)
    assert np.array_equal(closed(picture, alpha, unsure()), alpha)


def test_a_label_as_white_as_the_board_is_closed_where_the_network_is_sure() -> None:
    picture, alpha = scene(WALL, 12)
    assert closed(picture, alpha, unsure(0.98))[MIDDLE] == 255


def test_a_large_hole_stays_whatever_it_shows() -> None:
    picture, alpha = scene(BADGE, 40)
    assert np.array_equal(closed(picture, alpha, unsure(1)), alpha)


def test_what_reaches_the_photo_s_edge_is_no_hole() -> None:
    picture, alpha = scene(BADGE, 12)
    cv2.rectangle(picture, (150, 160), (170, SIDE), BADGE, -1)
    cv2.rectangle(alpha, (150, 160), (170, SIDE), 0, -1)
    assert np.array_equal(closed(picture, alpha, unsure()), alpha)


def test_without_a_background_nothing_is_compared() -> None:
    picture, alpha = scene(BADGE, 12)
    filled = np.full_like(alpha, 255)
    filled[150:156, 150:156] = 0
    assert np.array_equal(closed(picture, filled, unsure()), filled)


def test_of_several_holes_only_the_wrong_ones_are_closed() -> None:
    picture, alpha = scene(BADGE, 12)
    cv2.circle(picture, (110, 160), 9, WALL, -1)
    cv2.circle(alpha, (110, 160), 9, 0, -1)
    found = closed(picture, alpha, unsure())
    assert (found[160, 160], found[160, 110]) == (255, 0)

from __future__ import annotations

import numpy as np

from editor.findings import Face
from editor.geometry import Box
from editor.inference.classic.person import people

SHAPE = (200, 300)


def test_head_shoulders_and_chest_follow_the_face() -> None:
    found = people([Face(Box(0.4, 0.2, 0.1, 0.2), 0.9)], SHAPE)
    likely, certain = found.likely, found.certain
    middle, chin, face_px = 135, 80, 30
    assert likely.shape == certain.shape == SHAPE
    assert likely[60, middle] > 0.8
    assert certain[60, middle]
    assert certain[chin + 20, middle]
    assert likely[chin + 70, middle + face_px] > 0.5
    assert not certain[chin + 70, middle + face_px]
    assert likely[60, middle + 2 * face_px] == 0
    assert likely[5, 5] == 0


def test_arms_reach_further_than_shoulders_but_not_up_to_the_head() -> None:
    found = people([Face(Box(0.4, 0.2, 0.1, 0.2), 0.9)], SHAPE)
    middle, chin, face_px = 135, 80, 30
    beside = middle + int(1.5 * face_px)
    assert found.reached[chin + 70, beside]
    assert found.likely[chin + 70, beside] == 0
    assert not found.reached[:chin].any()


def test_bystanders_far_away_are_left_out() -> None:
    tiny = Face(Box(0.5, 0.5, 0.02, 0.03), 0.9)
    assert not people([tiny], SHAPE).likely.any()
    assert not people([], SHAPE).certain.any()


def test_a_face_at_the_edge_stays_in_the_picture() -> None:
    found = people([Face(Box(0.9, 0.8, 0.1, 0.2), 0.9)], SHAPE)
    assert np.isfinite(found.likely).all()
    assert found.certain.any()

from __future__ import annotations

import numpy as np
import pytest

from editor.inference.classic.border import background, border_of, contrast, settle
from editor.inference.classic.regions import Regions, divide

BOARD, THING = (80, 0, 0), (30, 40, 20)


def scene(left: int, top: int, right: int, bottom: int) -> Regions:
    """A thing at these px of a 90x60 board."""
    lab = np.empty((60, 90, 3), np.float32)
    lab[:] = BOARD
    lab[top:bottom, left:right] = THING
    return divide(lab, 150)


def within(regions: Regions, values: np.ndarray) -> tuple[float, float]:
    """The mean of `values` over the thing and over the board."""
    thing = regions.colours[:, 0] < 55
    return float(values[thing].mean()), float(values[~thing].mean())


@pytest.mark.parametrize(
    "box",
    [(30, 15, 60, 45), (30, 20, 60, 60), (5, 5, 20, 20)],
    ids=["middle", "standing", "corner"],
)
def test_what_runs_along_the_border_is_background(box: tuple[int, int, int, int]) -> None:
    regions = scene(*box)
    border = border_of(regions, np.zeros(regions.count))
    thing, board = within(regions, background(regions, border))
    assert thing < 0.3
    assert board > 0.8


def test_the_thing_differs_from_the_background_near_it() -> None:
    regions = scene(30, 15, 60, 45)
    border = border_of(regions, np.zeros(regions.count))
    thing, board = within(regions, contrast(regions, background(regions, border)))
    assert thing > 0.7
    assert board < 0.3


def test_the_votes_settle_to_one_map() -> None:
    regions = scene(30, 15, 60, 45)
    border = border_of(regions, np.zeros(regions.count))
    behind = background(regions, border)
    # Only the thing's middle is known; likeness carries it to the rest.
    known = (np.abs(regions.centres - (30 / 90, 0.5)).max(axis=1) < 0.06).astype(float)
    thing, board = within(regions, settle(regions, border, behind, known))
    assert thing > 0.6
    assert board < 0.1


def test_what_a_person_covers_is_no_border() -> None:
    regions = scene(0, 30, 90, 60)
    person = (regions.colours[:, 0] < 55).astype(float)
    border = border_of(regions, person)
    assert not border.members[person > 0].any()
    assert (border.weights[person > 0] == 0).all()
    assert border.weights.max() == 1

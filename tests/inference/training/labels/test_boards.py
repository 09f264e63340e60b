from __future__ import annotations

import numpy as np

from editor.inference.training.labels.board import Bytes, difference
from editor.inference.training.labels.boards import board_matte
from editor.inference.training.labels.colours import by_colours
from editor.inference.training.labels.network import SURE, Opinion, by_network
from editor.inference.training.labels.outlines import by_outlines
from tests.inference.training.labels.scenes import (
    Flags,
    board,
    disc,
    overlap,
    photographed,
    shaded,
)

THING = disc(190, 140, 60)
SHADOW = disc(235, 175, 60)


def kept(picture: Bytes) -> tuple[Bytes, Flags]:
    label, matte = board_matte(picture)
    assert matte is not None, label.why_not
    return matte, matte > 127


def test_an_object_is_cut_out_without_its_shadow() -> None:
    scene = shaded(board(), SHADOW, 9)
    scene[THING] = (0.4, 0.04, 0.05)
    matte, ours = kept(photographed(scene))
    assert overlap(ours, THING) > 0.96
    assert ours[SHADOW & ~THING].mean() < 0.03
    assert len(np.unique(matte)) > 10, "the edge is soft"


def test_what_is_clear_as_glass_is_filled_within_its_outline() -> None:
    scene = board()
    rim = THING & ~disc(190, 140, 54)
    glint = disc(172, 120, 6)
    scene[rim] *= (0.35, 0.4, 0.38)
    scene[glint] = 0.98
    seen = difference(photographed(scene))
    assert overlap(by_outlines(seen), THING) > 0.93


def test_light_that_falls_off_is_no_object() -> None:
    label, matte = board_matte(photographed(shaded(board(), SHADOW, 20)))
    assert matte is None
    assert label.why_not == "too small"


def disputed() -> Bytes:
    """A photograph over whose thing the two methods disagree."""
    scene = board()
    # Another colour without any edge: seen by the colours, walked through by the outlines.
    tint = shaded(np.ones_like(scene), SHADOW, 22)[..., 0]
    scene[..., 2] *= tint**2
    scene[..., 1] *= tint
    red = disc(120, 120, 34)
    scene[red] = (0.4, 0.04, 0.05)
    return photographed(scene)


def test_where_the_methods_disagree_nothing_is_kept() -> None:
    label, matte = board_matte(disputed())
    assert matte is None
    assert "disagree" in label.why_not


def test_a_third_opinion_decides_between_two_methods() -> None:
    photo = disputed()
    for method in (by_outlines, by_colours):
        one = method(difference(photo))
        label, matte = board_matte(photo, third=Opinion(one, 4 * SURE))
        assert matte is not None, label.why_not
        assert "network agree" in label.method
        assert overlap(matte > 127, one) > 0.93


def test_a_third_opinion_that_nobody_shares_must_be_sure() -> None:
    photo = disputed()
    third = disc(300, 200, 50)
    unsure, nothing = board_matte(photo, third=Opinion(third, 2 * SURE))
    assert nothing is None
    assert "disagree" in unsure.why_not
    label, matte = board_matte(photo, third=Opinion(third, SURE / 2))
    assert matte is not None
    assert label.method.startswith("the studio's network is sure")


def test_the_third_opinion_is_the_network_that_comes_with_the_studio() -> None:
    scene = shaded(board(), SHADOW, 9)
    scene[THING] = (0.4, 0.04, 0.05)
    opinion = by_network(photographed(scene))
    assert opinion.outline.shape == THING.shape
    assert overlap(opinion.outline, THING) > 0.9
    assert 0 < opinion.doubt < 0.5


def test_the_same_photograph_gives_the_same_matte() -> None:
    scene = shaded(board(), SHADOW, 9)
    scene[THING] = (0.1, 0.2, 0.5)
    photo = photographed(scene)
    first, second = board_matte(photo)[1], board_matte(photo)[1]
    assert first is not None
    assert second is not None
    assert np.array_equal(first, second)


def test_clear_glass_that_the_eye_accepts_is_kept_for_its_outlines() -> None:
    scene = board()
    scene[THING & ~disc(190, 140, 56)] *= (0.35, 0.4, 0.38)
    photo = photographed(scene)
    label, matte = board_matte(photo, accepted=True)
    assert matte is not None, label.why_not
    assert overlap(matte > 127, THING) > 0.93

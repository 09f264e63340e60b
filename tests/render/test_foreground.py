"""Foreground colours against a photograph whose foreground is known."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from editor.render.foreground import clean_colours
from tests.render.soft_alpha import COLOURS, Lemur, lemur


@pytest.fixture(scope="module")
def photo() -> Lemur:
    return lemur()


@pytest.fixture(scope="module")
def cleaned(photo: Lemur):
    return clean_colours(photo.picture, photo.alpha, photo.uncertain).astype(float)


@pytest.fixture(scope="module")
def by_pymatting(photo: Lemur):
    from pymatting import estimate_foreground_ml

    own = np.asarray(photo.picture) / 255
    return np.rint(np.clip(estimate_foreground_ml(own, photo.share), 0, 1) * 255)


@pytest.mark.parametrize("colour", COLOURS)
def test_less_than_a_third_of_the_tint_stays_over_any_background(photo, cleaned, colour):
    before = photo.error_over(COLOURS[colour], np.asarray(photo.picture).astype(float))
    after = photo.error_over(COLOURS[colour], cleaned)
    assert before > 3
    assert after <= before / 3


@pytest.mark.parametrize("colour", COLOURS)
def test_it_is_as_good_as_the_multi_level_estimate_of_pymatting(
    photo, cleaned, by_pymatting, colour
):
    theirs = photo.error_over(COLOURS[colour], by_pymatting)
    assert photo.error_over(COLOURS[colour], cleaned) <= 1.05 * theirs


def test_large_errors_are_rarer_than_with_pymatting(photo, cleaned, by_pymatting):
    def spread(estimate) -> float:
        off = photo.share[..., None] * (estimate - photo.foreground)
        return float(np.sqrt((off[photo.uncertain] ** 2).mean()))

    assert spread(cleaned) <= spread(by_pymatting)


def test_only_the_wanted_pixels_change(photo, cleaned):
    same = cleaned == np.asarray(photo.picture)
    assert same[~photo.uncertain].all()
    assert not same[photo.uncertain].all()


def test_nothing_wanted_gives_the_picture_back(photo):
    nothing = np.zeros_like(photo.uncertain)
    got = clean_colours(photo.picture, photo.alpha, nothing)
    assert np.array_equal(got, np.asarray(photo.picture))


def two_flats(width: int, height: int) -> tuple[Image.Image, Image.Image]:
    """Orange on the left fades into teal on the right; the picture and the orange's alpha."""
    alpha = np.clip((0.6 * width - np.arange(width)) / (0.2 * width), 0, 1)
    alpha = np.rint(np.broadcast_to(alpha, (height, width)) * 255)
    share = alpha[..., None] / 255
    mixed = share * np.array([250, 140, 20]) + (1 - share) * np.array([0, 90, 110])
    return Image.fromarray(np.rint(mixed).astype(np.uint8)), Image.fromarray(alpha.astype(np.uint8))


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (17, 40), (300, 35), (601, 533)])
def test_flat_colours_are_taken_apart_at_any_size(size):
    picture, alpha = two_flats(*size)
    values = np.asarray(alpha)
    got = clean_colours(picture, alpha, values < 255)
    assert got.shape == (size[1], size[0], 3)
    if min(size) > 10:
        shown = values > 25
        assert np.abs(got[shown].astype(int) - (250, 140, 20)).max() <= 12


def test_foreground_colours_reach_beyond_its_edge():
    """A feathered edge lies partly where the old alpha was nothing."""
    picture, alpha = two_flats(200, 60)
    got = clean_colours(picture, alpha, np.asarray(alpha) < 255)
    assert np.abs(got[:, 122:128].astype(int) - (250, 140, 20)).max() <= 30

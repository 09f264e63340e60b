"""Cutouts through the whole renderer: a recipe, a matte, a photograph of fur, a file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from editor.findings import Matte
from editor.render.pipeline import render
from tests.render.conftest import Ask, recipe
from tests.render.soft_alpha import FOLDER, lemur

Pixels = npt.NDArray[np.float64]


@pytest.fixture
def cut(ask: Ask):
    """Renders the lemur, cut out by a matte of a quarter of its resolution, with more options."""
    photo = lemur()
    coarse = photo.alpha.resize((170, 110), Image.Resampling.BOX)
    matte = Matte(np.asarray(coarse), "test")

    def make(options: dict[str, object], **output: object) -> Pixels:
        composition = recipe(
            {"transform": {"segment": "foreground", **options}},
            source="lemur",
            **{"format": "png", **output},
        )
        request = ask(composition, lemur=FOLDER / "lemur.webp")
        request = replace(request, findings={((0,), "matte"): matte})
        render(request)
        with Image.open(request.destination) as picture:
            return np.asarray(picture).astype(float)

    return make


def test_the_alpha_is_that_of_the_fur(cut):
    photo, made = lemur(), cut({})
    assert made.shape == (440, 680, 4)
    true = photo.share * 255
    assert np.abs(made[..., 3] - true)[photo.uncertain].mean() < 4
    inside, both = (made[..., 3] > 127) & (true > 127), (made[..., 3] > 127) | (true > 127)
    assert inside.sum() / both.sum() > 0.99


def test_on_white_no_green_fringe_is_left(cut):
    photo, made = lemur(), cut({"background": "white"})
    alpha = photo.share[..., None]
    true = alpha * photo.foreground + (1 - alpha) * 255
    tinted = alpha * np.asarray(photo.picture).astype(float) + (1 - alpha) * 255
    where = photo.uncertain
    assert made.shape[2] == 3
    assert np.abs(made - true)[where].mean() < 0.7 * np.abs(tinted - true)[where].mean()


@pytest.mark.parametrize(
    ("options", "turned"),
    [
        ({"flip": "h"}, lambda values: values[:, ::-1]),
        ({"rotate": 90}, lambda values: np.rot90(values, -1)),
        ({"rotate": 180, "flip": "v"}, lambda values: values[:, ::-1]),
        ({"trim": "20;80;0;140"}, lambda values: values[20:, 140:600]),
    ],
)
def test_the_matte_follows_the_picture_through_crops_and_turns(cut, options, turned):
    expected = turned(cut({})[..., 3])
    got = cut(options)[..., 3]
    assert got.shape == expected.shape
    assert np.abs(got - expected).mean() < 1


def test_a_small_cutout_is_the_large_one_shrunk(cut):
    large = Image.fromarray(cut({}).astype(np.uint8)).resize((170, 110), Image.Resampling.BOX)
    small = cut({"width": 170})
    assert np.abs(small[..., 3] - np.asarray(large)[..., 3]).mean() < 2


def test_an_outlined_sticker_with_a_shadow_is_larger_and_whole(cut):
    made = cut({"outline": 8, "outline.color": "yellow", "shadow": 10, "shadow.y": 6})
    assert made.shape == (440 + 16 + 15 - 6 + 15 + 6, 680 + 16 + 30, 4)
    assert made[0, :, 3].max() < 5
    yellow = (made[..., 3] == 255) & (made[..., :3] == (255, 255, 0)).all(axis=2)
    assert yellow.sum() > 3500


def test_the_bars_of_a_padded_cutout_are_filled_by_the_background(cut):
    made = cut({"width": 400, "height": 400, "fit": "pad", "background": "#102030"})
    assert made.shape == (400, 400, 3)
    assert (made[:60] == (16, 32, 48)).all()


def test_without_a_background_the_bars_of_a_padded_cutout_are_transparent(cut):
    made = cut({"width": 400, "height": 400, "fit": "pad"})
    alone = cut({"width": 400})
    assert made.shape == (400, 400, 4)
    top = (400 - len(alone)) // 2
    assert not made[:top, :, 3].any()
    assert not made[top + len(alone) :, :, 3].any()
    assert np.array_equal(made[top : top + len(alone)], alone)


def test_inverted_the_background_is_kept_in_its_own_colours(cut):
    plain, turned = cut({}), cut({"segment.invert": True})
    assert np.abs(plain[..., 3] + turned[..., 3] - 255).max() <= 1
    photo = lemur()
    where = (turned[..., 3] > 60) & (turned[..., 3] < 200)
    board = np.median(turned[turned[..., 3] == 255][:, :3], axis=0)
    own = np.asarray(photo.picture).astype(float)
    kept = np.abs(turned[..., :3] - board)[where].mean()
    assert kept < 0.8 * np.abs(own - board)[where].mean(), "the fur's colour went out of the rim"


def test_strokes_come_after_the_edge_and_bring_back_the_photo_s_own_pixels(cut):
    spot = {"size": 0.06, "hardness": 1}
    strokes = [
        {**spot, "points": [[0.5, 0.5]]},
        {**spot, "mode": "restore", "points": [[0.03, 0.05]]},
    ]
    plain = cut({"segment.feather": 8})
    made = cut({"segment.feather": 8, "segment.strokes": strokes})
    assert plain[220, 340, 3] == 255
    assert made[220, 340, 3] == 0
    assert plain[22, 20, 3] == 0
    assert made[22, 20, 3] == 255
    own = np.asarray(lemur().picture.convert("RGB")).astype(float)
    assert (made[22, 20, :3] == own[22, 20]).all()
    assert np.array_equal(made[300:, 450:], plain[300:, 450:])

"""Coarse mattes sharpened by the picture."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from editor.render.guided import sharpened
from tests.render.soft_alpha import lemur


def error(alpha: Image.Image, true: Image.Image, where) -> float:
    """Mean absolute error, of 255."""
    off = np.asarray(alpha).astype(float) - np.asarray(true)
    return float(np.abs(off)[where].mean())


@pytest.mark.parametrize(("factor", "left"), [(2, 0.6), (4, 0.4), (6, 0.4)])
def test_fine_fur_comes_back_from_a_coarse_matte(factor: int, left: float):
    photo = lemur()
    width, height = photo.picture.size
    coarse = photo.alpha.resize((width // factor, height // factor), Image.Resampling.BOX)
    plain = coarse.resize(photo.picture.size, Image.Resampling.BICUBIC)
    by_colour = sharpened(photo.picture, coarse)
    assert by_colour.size == photo.picture.size
    where = photo.uncertain
    assert error(by_colour, photo.alpha, where) <= left * error(plain, photo.alpha, where)


def disc(size: int, colour: tuple[int, int, int], ground: tuple[int, int, int]):
    """A disc with smooth edges, and its alpha."""
    large = Image.new("L", (4 * size, 4 * size))
    ImageDraw.Draw(large).ellipse((size, size, 3 * size, 3 * size), fill=255)
    alpha = large.resize((size, size), Image.Resampling.BOX)
    picture = Image.new("RGB", (size, size), ground)
    picture.paste(Image.new("RGB", (size, size), colour), mask=alpha)
    return picture, alpha


def test_an_edge_that_colour_shows_becomes_as_sharp_as_the_picture():
    picture, alpha = disc(600, (230, 200, 40), (40, 60, 90))
    got = sharpened(picture, alpha.resize((75, 75), Image.Resampling.BOX))
    soft = np.asarray(got)
    assert error(got, alpha, np.ones((600, 600), bool)) < 0.5
    assert ((soft > 25) & (soft < 230)).sum() < 2 * ((np.asarray(alpha) % 255) > 0).sum()


def test_an_edge_that_colour_does_not_show_is_no_worse_than_interpolated():
    _, alpha = disc(300, (0, 0, 0), (0, 0, 0))
    noise = np.random.default_rng(1).integers(90, 110, (300, 300, 3), np.uint8)
    coarse = alpha.resize((60, 60), Image.Resampling.BOX)
    plain = coarse.resize((300, 300), Image.Resampling.BICUBIC)
    got = sharpened(Image.fromarray(noise), coarse)
    edge = (np.asarray(plain) > 5) & (np.asarray(plain) < 250)
    assert error(got, alpha, edge) <= error(plain, alpha, edge)


def test_the_coarse_matte_stays_true_on_average():
    photo = lemur()
    coarse = photo.alpha.resize((170, 110), Image.Resampling.BOX)
    means = sharpened(photo.picture, coarse).resize((170, 110), Image.Resampling.BOX)
    assert error(means, coarse, np.ones((110, 170), bool)) < 0.5


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_flat_matte_stays_flat_whatever_the_picture_shows(value: int):
    picture = lemur().picture
    got = sharpened(picture, Image.new("L", (50, 30), value))
    assert got.getextrema() == (value, value)


@pytest.mark.parametrize(
    ("size", "grid"), [((1, 1), (1, 1)), ((7, 3), (2, 1)), ((301, 90), (100, 31))]
)
def test_odd_sizes_work(size, grid):
    picture, alpha = disc(max(size), (200, 10, 10), (10, 10, 200))
    coarse = alpha.crop((0, 0, *size)).resize(grid, Image.Resampling.BOX)
    assert sharpened(picture.crop((0, 0, *size)), coarse).size == size

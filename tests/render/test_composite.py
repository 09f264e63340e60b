"""Laying pictures on a canvas: exact where nothing moves by fractions, smooth elsewhere."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.geometry import Box, Placement
from editor.plan.drawing import BLENDS
from editor.render.composite import draw

Pixels = npt.NDArray[np.uint8]
RED = (220, 40, 30, 255)


def canvas(width: int = 120, height: int = 100, colour: tuple[int, ...] = (0, 0, 0, 0)):
    return Image.new("RGBA", (width, height), colour)


def noise(width: int, height: int, bands: int = 3) -> Image.Image:
    values = np.random.default_rng(7).integers(0, 256, (height, width, bands), np.uint8)
    return Image.fromarray(values)


def whole(picture: Image.Image) -> Box:
    return Box(0, 0, *picture.size)


def pixels(picture: Image.Image) -> npt.NDArray[np.float64]:
    return np.asarray(picture).astype(float)


def ramp(width: int, height: int) -> Image.Image:
    """Red grows to the right by 2 a pixel, green downwards by 2; centres count."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return Image.fromarray(np.dstack([2 * x + 1, 2 * y + 1, 0 * x + 77]).astype(np.uint8))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("flip_x", [False, True])
@pytest.mark.parametrize("flip_y", [False, True])
def test_quarter_turns_and_flips_on_whole_pixels_copy_every_pixel(rotation, flip_x, flip_y):
    picture = noise(40, 30)
    expected = np.asarray(picture)
    expected = expected[:, ::-1] if flip_x else expected
    expected = expected[::-1] if flip_y else expected
    expected = np.rot90(expected, -rotation // 90)
    height, width = expected.shape[:2]
    sheet = canvas()
    draw(sheet, picture, whole(picture), Placement(60, 50, 40, 30, rotation, flip_x, flip_y))
    left, top = 60 - width // 2, 50 - height // 2
    got = np.asarray(sheet)
    assert np.array_equal(got[top : top + height, left : left + width, :3], expected)
    assert (got[..., 3] == 255).sum() == 40 * 30


@given(
    x=st.floats(-20, 140),
    y=st.floats(-20, 120),
    scale=st.floats(0.4, 2),
    squash=st.floats(0.5, 2),
    rotation=st.floats(0, 360),
    flip_x=st.booleans(),
    flip_y=st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_every_pixel_shows_the_point_of_the_picture_that_the_placement_puts_there(
    x, y, scale, squash, rotation, flip_x, flip_y
):
    """Seen on a linear ramp, which no interpolation changes."""
    picture = ramp(100, 80)
    placement = Placement(x, y, 100 * scale, 80 * scale * squash, rotation, flip_x, flip_y)
    sheet = canvas()
    draw(sheet, picture, whole(picture), placement)
    back = placement.affine(whole(picture)).inverse()
    v, u = np.mgrid[0:100, 0:120] + 0.5
    expected_x, expected_y = back.a * u + back.c * v + back.e, back.b * u + back.d * v + back.f
    inner = (expected_x > 4) & (expected_x < 96) & (expected_y > 4) & (expected_y < 76)
    got = pixels(sheet)[inner]
    assert np.abs(got[:, 0] - 2 * expected_x[inner]).max(initial=0) <= 2.5
    assert np.abs(got[:, 1] - 2 * expected_y[inner]).max(initial=0) <= 2.5
    assert np.abs(got[:, 2] - 77).max(initial=0) <= 1
    assert (got[:, 3] == 255).all()
    far = (expected_x < -3) | (expected_x > 103) | (expected_y < -3) | (expected_y > 83)
    assert not np.asarray(sheet)[far].any()


@pytest.mark.parametrize("rotation", [0.0, 12.5, 45.0, 200.0])
@pytest.mark.parametrize(("width", "height"), [(61.3, 40.2), (30.0, 20.0), (80.5, 0.4)])
def test_coverage_and_balance_of_a_layer_are_those_of_its_rectangle(rotation, width, height):
    picture = Image.new("RGB", (60, 40), RED[:3])
    sheet = canvas()
    draw(sheet, picture, whole(picture), Placement(60.3, 49.6, width, height, rotation))
    cover = pixels(sheet)[..., 3] / 255
    y, x = np.mgrid[0:100, 0:120] + 0.5
    assert cover.sum() == pytest.approx(width * height, rel=0.01, abs=1.5)
    assert (x * cover).sum() / cover.sum() == pytest.approx(60.3, abs=0.05)
    assert (y * cover).sum() / cover.sum() == pytest.approx(49.6, abs=0.05)


def test_the_edge_of_a_turned_layer_is_smooth():
    picture = Image.new("RGB", (60, 60), RED[:3])
    sheet = canvas()
    draw(sheet, picture, whole(picture), Placement(60, 50, 60, 60, 20))
    alpha = np.asarray(sheet)[..., 3]
    partial = ((alpha > 0) & (alpha < 255)).sum()
    assert 4 * 60 < partial < 4 * 60 * 2.2
    row = alpha[50].astype(int)
    steps = np.abs(np.diff(row))
    assert steps.max() < 255


def test_white_stays_white_at_every_edge():
    """Colours hidden under full transparency bleed nowhere."""
    values = np.zeros((60, 60, 4), np.uint8)
    values[10:50, 10:50] = 255
    picture = Image.fromarray(values)
    sheet = canvas(colour=(255, 255, 255, 255))
    draw(sheet, picture, whole(picture), Placement(60.5, 50.2, 70, 70, 33))
    assert np.asarray(sheet).min() >= 254


def test_a_fine_pattern_that_is_shrunk_becomes_its_mean():
    checks = np.indices((400, 400)).sum(axis=0) % 2 * 255
    picture = Image.fromarray(checks.astype(np.uint8)).convert("RGB")
    for rotation in (0, 17):
        sheet = canvas()
        draw(sheet, picture, whole(picture), Placement(60, 50, 61, 61, rotation))
        middle = np.asarray(sheet)[30:70, 40:80, 0]
        assert abs(middle.mean() - 127.5) < 2
        assert middle.std() < 4


def test_what_lies_around_the_content_is_drawn_around_the_placement():
    picture = Image.new("RGB", (40, 40), (0, 0, 255))
    picture.paste((255, 0, 0), (10, 10, 30, 30))
    sheet = canvas()
    draw(sheet, picture, Box(10, 10, 20, 20), Placement(60, 50, 40, 40))
    assert sheet.getpixel((60, 50)) == (255, 0, 0, 255)
    assert sheet.getpixel((30, 50)) == (0, 0, 255, 255)
    assert sheet.getbbox() == (20, 10, 100, 90)


def test_a_layer_that_hangs_over_the_edge_shows_the_same_pixels_as_on_a_larger_canvas():
    picture = noise(300, 200)
    for rotation in (0, 90, 25):
        large, small = canvas(400, 400), canvas(100, 100)
        draw(large, picture, whole(picture), Placement(200, 200, 150, 100, rotation))
        draw(small, picture, whole(picture), Placement(20, 30, 150, 100, rotation))
        seen = large.crop((180, 170, 280, 270))
        assert np.abs(pixels(seen) - pixels(small)).max() <= 40
        assert np.abs(pixels(seen) - pixels(small)).mean() < 1


def test_a_hugely_enlarged_layer_costs_only_what_is_seen():
    picture = ramp(100, 80)
    sheet = canvas()
    draw(sheet, picture, whole(picture), Placement(0, 0, 100_000, 80_000, 3))
    assert np.asarray(sheet)[..., 3].min() == 255
    assert np.ptp(np.asarray(sheet)[..., 0]) <= 1


def test_a_layer_beside_the_canvas_leaves_it_alone():
    sheet = canvas(colour=RED)
    draw(sheet, noise(10, 10), Box(0, 0, 10, 10), Placement(-60, 50, 10, 10, 45))
    assert sheet.getcolors() == [(120 * 100, RED)]


def test_opacity_scales_alpha():
    sheet = canvas()
    draw(
        sheet,
        Image.new("RGB", (9, 9), RED[:3]),
        Box(0, 0, 9, 9),
        Placement(60.5, 50.5, 9, 9),
        opacity=0.5,
    )
    assert sheet.getpixel((60, 50)) == (*RED[:3], 128)


def test_the_blend_mode_reaches_the_pixels():
    sheet = canvas(colour=(100, 200, 50, 255))
    grey = Image.new("RGB", (10, 10), (128, 128, 128))
    draw(sheet, grey, whole(grey), Placement(60, 50, 10, 10), blend="multiply")
    assert sheet.getpixel((60, 50)) == (50, 100, 25, 255)


@pytest.mark.parametrize("rotation", [0, 31])
@pytest.mark.parametrize(
    ("clip", "area"),
    [
        ("none", 60 * 40),
        ("circle", math.pi * 30 * 20),
        ("10", 60 * 40 - (4 - math.pi) * 100),
        ("500", 60 * 40 - (4 - math.pi) * 400),
    ],
)
def test_clips_cover_the_area_of_their_shape(clip: str, area: float, rotation: int):
    picture = Image.new("RGB", (180, 120), RED[:3])
    sheet = canvas()
    draw(sheet, picture, whole(picture), Placement(60, 50, 60, 40, rotation), clip=clip)
    alpha = pixels(sheet)[..., 3]
    assert alpha.sum() / 255 == pytest.approx(area, rel=0.01)
    if clip != "none" or rotation:
        assert ((alpha > 0) & (alpha < 255)).sum() > 40


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("blend", BLENDS)
@pytest.mark.parametrize("how", [{}, {"opacity": 0.4}, {"clip": "circle"}, {"rotation": 30}])
def test_an_opaque_canvas_without_alpha_gets_the_same_colours(mode: str, blend: str, how: dict):
    picture = noise(50, 40, len(mode))
    backdrop = np.random.default_rng(6).integers(0, 256, (60, 70, 3), dtype=np.uint8)
    plain, layered = Image.fromarray(backdrop), Image.fromarray(backdrop).convert("RGBA")
    placement = Placement(35, 30, 50, 40, rotation=how.get("rotation", 0))
    options = {name: value for name, value in how.items() if name != "rotation"}
    for sheet in (plain, layered):
        draw(sheet, picture, Box(0, 0, 50, 40), placement, blend=blend, **options)
    assert layered.getchannel("A").getextrema() == (255, 255)
    difference = np.asarray(plain).astype(int) - np.asarray(layered.convert("RGB"))
    assert np.abs(difference).max() <= 1

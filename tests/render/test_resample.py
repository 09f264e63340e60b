"""Cutting, turning and resampling: exact where nothing is scaled, premultiplied where it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.geometry import Box, Point, Size, Turn
from editor.render.resample import FILTER, REDUCING_GAP, VIPS_FROM_PX, moved
from editor.render.wanted import LEAST_PX
from tests.render.pixels import psnr

PICTURES = Path(__file__).resolve().parent.parent / "pictures"
TURNS = [Turn(mirror, quarters) for mirror in (False, True) for quarters in range(4)]


def noise(width: int, height: int, channels: int = 3) -> Image.Image:
    shape = (height, width, channels)
    return Image.fromarray(np.random.default_rng(3).integers(0, 256, shape).astype(np.uint8))


@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_every_turn_puts_each_pixel_where_geometry_says(turn: Turn) -> None:
    picture = noise(5, 3)
    size = Size(3, 5) if turn.swaps else Size(5, 3)
    result = moved(picture, Box(0, 0, 5, 3), turn, size)
    assert result.size == (size.width, size.height)
    for x in range(5):
        for y in range(3):
            there = turn.point(Point((x + 0.5) / 5, (y + 0.5) / 3))
            place = (int(there.x * size.width), int(there.y * size.height))
            assert result.getpixel(place) == picture.getpixel((x, y))


@given(
    left=st.integers(0, 20),
    top=st.integers(0, 10),
    width=st.integers(1, 20),
    height=st.integers(1, 9),
)
def test_a_cut_on_whole_pixels_is_an_exact_copy(
    left: int, top: int, width: int, height: int
) -> None:
    picture = noise(41, 20, 4)
    box = Box(left, top, width, height)
    result = moved(picture, box, Turn(), Size(width, height))
    assert result.tobytes() == picture.crop((left, top, left + width, top + height)).tobytes()


def test_dust_of_rounding_does_not_resample() -> None:
    picture = noise(30, 20)
    box = Box(3 + 1e-9, 2 - 1e-9, 10 + 1e-9, 10)
    assert (
        moved(picture, box, Turn(), Size(10, 10)).tobytes()
        == picture.crop((3, 2, 13, 12)).tobytes()
    )


def test_a_box_that_sticks_out_by_dust_is_taken_as_the_edge() -> None:
    assert moved(noise(30, 20), Box(-1e-9, 0, 30.0000001, 20), Turn(), Size(7, 5)).size == (7, 5)


def test_a_fractional_box_is_resampled_around_its_centre() -> None:
    ramp = Image.fromarray(np.tile(np.arange(0, 250, 5, dtype=np.uint8), (10, 1))).convert("RGB")
    result = moved(ramp, Box(10.5, 0, 20, 10), Turn(), Size(20, 10))
    expected = (np.arange(20) + 11) * 5 - 2.5
    assert np.abs(np.asarray(result)[5, 1:-1, 0] - expected[1:-1]).max() <= 1


def test_colours_under_full_transparency_do_not_bleed_in() -> None:
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, :20] = (200, 10, 10, 255)
    pixels[:, 20:] = (0, 255, 0, 0)
    small = np.asarray(moved(Image.fromarray(pixels), Box(0, 0, 40, 40), Turn(), Size(13, 13)))
    seen = small[..., 3] > 64
    # The filter may overshoot a little at an edge; bleeding would turn red into yellow.
    assert np.abs(small[seen][:, :3].astype(int) - (200, 10, 10)).max() <= 12


def test_an_opaque_picture_with_alpha_stays_opaque() -> None:
    picture = noise(64, 64, 3).convert("RGBA")
    small = moved(picture, Box(0, 0, 64, 64), Turn(), Size(20, 20))
    assert small.mode == "RGBA"
    assert small.getchannel("A").getextrema() == (255, 255)
    plain = moved(picture.convert("RGB"), Box(0, 0, 64, 64), Turn(), Size(20, 20))
    assert small.convert("RGB").tobytes() == plain.tobytes()


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (10, 130, 250)])
@pytest.mark.parametrize("size", [Size(1, 1), Size(7, 3), Size(250, 90)])
def test_flat_colour_stays_what_it_is(colour: tuple[int, int, int], size: Size) -> None:
    result = moved(Image.new("RGB", (100, 80), colour), Box(1.3, 2.7, 90, 70), Turn(), size)
    assert result.getcolors() == [(size.area, colour)]


@pytest.mark.parametrize("side", [97, 193, 1001])
def test_a_picture_of_one_pixel_is_the_mean_of_all(side: int) -> None:
    ramp = np.tile(np.linspace(0, 255, side).astype(np.uint8), (side, 1))
    one = moved(Image.fromarray(ramp).convert("RGB"), Box(0, 0, side, side), Turn(), Size(1, 1))
    assert np.abs(np.asarray(one) - 127.5).max() <= 4


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize(
    ("box", "size"),
    [
        (Box(0, 0, 900, 600), Size(614, 409)),
        (Box(0, 0, 900, 600), Size(300, 200)),
        (Box(13, 7, 811, 523), Size(97, 61)),
        (Box(0, 0, 900, 600), Size(890, 16)),
        (Box(100, 50, 640, 480), Size(100, 480)),
        (Box(0, 0, 900, 600), Size(900, 15)),
    ],
)
def test_what_libvips_makes_small_looks_as_pillow_makes_it(mode: str, box: Box, size: Size) -> None:
    picture = Image.open(PICTURES / "hair.jpg").convert("RGB").resize((900, 600))
    if mode == "RGBA":
        ramp = np.add.outer(np.arange(600), np.arange(900)) % 256
        picture.putalpha(Image.fromarray(ramp.astype(np.uint8)))
    found = moved(picture, box, Turn(), size)
    goal, edges = (size.width, size.height), box.ltrb
    whole = picture if mode == "RGB" else picture.convert("RGBa")
    gap = max(REDUCING_GAP, LEAST_PX / min(goal))
    expected = whole.resize(goal, FILTER, edges, gap).convert(mode)
    assert box.area >= VIPS_FROM_PX
    assert (found.mode, found.size) == (mode, goal)
    assert psnr(_on_white(found), _on_white(expected)) > 46


def _on_white(picture: Image.Image) -> Image.Image:
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def test_what_libvips_made_can_be_painted_on() -> None:
    for channels in (3, 4):
        small = moved(noise(400, 400, channels), Box(0, 0, 400, 400), Turn(), Size(100, 100))
        small.paste((1, 2, 3), (0, 0, 50, 50))
        assert small.getpixel((10, 10))[:3] == (1, 2, 3)  # type: ignore[index]

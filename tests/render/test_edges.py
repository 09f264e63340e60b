"""From a model's matte to a cutout: where it lands, how its edge moves, what colours it has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.findings import NOTHING, Cut, Matte
from editor.geometry import FLIP_H, FLIP_V, Box, Frame, Size, Turn
from editor.operations.segment import Segment
from editor.render.edges import cut_out, full_alpha, place_matte
from tests.render.soft_alpha import COLOURS, lemur

CUT = Segment(segment="foreground")
SOURCE = Size(400, 300)
BLOB = Box(0.55, 0.2, 0.2, 0.3)
"""Where the subject is, in source fractions."""


def matte(width: int = 200, height: int = 150, dtype: type = np.uint8) -> Matte:
    alpha = np.zeros((height, width), dtype)
    left, top, right, bottom = BLOB.scaled(width, height).pixels()
    alpha[top:bottom, left:right] = np.iinfo(dtype).max
    return Matte(alpha, "test")


def picture(size: Size) -> Image.Image:
    return Image.new("RGB", (size.width, size.height), (90, 120, 150))


FRAMES = st.builds(
    lambda turns, box, scale: (turns, box, scale),
    st.lists(st.sampled_from([FLIP_H, FLIP_V, Turn(quarters=1), Turn(quarters=3)]), max_size=3),
    st.sampled_from([None, Box(30, 20, 200, 180), Box(101, 7, 150, 222)]),
    st.sampled_from([0.25, 0.5, 1.0, 1.7, 3.0]),
)


@given(FRAMES)
@settings(max_examples=40, deadline=None)
def test_the_matte_lands_where_the_frame_puts_the_subject(made):
    turns, box, scale = made
    frame = Frame.of(SOURCE)
    frame = frame if box is None else frame.cut(box)
    for turn in turns:
        frame = frame.turned(turn)
    frame = frame.resized(frame.size.scaled(scale))
    alpha = place_matte(matte(), frame)
    assert alpha.shape == (frame.size.height, frame.size.width)
    expected = np.zeros(alpha.shape)
    seen = frame.locate(BLOB).intersection(frame.size.box)
    left, top, right, bottom = seen.pixels()
    expected[top:bottom, left:right] = 1
    # The matte's pixels are up to 3 * scale px wide: only the edge may differ.
    assert np.abs(alpha - expected).mean() <= 0.05
    inner = seen.grown(*[-4 * scale] * 4)
    if inner.width > 1 and inner.height > 1:
        left, top, right, bottom = inner.pixels()
        assert alpha[top:bottom, left:right].min() > 0.9


def test_mattes_of_16_bits_and_of_other_shapes_are_the_same_alpha():
    frame = Frame.of(SOURCE)
    plain = place_matte(matte(200, 150), frame)
    assert np.abs(place_matte(matte(200, 150, np.uint16), frame) - plain).max() < 1e-3
    # Models may squeeze the picture into a square.
    assert np.abs(place_matte(matte(160, 160), frame) - plain).mean() < 0.02


def test_a_matte_finer_than_the_frame_is_averaged():
    fine = Matte((np.indices((300, 400)).sum(axis=0) % 2 * 255).astype(np.uint8), "test")
    frame = Frame.of(SOURCE).resized(Size(40, 30))
    alpha = np.asarray(full_alpha(picture(frame.size), fine, frame))
    assert abs(alpha.mean() - 127.5) < 3
    assert alpha.std() < 4


def test_the_cut_has_the_size_of_the_picture_that_it_is_for():
    content = Frame.of(SOURCE).resized(Size(200, 150))
    padded = content.extended(10, 25, 30, 5)
    small = cut_out(picture(content.size), matte(), padded, CUT)
    large = cut_out(picture(padded.canvas), matte(), padded, CUT)
    assert small.alpha.shape == (150, 200)
    assert large.alpha.shape == (180, 240)
    assert np.array_equal(large.alpha[25:175, 10:210], small.alpha)
    assert large.alpha.sum() == small.alpha.sum()


def made(segment: Segment, blob: Matte | None = None) -> Cut:
    frame = Frame.of(SOURCE)
    return cut_out(picture(SOURCE), blob or matte(400, 300), frame, segment)


@pytest.mark.parametrize("shift", [3.0, 7.5, -3.0, -7.5])
def test_shift_moves_the_edge_by_its_pixels(shift: float):
    grown = made(replace(CUT, shift=shift)).alpha.astype(float) / 255
    left, top, right, bottom = BLOB.scaled(400, 300).pixels()
    row = grown[(top + bottom) // 2]
    assert row.sum() == pytest.approx(right - left + 2 * shift, abs=0.3)


def test_feather_softens_the_edge_around_where_it_was():
    alpha = made(replace(CUT, feather=10)).alpha.astype(float) / 255
    left, top, right, bottom = BLOB.scaled(400, 300).pixels()
    row = alpha[(top + bottom) // 2]
    assert row.sum() == pytest.approx(right - left, abs=0.5)
    soft = (row > 0.05) & (row < 0.95)
    assert 20 <= soft.sum() <= 44
    assert abs(row[left - 1] + row[left] - 1) < 0.05


def photo_cut(segment: Segment, factor: int = 1) -> np.ndarray:
    photo = lemur()
    width, height = photo.picture.size
    coarse = photo.alpha.resize((width // factor, height // factor), Image.Resampling.BOX)
    frame = Frame.of(Size(width, height))
    cut = cut_out(photo.picture, Matte(np.asarray(coarse), "test"), frame, segment)
    return np.dstack([cut.colours, cut.alpha]).astype(float)


def over(cutout: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    share = cutout[..., 3:] / 255
    return share * cutout[..., :3] + (1 - share) * np.array(colour)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_cutout_from_a_coarse_matte_has_no_halo(colour):
    photo = lemur()
    true = over(np.dstack([photo.foreground, photo.alpha]), COLOURS[colour])
    tinted = over(np.dstack([np.asarray(photo.picture), photo.alpha]), COLOURS[colour])
    got = over(photo_cut(CUT, factor=4), COLOURS[colour])
    where = photo.uncertain
    assert np.abs(got - true)[where].mean() <= 0.75 * np.abs(tinted - true)[where].mean()


def test_decontamination_can_be_weakened_and_switched_off():
    photo = lemur()
    own = np.asarray(photo.picture).astype(float)
    shown = photo.uncertain
    none, half, full = (
        photo_cut(replace(CUT, decontaminate=strength))[..., :3] for strength in (0.0, 0.5, 1.0)
    )
    assert np.array_equal(none[shown], own[shown])
    assert not np.array_equal(full[shown], own[shown])
    assert np.abs(half - (none + full) / 2)[shown].max() <= 0.5


def test_what_is_cut_away_leaves_no_colour_behind():
    cutout = photo_cut(CUT)
    assert not cutout[cutout[..., 3] == 0].any()


def test_the_operation_makes_the_cut_into_transparency():
    frame = Frame.of(SOURCE)
    cut = made(CUT)
    seen = replace(NOTHING, cut=cut)
    opaque = CUT.apply(picture(SOURCE), frame, seen)
    assert opaque.mode == "RGBA"
    assert np.array_equal(np.asarray(opaque)[..., 3], cut.alpha)


def test_a_floor_takes_haze_away_and_keeps_what_is_solid() -> None:
    hazy = Matte(np.maximum(matte().alpha, 8), "test")
    frame = Frame.of(Size(200, 150))
    plain = cut_out(picture(frame.size), hazy, frame, CUT).alpha
    clear = cut_out(picture(frame.size), hazy, frame, replace(CUT, floor=0.05)).alpha
    assert plain.min() > 0
    assert clear.min() == 0
    assert clear.max() == plain.max() == 255
    assert ((clear > 128) == (plain > 128)).all()

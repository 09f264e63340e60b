"""What a matte tells about its subject."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFilter

from editor.findings import Matte
from editor.geometry import Box
from editor.render.subject import agreement, reach, seen, without_specks


def matte(*boxes: tuple[int, int, int, int], blur: float = 0, size: int = 400) -> Matte:
    """Ellipses on a square."""
    picture = Image.new("L", (size, size))
    for box in boxes:
        ImageDraw.Draw(picture).ellipse(box, fill=255)
    return Matte(np.asarray(picture.filter(ImageFilter.GaussianBlur(blur))), "card")


MIDDLE = (100, 150, 299, 249)


def near(found: Box, left: float, top: float, width: float, height: float) -> bool:
    return bool(np.allclose((found.left, found.top, found.width, found.height),
                            (left, top, width, height), atol=0.004))  # fmt: skip


def test_the_box_the_centre_and_the_cover_are_measured() -> None:
    found = seen(matte(MIDDLE))
    assert near(found.box, 0.25, 0.375, 0.5, 0.25)
    assert found.centre.x == pytest.approx(0.5, abs=0.002)
    assert found.cover == pytest.approx(np.pi * 100 * 50 / 400**2, rel=0.02)
    assert (found.pieces, found.touched) == (1, ())
    assert found.sure > 0.98


def test_crumbs_don_t_move_the_box_but_pieces_do() -> None:
    assert near(seen(matte(MIDDLE, (380, 10, 386, 16))).box, 0.25, 0.375, 0.5, 0.25)
    two = seen(matte(MIDDLE, (10, 300, 110, 390)))
    assert two.pieces == 2
    assert two.lesser > 0.2
    assert two.box.left < 0.05


def test_a_cutout_reaches_as_far_as_it_is_seen_on_white() -> None:
    alpha = np.zeros((100, 200), np.uint8)
    alpha[20:60, 50:150] = 255
    alpha[20:60, 30:50], alpha[60:90, 50:150] = 31, 30
    found = reach(alpha)
    assert found is not None
    assert near(found, 0.15, 0.2, 0.6, 0.4)
    assert reach(np.full((9, 9), 30, np.uint8)) is None


def test_specks_are_taken_away_but_neither_pieces_nor_hair() -> None:
    alpha = np.array(matte(MIDDLE).alpha)
    alpha[10:17, 380:387] = 255
    alpha[200, 20:110] = 255
    whole = Matte(alpha, "card")
    tidy = without_specks(whole, 0.01)
    assert tidy.card == "card"
    assert not tidy.alpha[:40].any()
    assert (tidy.alpha[40:] == alpha[40:]).all()
    # What makes up more than that is a piece.
    assert without_specks(whole, 0.001) is whole


def test_a_matte_is_as_sure_as_its_alpha_says() -> None:
    crisp, soft = (seen(matte(MIDDLE, blur=blur)).sure for blur in (1, 8))
    assert soft < crisp - 0.05
    # A part of 60 %, beside one that is certain.
    alpha = np.zeros((100, 100), np.uint8)
    alpha[10:50, 10:50], alpha[60:90, 10:50] = 255, 153
    assert abs(seen(Matte(alpha, "card")).sure - (1600 + 0.6 * 1200) / 2800) < 0.01


def test_half_transparent_parts_are_told_from_soft_edges() -> None:
    assert seen(matte(MIDDLE, blur=3)).unsure < 0.03
    alpha: npt.NDArray[np.uint8] = np.array(matte(MIDDLE).alpha)
    alpha[100:150, 100:300] = 128
    assert seen(Matte(alpha, "card")).unsure > 0.15


def test_the_sides_that_the_subject_reaches_are_named() -> None:
    assert set(seen(matte((-100, 100, 200, 500))).touched) == {"left", "bottom"}


def test_nothing_is_nothing() -> None:
    assert seen(matte()).is_empty
    assert seen(Matte(np.full((50, 60), 40, np.uint8), "card")).is_empty


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (700, 20)])
def test_every_shape_of_matte_is_read(shape: tuple[int, int]) -> None:
    full = seen(Matte(np.full(shape, 255, np.uint8), "card"))
    assert near(full.box, 0, 0, 1, 1)
    assert len(full.touched) == 4


def test_two_mattes_are_compared_whatever_their_sizes() -> None:
    assert agreement(matte(MIDDLE), matte(MIDDLE)) == 1
    large = Matte(np.kron(matte(MIDDLE).alpha, np.ones((2, 2), np.uint8)), "other")
    assert agreement(matte(MIDDLE), large) > 0.98
    assert agreement(matte(MIDDLE), matte((0, 0, 90, 90))) == 0
    assert agreement(matte(), matte()) == 1

"""What a cutout's outermost px show of the outside is told from their colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFilter

from editor.render import rim
from editor.render.rim import shown_share

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
BOARD, LID = (222, 214, 205), (70, 24, 30)


def disc(radius: float, side: int = 240) -> Bytes:
    """A soft disc in the middle: 255 inside."""
    y, x = np.mgrid[:side, :side] + 0.5
    off = np.hypot(y - side / 2, x - side / 2)
    return np.asarray(np.clip(radius - off + 0.5, 0, 1) * 255 + 0.5).astype(np.uint8)


def photo(alpha: Bytes, colour: tuple[int, int, int] = LID, blur: float = 1.0) -> Image.Image:
    """That subject on a light board, as a lens blurs it."""
    board = Image.new("RGB", alpha.shape[::-1], BOARD)
    board.paste(Image.new("RGB", board.size, colour), mask=Image.fromarray(alpha))
    return board.filter(ImageFilter.GaussianBlur(blur))


def test_a_matte_that_is_too_wide_shows_less_at_its_rim() -> None:
    true, wide = disc(80), disc(82)
    found = shown_share(photo(true), wide)
    beyond = (true == 0) & (wide > 200)
    assert found[beyond].mean() < 0.4 * wide[beyond].mean()
    inside = disc(76) == 255
    assert np.array_equal(found[inside], wide[inside])


def test_a_matte_that_is_right_is_believed() -> None:
    true = disc(80)
    soft = np.asarray(Image.fromarray(true).filter(ImageFilter.GaussianBlur(1)))
    assert np.array_equal(shown_share(photo(true), soft), soft)


def test_fur_that_is_drawn_right_is_believed() -> None:
    rng = np.random.default_rng(0)
    strands = Image.new("L", (240, 240))
    pen = ImageDraw.Draw(strands)
    pen.ellipse((50, 50, 190, 190), fill=255)
    for angle in rng.uniform(0, 2 * np.pi, 500):
        near, far = 60, 72 + rng.uniform(0, 10)
        spots = [(120 + r * np.cos(angle), 120 + r * np.sin(angle)) for r in (near, far)]
        pen.line([*spots[0], *spots[1]], fill=255)
    fur = np.asarray(strands.filter(ImageFilter.GaussianBlur(0.7)))
    shown = np.asarray(photo(np.asarray(strands), blur=0.7)).astype(np.float32)
    grain = rng.normal(0, 6, shown.shape)
    picture = Image.fromarray(np.clip(shown + grain, 0, 255).astype(np.uint8))
    off = fur.astype(int) - shown_share(picture, fur)
    assert off[(fur > 20) & (fur < 235)].mean() < 4


def test_a_subject_of_the_board_s_own_colour_is_left_alone() -> None:
    red, green, blue = BOARD
    wide = disc(82)
    picture = photo(disc(80), (red + 4, green + 3, blue + 4))
    assert np.array_equal(shown_share(picture, wide), wide)


def test_a_dark_contour_is_the_subject_s_own() -> None:
    true = disc(80)
    picture = photo(true, (150, 120, 90))
    ImageDraw.Draw(picture).ellipse((39, 39, 200, 200), outline=(20, 20, 20), width=3)
    contour = np.asarray(picture).sum(axis=2) < 150
    found = shown_share(picture.filter(ImageFilter.GaussianBlur(0.5)), true)
    assert found[contour].mean() > 0.95 * true[contour].mean()


def test_without_an_edge_there_is_nothing_to_lower() -> None:
    whole = np.full((60, 80), 255, np.uint8)
    assert np.array_equal(shown_share(Image.new("RGB", (80, 60), LID), whole), whole)
    none = np.zeros_like(whole)
    assert np.array_equal(shown_share(Image.new("RGB", (80, 60), BOARD), none), none)


def test_a_large_picture_is_judged_in_a_smaller_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rim, "LARGEST", 20_000)
    true, wide = disc(160, 480), disc(166, 480)
    found = shown_share(photo(true, blur=2), wide)
    assert found.shape == wide.shape
    beyond = disc(162, 480) == 0
    assert found[beyond].mean() < 0.6 * wide[beyond].mean()
    assert (found <= wide).all()
    assert np.array_equal(found[disc(140, 480) == 255], wide[disc(140, 480) == 255])

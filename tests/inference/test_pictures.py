from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from editor.errors import BrokenPicture, NotAPicture, TooManyPixels
from editor.inference.pictures import read

PIXELS = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)


def encoded(format: str, mode: str = "RGB", size: tuple[int, int] = (6, 4)) -> bytes:
    file = BytesIO()
    picture = Image.fromarray(PIXELS).resize(size).convert(mode)
    picture.save(file, format, lossless=True) if format == "WEBP" else picture.save(file, format)
    return file.getvalue()


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_encoded_pictures_come_back_exactly(format: str) -> None:
    assert (read(encoded(format), "", "", 1) == PIXELS).all()


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    pixels = read(encoded("PNG", mode), "image/png", "", 1)
    assert (pixels.shape, pixels.dtype) == ((4, 6, 3), np.uint8)


def test_the_content_decides_not_the_name() -> None:
    assert (read(encoded("PNG"), "image/jpeg", "", 1) == PIXELS).all()


@pytest.mark.parametrize("shape", ["4,6", "4,6,3", "4, 6"])
def test_raw_pixels_are_taken_as_they_are(shape: str) -> None:
    assert (read(PIXELS.tobytes(), "application/x-rgb", shape, 1) == PIXELS).all()


@pytest.mark.parametrize(
    "shape", ["", "6", "4,6,4", "-4,-6", "4x6", "0,6", "4,7", "1,24", "9999999,1"]
)
def test_raw_pixels_that_contradict_their_shape_are_broken(shape: str) -> None:
    with pytest.raises(BrokenPicture):
        read(PIXELS.tobytes(), "application/x-rgb", shape, 1)


def test_too_many_pixels_are_refused_before_the_decode() -> None:
    # A head alone says how large it would be.
    head = encoded("PNG", size=(3000, 2000))[:64]
    with pytest.raises(TooManyPixels, match="3000x2000"):
        read(head, "", "", 5)
    with pytest.raises(TooManyPixels):
        read(b"", "application/x-rgb", "3000,2000", 5)


@pytest.mark.parametrize("format", ["GIF", "BMP", "TIFF", "PPM"])
def test_formats_that_nobody_needs_here_are_not_read(format: str) -> None:
    with pytest.raises(NotAPicture):
        read(encoded(format), "", "", 1)


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"GIF89a", bytes(100), b"<svg/>"])
def test_other_bytes_are_no_picture(body: bytes) -> None:
    with pytest.raises(NotAPicture):
        read(body, "image/png", "", 1)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_truncated_picture_is_broken_or_none(format: str, person: bytes) -> None:
    whole = person if format == "JPEG" else encoded(format, size=(300, 200))
    for part in (0.3, 0.6, 0.9):
        with pytest.raises((BrokenPicture, NotAPicture)):
            read(whole[: int(len(whole) * part)], "", "", 1)


def test_a_picture_of_one_row_is_refused() -> None:
    with pytest.raises(BrokenPicture, match="too small"):
        read(encoded("PNG", size=(50, 1)), "", "", 1)

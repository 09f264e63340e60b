"""Bytes of a request become pixels, with every size checked before anything is decoded."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from editor.errors import BrokenPicture, NotAPicture, TooManyPixels
from editor.inference.models.base import Picture
from editor.inference.protocol import RAW_TYPE

FORMATS = ("PNG", "JPEG", "WEBP")
SMALLEST_SIDE = 2
_SHAPE = re.compile(r"(\d{1,6}),(\d{1,6}),3|(\d{1,6}),(\d{1,6})")


def read(body: bytes, content_type: str, shape: str, megapixels: float) -> Picture:
    """The RGB pixels of a request's body.

    NotAPicture for other formats, TooManyPixels above the limit, BrokenPicture for damaged bytes.
    """
    if content_type.partition(";")[0].strip().lower() == RAW_TYPE:
        return _raw(body, shape, megapixels)
    return _encoded(body, megapixels)


def _raw(body: bytes, shape: str, megapixels: float) -> Picture:
    match = _SHAPE.fullmatch(shape.replace(" ", ""))
    if match is None:
        raise BrokenPicture(
            f"x-shape {shape[:40]!r} isn't a shape.", remedy="Send x-shape: height,width."
        )
    height, width = (int(side) for side in match.groups() if side)
    _bounded(width, height, megapixels)
    if len(body) != height * width * 3:
        raise BrokenPicture(
            f"{len(body)} bytes aren't the {height * width * 3} of {width}x{height} px RGB.",
            remedy="Send 3 bytes for each pixel, rows from the top.",
        )
    return np.frombuffer(body, np.uint8).reshape(height, width, 3)


def _encoded(body: bytes, megapixels: float) -> Picture:
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as picture:
            _bounded(picture.width, picture.height, megapixels)
            return np.asarray(picture.convert("RGB"))
    except UnidentifiedImageError:
        raise NotAPicture(
            "The body is no PNG, JPEG or WebP.", remedy="Send one of these formats."
        ) from None
    except Image.DecompressionBombError as error:
        raise TooManyPixels(str(error), remedy=_remedy(megapixels)) from None
    except (OSError, ValueError, SyntaxError) as error:
        raise BrokenPicture(
            f"The picture is damaged: {str(error)[:120]}.", remedy="Send it again, or another."
        ) from None


def _bounded(width: int, height: int, megapixels: float) -> None:
    if width * height > megapixels * 1e6:
        raise TooManyPixels(
            f"{width}x{height} px is above the limit of {megapixels:g} megapixels.",
            remedy=_remedy(megapixels),
        )
    if min(width, height) < SMALLEST_SIDE:
        raise BrokenPicture(
            f"{width}x{height} px is too small to see anything in.",
            remedy=f"Send at least {SMALLEST_SIDE} px in each direction.",
        )


def _remedy(megapixels: float) -> str:
    return f"Send at most {megapixels:g} megapixels; models look at far fewer."

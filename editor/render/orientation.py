"""EXIF orientation (CIPA DC-008, tag 274): the turn that sets a stored picture upright."""

from __future__ import annotations

from PIL import Image

from editor.geometry import Size, Turn

_TURNS = {
    1: Turn(),
    2: Turn(mirror=True),
    3: Turn(quarters=2),
    4: Turn(mirror=True, quarters=2),
    5: Turn(mirror=True, quarters=3),
    6: Turn(quarters=1),
    7: Turn(mirror=True, quarters=1),
    8: Turn(quarters=3),
}
_METHODS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turn_of(orientation: int) -> Turn:
    """From stored to upright."""
    return _TURNS[orientation]


def upright_size(stored: Size, orientation: int) -> Size:
    """The size after the turn."""
    return stored.swapped if turn_of(orientation).swaps else stored


def upright(picture: Image.Image, orientation: int) -> Image.Image:
    """The picture turned; the same object when it stands upright already."""
    method = _METHODS.get(orientation)
    return picture if method is None else picture.transpose(method)

"""Transparent room around pictures, and colours in a shape."""

from __future__ import annotations

from PIL import Image

from editor.geometry import Frame, rounded
from editor.plan.colour import Rgba


def padded(picture: Image.Image, room: tuple[int, int, int, int]) -> Image.Image:
    """The picture as RGBA with transparent px on its left, top, right and bottom."""
    left, top, right, bottom = room
    wide = Image.new("RGBA", (picture.width + left + right, picture.height + top + bottom))
    wide.paste(picture.convert("RGBA"), (left, top))
    return wide


def on_canvas(picture: Image.Image, frame: Frame) -> Image.Image:
    """The picture as RGBA on the frame's canvas: as it is, or laid where its content belongs."""
    if picture.size == (frame.canvas.width, frame.canvas.height):
        return picture.convert("RGBA")
    sheet = Image.new("RGBA", (frame.canvas.width, frame.canvas.height))
    sheet.paste(picture.convert("RGBA"), (rounded(frame.at.x), rounded(frame.at.y)))
    return sheet


def filled(colour: Rgba, cover: Image.Image, opacity: float = 1.0) -> Image.Image:
    """One colour in a shape: RGBA whose alpha is `cover` (`L`) times the colour's own."""
    sheet = Image.new("RGBA", cover.size, (*colour[:3], 0))
    full = colour.alpha * opacity
    sheet.putalpha(cover.point([rounded(value * full / 255) for value in range(256)]))
    return sheet

"""From a model's soft matte to a cutout at full resolution: alpha, its edge, clean colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from editor.findings import Cut, Matte
from editor.geometry import Frame, Size, Turn, rounded, size_of
from editor.operations._distance import grown
from editor.operations.segment import Segment
from editor.render.foreground import clean_colours
from editor.render.guided import sharpened
from editor.render.rim import shown_share
from editor.render.strokes import brush
from editor.render.subject import without_specks

Bytes = npt.NDArray[np.uint8]

_QUARTERS = (
    None,
    Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
)
"""Clockwise quarter turns; Pillow counts the other way round."""


def cut_out(picture: Image.Image, matte: Matte | None, frame: Frame, segment: Segment) -> Cut:
    """What is kept of `picture`, which is the frame's content or its whole canvas; `matte` is of
    the frame's whole source. Without one, strokes alone say what is kept.
    """
    content = picture.convert("RGB")
    whole = picture.size == (frame.canvas.width, frame.canvas.height)
    left, top = (rounded(frame.at.x), rounded(frame.at.y)) if whole else (0, 0)
    inside = slice(top, top + frame.size.height), slice(left, left + frame.size.width)
    if content.size != (frame.size.width, frame.size.height):
        content = content.crop((left, top, inside[1].stop, inside[0].stop))
    shown, found = _kept(content, matte, frame, segment)
    if segment.strokes:
        shown, found = np.array(shown), np.array(found)
        brush(shown, found, np.asarray(content), frame, segment.strokes)
    if content.size == picture.size:
        return Cut(shown, found)
    alpha = np.zeros((picture.height, picture.width), np.uint8)
    colours = np.zeros((*alpha.shape, 3), np.uint8)
    alpha[inside], colours[inside] = shown, found
    return Cut(alpha, colours)


def _kept(
    content: Image.Image, matte: Matte | None, frame: Frame, segment: Segment
) -> tuple[Bytes, Bytes]:
    """Alpha and colours before any stroke."""
    if matte is None:
        return np.full((content.height, content.width), 255, np.uint8), np.asarray(content)
    if segment.specks:
        matte = without_specks(matte, segment.specks)
    alpha = _cleared(np.asarray(full_alpha(content, matte, frame)), segment.floor)
    shown, mixed = _edged(255 - alpha if segment.invert else alpha, segment)
    return shown, _decontaminated(content, shown, mixed, segment.decontaminate)


def full_alpha(picture: Image.Image, matte: Matte, frame: Frame) -> Image.Image:
    """Alpha (`L`) at `frame.size`: sharpened by `picture` (RGB, of that size) where the matte is
    coarser than the frame, averaged where it is finer.
    """
    grid = _grid(matte, frame)
    if grid.width >= frame.size.width and grid.height >= frame.size.height:
        return _as_bytes(place_matte(matte, frame))
    coarse = size_of(min(grid.width, frame.size.width), min(grid.height, frame.size.height))
    return sharpened(picture, _as_bytes(place_matte(matte, frame, coarse)))


def place_matte(matte: Matte, frame: Frame, size: Size | None = None) -> npt.NDArray[np.float32]:
    """The matte as the frame cuts and turns it, at `size` (the frame's own if not given): float32
    in 0..1, by interpolation alone.
    """
    size = size or frame.size
    height, width = matte.alpha.shape
    box = frame.window.scaled(width / frame.source.width, height / frame.source.height)
    upright = size.swapped if frame.turn.swaps else size
    part = Image.fromarray(matte.as_float()).resize(
        (upright.width, upright.height),
        Image.Resampling.BICUBIC,
        box=_inside(box.ltrb, width, height),
    )
    alpha: npt.NDArray[np.float32] = np.asarray(_turned(part, frame.turn)).clip(0, 1)
    return alpha


def _grid(matte: Matte, frame: Frame) -> Size:
    """The matte's own resolution in the frame's window, as the frame turns it."""
    height, width = matte.alpha.shape
    box = frame.window.scaled(width / frame.source.width, height / frame.source.height)
    return box.size.swapped if frame.turn.swaps else box.size


def _inside(
    ltrb: tuple[float, float, float, float], width: int, height: int
) -> tuple[float, float, float, float]:
    """A box without the rounding errors that would let it stick out."""
    left, top, right, bottom = ltrb
    return max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom)


def _turned(picture: Image.Image, turn: Turn) -> Image.Image:
    if turn.mirror:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    quarter = _QUARTERS[turn.quarters]
    return picture if quarter is None else picture.transpose(quarter)


def _as_bytes(alpha: npt.NDArray[np.float32]) -> Image.Image:
    return Image.fromarray((alpha * np.float32(255) + np.float32(0.5)).astype(np.uint8))


def _cleared(alpha: Bytes, floor: float) -> Bytes:
    """Alpha without its haze: what lies up to `floor` is nothing, the rest spans the range."""
    if not floor:
        return alpha
    levels = (np.arange(256, dtype=np.float32) - floor * 255) / (1 - floor)
    return (levels.clip(0, 255) + 0.5).astype(np.uint8)[alpha]


def _edged(alpha: Bytes, segment: Segment) -> tuple[Bytes, Bytes]:
    """Alpha with its edge shifted and feathered, and how much foreground the picture's pixels
    really show: a feathered edge is a wish, a grown one a correction of the matte.
    """
    shown, mixed = alpha, alpha
    if segment.shift > 0:
        shown = mixed = np.maximum(alpha, grown(alpha, segment.shift))
    elif segment.shift < 0:
        shown = np.minimum(alpha, 255 - grown(255 - alpha, -segment.shift))
    if segment.feather:
        soft = Image.fromarray(shown).filter(ImageFilter.GaussianBlur(segment.feather / 2))
        shown = np.asarray(soft)
    return shown, mixed


def _decontaminated(picture: Image.Image, shown: Bytes, mixed: Bytes, strength: float) -> Bytes:
    """The foreground's colours where anything is shown, black where nothing is."""
    if strength > 0:
        mixed = shown_share(picture, mixed)
    wanted = (shown > 0) & (mixed < 255) if strength > 0 else np.zeros(shown.shape, np.bool_)
    colours = clean_colours(picture, Image.fromarray(mixed), wanted)
    if 0 < strength < 1:
        own, clean = np.asarray(picture)[wanted], colours[wanted]
        mix = own + np.float32(strength) * (clean.astype(np.float32) - own)
        colours[wanted] = (mix + np.float32(0.5)).astype(np.uint8)
    colours *= (shown > 0)[..., None]
    return colours

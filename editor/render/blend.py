"""Blend modes: how a layer's colours mix with what lies below.

W3C Compositing and Blending 1: with backdrop alpha ab, the source's colour becomes
Cs' = (1 - ab) Cs + ab B(Cb, Cs) and is then laid over the backdrop. 8-bit sRGB in and out, with
an error of at most 1/255 of the exact result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Mode = Callable[[Floats, Floats], Floats]

_ROWS = 16
"""Rows that are worked on at once: they stay in the processor's cache."""


def mix(canvas: Image.Image, layer: Image.Image, at: tuple[int, int], mode: str) -> None:
    """Lays `layer` on `canvas` with its top left corner at `at`, which lies inside. Each is RGB, or
    RGBA with straight alpha; `mode` is a blend mode of CSS.
    """
    box = (*at, at[0] + layer.width, at[1] + layer.height)
    if layer.mode == "RGB" and mode == "normal":
        canvas.paste(layer, box)
    elif canvas.mode == "RGB":
        canvas.paste(*_on_opaque(canvas.crop(box), layer, box, mode))
    elif mode == "normal":
        canvas.alpha_composite(layer, at)
    else:
        _mix_by_alpha(canvas, layer.convert("RGBA"), box, mode)


def _on_opaque(
    backdrop: Image.Image, layer: Image.Image, box: tuple[int, int, int, int], mode: str
) -> tuple[Image.Image, tuple[int, int, int, int], Image.Image | None]:
    """What is to be pasted on an RGB canvas: the picture, its box, its mask."""
    if mode == "plus-lighter":
        return _sum_on_opaque(backdrop, layer), box, None
    plain = layer.convert("RGB") if layer.mode == "RGBA" else layer
    blended = plain if mode == "normal" else _blended(backdrop, plain, mode)
    return blended, box, layer if layer.mode == "RGBA" else None


def _mix_by_alpha(
    canvas: Image.Image, layer: Image.Image, box: tuple[int, int, int, int], mode: str
) -> None:
    backdrop = canvas.crop(box)
    opaque = backdrop.getchannel("A").getextrema() == (255, 255)
    if mode == "plus-lighter":
        canvas.paste(_sum_on_opaque(backdrop, layer) if opaque else _sum(backdrop, layer), box)
        return
    if opaque:
        blended = _blended(backdrop.convert("RGB"), layer.convert("RGB"), mode)
    else:
        blended = _blended_by_alpha(backdrop, layer, mode)
    blended.putalpha(layer.getchannel("A"))
    canvas.alpha_composite(blended, box[:2])


def _screen(cb: Floats, cs: Floats) -> Floats:
    return cb + cs - cb * cs


def _hard_light(cb: Floats, cs: Floats) -> Floats:
    return np.where(cs <= 0.5, cb * 2 * cs, _screen(cb, 2 * cs - 1))


def _soft_light(cb: Floats, cs: Floats) -> Floats:
    curve = np.where(cb <= 0.25, ((16 * cb - 12) * cb + 4) * cb, np.sqrt(cb))
    return np.where(cs <= 0.5, cb - (1 - 2 * cs) * cb * (1 - cb), cb + (2 * cs - 1) * (curve - cb))


def _dodge(cb: Floats, cs: Floats) -> Floats:
    quotient = cb / np.where(cs < 1, 1 - cs, 1)
    return np.where(cb == 0, 0, np.where(cs == 1, 1, np.minimum(1, quotient)))


def _burn(cb: Floats, cs: Floats) -> Floats:
    quotient = (1 - cb) / np.where(cs > 0, cs, 1)
    return np.where(cb == 1, 1, np.where(cs == 0, 0, 1 - np.minimum(1, quotient)))


MODES: Mapping[str, Mode] = MappingProxyType(
    {
        "multiply": lambda cb, cs: cb * cs,
        "screen": _screen,
        "overlay": lambda cb, cs: _hard_light(cs, cb),
        "darken": np.minimum,
        "lighten": np.maximum,
        "color-dodge": _dodge,
        "color-burn": _burn,
        "hard-light": _hard_light,
        "soft-light": _soft_light,
        "difference": lambda cb, cs: np.abs(cb - cs),
        "exclusion": lambda cb, cs: cb + cs - 2 * cb * cs,
    }
)
"""B(Cb, Cs) of every separable mode, on colours in 0..1."""

_IN_C: Mapping[str, Callable[[Image.Image, Image.Image], Image.Image]] = MappingProxyType(
    {
        "darken": ImageChops.darker,
        "lighten": ImageChops.lighter,
        "difference": ImageChops.difference,
    }
)
"""Those that need no rounding; Pillow cuts off the fractions of others."""


@cache
def table(mode: str) -> npt.NDArray[np.float32]:
    """255 * B for every pair of bytes, at 256 * Cb + Cs."""
    steps = np.arange(256) / 255
    return (255 * MODES[mode](steps[:, None], steps[None, :])).astype(np.float32).ravel()


@cache
def _byte_table(mode: str) -> Bytes:
    return _rounded(table(mode))


def _rounded(values: npt.NDArray[np.float32]) -> Bytes:
    return (values + np.float32(0.5)).astype(np.uint8)


def _blended(backdrop: Image.Image, layer: Image.Image, mode: str) -> Image.Image:
    """B(Cb, Cs) of two RGB pictures."""
    if mode in _IN_C:
        return _IN_C[mode](backdrop, layer)
    below, above = np.asarray(backdrop), np.asarray(layer)
    out = np.empty_like(above)
    for rows in _strips(len(out)):
        np.take(_byte_table(mode), _pairs(below[rows], above[rows]), out=out[rows], mode="clip")
    return Image.fromarray(out)


def _blended_by_alpha(backdrop: Image.Image, layer: Image.Image, mode: str) -> Image.Image:
    """Cs' of an RGBA backdrop and an RGBA layer, as RGB."""
    below, above = np.asarray(backdrop), np.asarray(layer)
    out = np.empty((*above.shape[:2], 3), np.uint8)
    for rows in _strips(len(out)):
        own = above[rows, :, :3].astype(np.float32)
        full = table(mode).take(_pairs(below[rows, :, :3], above[rows, :, :3]))
        cover = below[rows, :, 3:].astype(np.float32) / np.float32(255)
        out[rows] = _rounded(own + cover * (full - own))
    return Image.fromarray(out)


def _pairs(below: Bytes, above: Bytes) -> npt.NDArray[np.uint16]:
    pairs = below.astype(np.uint16)
    pairs <<= 8
    pairs |= above
    return pairs


def _strips(height: int) -> Iterator[slice]:
    return (slice(top, top + _ROWS) for top in range(0, height, _ROWS))


def _sum_on_opaque(backdrop: Image.Image, layer: Image.Image) -> Image.Image:
    """`plus-lighter` where nothing shines through: colours times alpha are added."""
    black = Image.new("RGB", layer.size)
    black.paste(layer.convert("RGB"), mask=layer if layer.mode == "RGBA" else None)
    return ImageChops.add(backdrop, black.convert(backdrop.mode))


def _sum(backdrop: Image.Image, layer: Image.Image) -> Image.Image:
    """`plus-lighter`: premultiplied colours and alphas are added, and clipped at full."""
    below, above = np.asarray(backdrop), np.asarray(layer)
    out = np.empty_like(above)
    for rows in _strips(len(out)):
        one, two = below[rows].astype(np.float32), above[rows].astype(np.float32)
        alpha = np.minimum(255, one[..., 3:] + two[..., 3:])
        colour = one[..., :3] * one[..., 3:] + two[..., :3] * two[..., 3:]
        colour = np.minimum(colour, 255 * 255) / np.maximum(alpha, 1)
        out[rows, :, :3] = _rounded(np.minimum(colour, 255))
        out[rows, :, 3:] = alpha
    return Image.fromarray(out)

"""Pictures with more than 8 bits per channel, brought to 8 bits by rounding, never by clipping.

Pillow keeps only the high byte of 16-bit colour. The same data unpacked with the other byte order
yields the low byte, so two passes give all 16 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

from editor.render.icc import Shaper

U16 = npt.NDArray[np.uint16]
_OTHER_ORDER = {"B": "L", "L": "B", "N": "B"}  # N: this machine's order, little on all we know
_STRIP_PX = 1 << 20
_PREMULTIPLIED = {"RGBa;16L": "RGBA;16L", "RGBa;16B": "RGBA;16B", "RGBa;16N": "RGBA;16N"}


@dataclass(frozen=True, slots=True, eq=False)
class Deep:
    """Channels (h, w, 1 to 4) with full scale `top`; of an even number the last one is alpha."""

    values: U16
    top: int
    premultiplied: bool = False
    clear: tuple[int, ...] = ()
    """The one colour that stands for transparent (PNG tRNS), if any."""
    warnings: tuple[str, ...] = ()

    @property
    def colours(self) -> int:
        """Channels without alpha: 1 or 3."""
        return int(self.values.shape[2] - 1) | 1


def is_deep(picture: ImageFile.ImageFile) -> bool:
    """True for an opened, not yet loaded file whose pixels need this module."""
    return picture.mode in ("I", "F") or picture.mode.startswith("I;16") or _rawmode(picture) != ""


def _rawmode(picture: ImageFile.ImageFile) -> str:
    """The 16-bit raw mode of colour files, or empty. CMYK stays with 8 bits."""
    if picture.mode not in ("RGB", "RGBA") or not picture.tile:
        return ""
    args = picture.tile[0].args
    raw = args if isinstance(args, str) else args[0] if args else ""
    tags = getattr(picture, "tag_v2", None)
    if raw == "R" and tags is not None and tags.get(258, (8,))[0] == 16:
        # Pillow loses the depth of planes that lie one after the other.
        return f"{picture.mode};16{'B' if tags.prefix == b'MM' else 'L'}"
    return raw if isinstance(raw, str) and raw[-4:-1] == ";16" else ""


def read(picture: ImageFile.ImageFile, again: ImageFile.ImageFile) -> Deep:
    """All bits of a deep file; `again` is the same file opened a second time."""
    clear = picture.info.get("transparency")
    named = tuple(clear) if isinstance(clear, tuple) else (clear,) if isinstance(clear, int) else ()
    raw = _rawmode(picture)
    if picture.mode.startswith("I;16"):
        return _grey(picture, named)
    if picture.mode in ("I", "F"):
        return _stretched(picture)
    if raw == "LA;16B":
        # Four bytes per pixel: both channels with both their bytes in one pass.
        _use(picture, "RGBA", "RGBA")
        both = np.asarray(picture).view(">u2").astype(np.uint16)
        return Deep(both, 65535)
    premultiplied = raw in _PREMULTIPLIED
    high_raw = _PREMULTIPLIED.get(raw, raw)
    _use(picture, picture.mode, high_raw)
    _use(again, again.mode, high_raw[:-1] + _OTHER_ORDER[high_raw[-1]])
    values = np.asarray(picture).astype(np.uint16)
    values <<= 8
    values |= np.asarray(again)
    return Deep(values, 65535, premultiplied, named)


def _use(picture: ImageFile.ImageFile, mode: str, raw: str) -> None:
    """Has the file unpacked by another raw mode. Single planes keep their letter: `G;16L`."""
    picture._mode = mode
    tiles = []
    for tile in picture.tile:
        if isinstance(tile.args, tuple):
            plane = tile.args[0] if len(tile.args[0]) == 1 else ""
            own = plane + raw[raw.index(";") :] if plane else raw
            tiles.append(tile._replace(args=(own, *tile.args[1:])))
        else:
            tiles.append(tile._replace(args=raw))
    picture.tile = tiles


def _grey(picture: ImageFile.ImageFile, clear: tuple[int, ...]) -> Deep:
    bits, is_white_zero = _grey_coding(picture)
    picture.load()
    values = np.asarray(picture).astype(np.uint16)[..., None]
    top = (1 << bits) - 1
    return Deep(top - values if is_white_zero else values, top, clear=clear)


def _grey_coding(picture: ImageFile.ImageFile) -> tuple[int, bool]:
    """Bits per sample, and whether 0 means white (TIFF tags 258 and 262)."""
    tags = getattr(picture, "tag_v2", None)
    if tags is None:
        return 16, False
    bits = tags.get(258, (16,))
    return (12 if bits[0] == 12 else 16), tags.get(262) == 0


def _stretched(picture: ImageFile.ImageFile) -> Deep:
    """32-bit grey. Floats in 0..1 are taken as they are; any other range is stretched to fill."""
    picture.load()
    values = np.asarray(picture).astype(np.float32)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    warnings: tuple[str, ...] = ()
    if picture.mode == "F" and low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    else:
        warnings = (f"The values {low:g} to {high:g} were stretched to black and white.",)
    scaled = np.nan_to_num((values - low) / ((high - low) or 1.0), nan=0.0, posinf=1.0, neginf=0.0)
    deep = np.clip(scaled * 65535 + 0.5, 0, 65535).astype(np.uint16)
    return Deep(deep[..., None], 65535, warnings=warnings)


def to_eight(deep: Deep, shaper: Shaper | None) -> Image.Image:
    """L, LA, RGB or RGBA of 8 bits; in sRGB when `shaper` (for these channels) is given."""
    height, width, channels = deep.values.shape
    has_alpha = channels % 2 == 0 or bool(deep.clear)
    out = np.empty((height, width, deep.colours + has_alpha), np.uint8)
    rows = max(1, _STRIP_PX // width)
    for top in range(0, height, rows):
        _fill(out[top : top + rows], deep, deep.values[top : top + rows], shaper)
    return Image.fromarray(out[..., 0] if out.shape[2] == 1 else out)


def _fill(out: npt.NDArray[np.uint8], deep: Deep, values: U16, shaper: Shaper | None) -> None:
    """One strip: bounded memory beside the picture."""
    colours = deep.colours
    colour = values[..., :colours]
    if values.shape[2] > colours:
        alpha = values[..., colours:]
        out[..., colours:] = _rounded(alpha, deep.top)
        if deep.premultiplied:
            colour = _straight(colour, alpha, deep.top)
    elif deep.clear:
        out[..., colours] = 255 * (values != np.array(deep.clear, np.uint16)).any(axis=-1)
    eight = shaper.to_srgb(colour, deep.top) if shaper else _rounded(colour, deep.top)
    out[..., :colours] = eight


def _rounded(values: U16, top: int) -> npt.NDArray[np.uint8]:
    """Scaled to 0..255, halves upward."""
    return ((values.astype(np.uint32) * 510 + top) // (2 * top)).astype(np.uint8)


def _straight(colour: U16, alpha: U16, top: int) -> U16:
    """Premultiplied to straight; black where nothing is opaque."""
    whole = np.maximum(alpha, 1).astype(np.uint32)
    straight = (colour.astype(np.uint32) * top + whole // 2) // whole
    limited: U16 = np.minimum(straight, top).astype(np.uint16)
    return limited

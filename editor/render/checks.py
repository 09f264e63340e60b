"""What the pixels of a finished file show: its subject, its rim, its margins, its white.

Measured on the file as others will decode it, not on the pixels that were written.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from editor.errors import Busy
from editor.geometry import Size
from editor.plan.rules import Look
from editor.render import codecs, spaces
from editor.render.request import Examine

Mask = npt.NDArray[np.bool_]

_SEEN, _SEEN_ON_WHITE = 8, 20
"""Alpha, or the difference to white, that belongs to a subject; below it lies what encoders leave
around its edge."""
_SOLID = 128
_INNER_PX = 2
_SOFT_PX, _RIM_PX = 1, 2
"""Between these depths an outline's colour is looked for: inside the soft edge."""
_NEAR = 48
"""Largest difference per channel that still is the outline's colour after a lossy encoder."""
_AWAY_PX = 16
"""So far from its subject a JPEG leaves pure white alone."""
_SQUARE_PX = 8
_LOOKED_AT_PX = 1000
"""The longest side on which sharpness is measured, so that files of all sizes compare."""


def examined(request: Examine) -> Look:
    """The look of a picture of this studio; Busy when it was dropped from the cache meanwhile."""
    try:
        with (
            codecs.reading("a picture"),
            codecs.opened(request.format, Path(request.path)) as file,
        ):
            frames = int(getattr(file, "n_frames", 1))
            colours = spaces.told(request.format, Path(request.path), file)
            file.load()
            picture = file.convert("RGBA" if _has_alpha(file) else "RGB")
    except FileNotFoundError:
        raise Busy(
            "The file was dropped before it was checked.", remedy="Try again.", retry_after_s=1
        ) from None
    return replace(look(picture, request.colour, frames), colours=colours)


def look(picture: Image.Image, colour: tuple[int, int, int], frames: int = 1) -> Look:
    """The same of pixels in memory (RGB or RGBA)."""
    cover = _cover(picture)
    seen = _SEEN if picture.mode == "RGBA" else _SEEN_ON_WHITE
    box = cover.point(_over(seen)).getbbox()
    left, top, right, bottom = box or (0, 0, 0, 0)
    return Look(
        frames=frames,
        clear=_share(picture, 0) if picture.mode == "RGBA" else 0.0,
        left=left,
        top=top,
        right=picture.width - right,
        bottom=picture.height - bottom,
        subject_width=right - left,
        subject_height=bottom - top,
        straight=_straight(np.asarray(cover.crop(box)) > seen) if box else 0.0,
        rim=_rim(picture, cover, colour) if box else 0.0,
        border_white=_border_white(picture),
        far_white=_far_white(picture, cover, seen),
        sharpness=_sharpness(picture, cover),
    )


def _has_alpha(file: Image.Image) -> bool:
    return file.mode[-1] in "Aa" or "transparency" in file.info


def _cover(picture: Image.Image) -> Image.Image:
    """How much of the subject lies on each px (`L`): alpha, or the difference to white."""
    if picture.mode == "RGBA":
        return picture.getchannel("A")
    # The darkest channel differs most.
    red, green, blue = (np.asarray(channel) for channel in picture.split())
    return Image.fromarray(255 - np.minimum(np.minimum(red, green), blue))


def _over(threshold: int) -> list[int]:
    return [255 * (value > threshold) for value in range(256)]


def _share(picture: Image.Image, alpha: int) -> float:
    counts = picture.getchannel("A").histogram()
    return counts[alpha] / (picture.width * picture.height)


def _rim(picture: Image.Image, cover: Image.Image, colour: tuple[int, int, int]) -> float:
    """The share of the outermost solid px that have this colour.

    The border of the picture isn't an edge of the subject: nobody could see an outline there.
    """
    solid = np.asarray(cover) > _SOLID
    ring = _eroded(solid, _SOFT_PX) & ~_eroded(solid, _RIM_PX)
    if not ring.any():
        return 0.0
    pixels = np.asarray(picture.convert("RGB"))[ring].astype(np.int16)
    return float((np.abs(pixels - np.array(colour)) <= _NEAR).all(axis=1).mean())


def _eroded(solid: Mask, reach: int) -> Mask:
    """What is solid for so many px around. Beyond the picture all counts as solid."""
    for _ in range(2):
        inner = solid.copy()
        for step in range(1, reach + 1):
            inner[step:] &= solid[:-step]
            inner[:-step] &= solid[step:]
        solid = inner.T
    return solid


def _straight(seen: Mask) -> float:
    """The share of the subject's box, just inside its edges, that the subject fills."""
    height, width = seen.shape
    y, x = min(height // 2, 2 + height // 64), min(width // 2, 2 + width // 64)
    inner = seen[y : height - y or None, x : width - x or None]
    return float(np.concatenate([inner[0], inner[-1], inner[:, 0], inner[:, -1]]).mean())


def _border_white(picture: Image.Image) -> float:
    """The share of the outermost px that are white and nothing else."""
    width, height = picture.size
    sides = (
        *((0, 0, width, 1), (0, height - 1, width, height)),
        *((0, 0, 1, height), (width - 1, 0, width, height)),
    )
    ring = np.concatenate(
        [np.asarray(picture.crop(side).convert("RGBA")).reshape(-1, 4) for side in sides]
    )
    return float((ring == 255).all(axis=1).mean())


def _far_white(picture: Image.Image, cover: Image.Image, seen: int) -> float:
    """The share of exact white among the px away from the subject; 1 when there are none."""
    covers = np.asarray(cover)
    if picture.mode == "RGB":
        white = covers == 0
    else:
        white = (np.asarray(picture.convert("RGB")) == 255).all(axis=2)
    away = ~_ringed(covers > seen)
    return float(white[away].mean()) if away.any() else 1.0


def _ringed(seen: Mask) -> Mask:
    """What is seen and its ring of `_AWAY_PX`, on squares of `_SQUARE_PX`: fast on large files."""
    height, width = seen.shape
    spare = (-height % _SQUARE_PX, -width % _SQUARE_PX)
    whole = np.pad(seen, ((0, spare[0]), (0, spare[1])))
    rows, columns = (side // _SQUARE_PX for side in whole.shape)
    squares = whole.reshape(rows, _SQUARE_PX, columns, _SQUARE_PX).any(axis=(1, 3))
    reach = ImageFilter.MaxFilter(2 * (_AWAY_PX // _SQUARE_PX) + 1)
    near = np.asarray(Image.fromarray(squares).convert("L").filter(reach)) > 0
    return near.repeat(_SQUARE_PX, 0).repeat(_SQUARE_PX, 1)[:height, :width]


def _sharpness(picture: Image.Image, cover: Image.Image) -> float:
    """The variance of the Laplacian inside the subject, away from its outline; 0 for none."""
    fitted = Size(*picture.size).within(_LOOKED_AT_PX)
    size = (fitted.width, fitted.height)
    grey = np.asarray(picture.convert("L").resize(size, Image.Resampling.BOX), np.float32)
    solid = cover.point(_over(_SEEN)).resize(size, Image.Resampling.BOX)
    inside = _eroded(np.asarray(solid) == 255, _INNER_PX)[1:-1, 1:-1]
    if min(size) < 3 or not inside.any():
        return 0.0
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return round(float((around - 4 * grey[1:-1, 1:-1])[inside].var()), 2)

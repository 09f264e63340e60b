"""Exported files opened by libvips, which shares no code with the renderer, and measured.

The subject is where the same recipe on nothing is opaque; what it should look like is the photo
itself, cut and resized by libvips.

`python -m editor.render.benchmark.reading` reads a line of JSON with the paths `file`, `clear` and
`photo` and the `document`, and answers with a line of measures, until there are no more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyvips

from editor.geometry import Box

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

VISIBLE = 31
"""Alpha (of 255) from which a subject shows on white."""
AWAY_PX = 16
SURE_PX = 3
RING_PX = 3
_LUMA = np.array((0.299, 0.587, 0.114), np.float32)
_REACHES, _ENOUGH = (6, 12, 20), 0.02
"""Squares of so many px to each side are looked into, the nearest first."""


@dataclass(frozen=True, slots=True)
class Read:
    """An exported file: its px, and whether each keeps a colour of its own (4:4:4)."""

    pixels: npt.NDArray[np.uint8]
    full: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares from 0 to 1, differences in levels of 255. `white` is the share of exact white away
    from the subject, `fill` the subject's share of the side that it fills more of, `colour` the
    mean difference to the photo inside the subject, `fringe` the mean difference in brightness to
    the subject blended with white, just outside its edge: below 0 a dark halo, above a bright one.
    None: too little of it to measure."""

    width: int
    height: int
    full: bool
    white: float
    fill: float
    colour: float | None
    fringe: float | None


def read(content: bytes) -> Read:
    """The file's px as libvips decodes them (RGB, or RGBA)."""
    image = pyvips.Image.new_from_buffer(content, "")
    loader = str(image.get("vips-loader"))
    subsampling = image.get("jpeg-chroma-subsample") if _has(image, "jpeg-chroma-subsample") else ""
    pixels: npt.NDArray[np.uint8] = image.colourspace("srgb").numpy()
    return Read(pixels, "jpeg" not in loader or subsampling == "4:4:4")


def _has(image: Any, field: str) -> bool:
    return bool(image.get_typeof(field))


def photo(content: bytes, crop: Box, width: int, height: int) -> npt.NDArray[np.uint8]:
    """The part of a photo (fractions of it, upright) at this size, by libvips alone."""
    whole = pyvips.Image.new_from_buffer(content, "").autorot()
    if _has(whole, "icc-profile-data"):
        whole = whole.icc_transform("srgb", embedded=True)
    whole = whole.colourspace("srgb")
    whole = whole.flatten(background=255) if whole.hasalpha() else whole
    left, top, right, bottom = crop.scaled(whole.width, whole.height).pixels()
    part = whole.crop(left, top, right - left, bottom - top)
    fitted: npt.NDArray[np.uint8] = _resized(part, width, height).numpy()[..., :3]
    return fitted


def _resized(part: Any, width: int, height: int) -> Any:
    across, down = width / part.width, height / part.height
    if max(across, down) <= 1:
        return part.resize(across, vscale=down).crop(0, 0, width, height)
    # Enlarging, `resize` lays the first px on the first px; everybody else the edges on the edges.
    return part.affine(
        [across, 0, 0, down],
        interpolate=pyvips.Interpolate.new("bicubic"),
        extend="copy",
        oarea=[0, 0, width, height],
        **dict.fromkeys(("idx", "idy"), 0.5),
        **dict.fromkeys(("odx", "ody"), -0.5),
    )


def shown_by(document: Mapping[str, Any], clear: Read, content: bytes) -> Shown:
    """What a document's files should show: `clear` is the one without a background, `content` the
    photo that it cuts out."""
    [layer] = [one for one in document["layers"] if one["kind"] == "image"]
    width, height = round(layer["width"]), round(layer["height"])
    crop = Box(*layer.get("crop", (0, 0, 1, 1)))  # what is as usual is left out
    part = photo(content, crop, width, height)
    left, top = layer["x"] - layer["width"] / 2, layer["y"] - layer["height"] / 2
    return Shown(clear.pixels[..., 3], part, round(left), round(top))


@dataclass(frozen=True)
class Shown:
    """What a file should show: the matte of the whole sheet, and the photo where it lies."""

    alpha: npt.NDArray[np.uint8]
    photo: npt.NDArray[np.uint8]
    left: int
    top: int

    @cached_property
    def colours(self) -> Floats:
        """The photo laid on the sheet."""
        sheet = np.zeros((*self.alpha.shape, 3), np.float32)
        height, width = self.photo.shape[:2]
        part = sheet[self.top : self.top + height, self.left : self.left + width]
        part[...] = self.photo[: part.shape[0], : part.shape[1]]
        return sheet

    @cached_property
    def sure(self) -> Mask:
        """The subject without what lies within some px of its edge."""
        return ~spread(self.alpha < 255, SURE_PX)

    @cached_property
    def ring(self) -> Mask:
        """Just outside the matte's edge."""
        solid = self.alpha > 127
        return spread(solid, RING_PX) & ~solid

    @cached_property
    def own(self) -> Mask:
        """Px whose colours are surely the subject's: far inside, and of those at its edge the ones
        that look more like its inside than like what lay behind it. A contour may be darker than
        the inside; a matte that is too wide shows the background."""
        shown = np.zeros(self.alpha.shape, np.bool_)
        height, width = self.photo.shape[:2]
        shown[self.top : self.top + height, self.left : self.left + width] = True
        inner, near = carried(self.colours, self.sure, _REACHES)
        behind, seen = carried(self.colours, shown & ~spread(self.alpha > 0, 2), _REACHES)
        like = np.linalg.norm(self.colours - inner, axis=2)
        unlike = np.linalg.norm(self.colours - behind, axis=2)
        edge = (self.alpha == 255) & ~self.sure & near & seen
        mine: Mask = self.sure | (edge & (like < unlike))
        return mine

    @cached_property
    def blended(self) -> tuple[Floats, Mask]:
        """The subject's own colours, carried outwards from the nearest px that have them, laid on
        white by the matte; and where they are known."""
        colours, known = carried(self.colours, self.own, (SURE_PX, *_REACHES))
        share = (self.alpha.astype(np.float32) / np.float32(255))[..., None]
        blended: Floats = share * colours + (1 - share) * np.float32(255)
        return blended, known


def carried(colours: Floats, where: Mask, reaches: tuple[int, ...]) -> tuple[Floats, Mask]:
    """Colours of the px in `where`, spread to those around, from the nearest; and where they came
    to."""
    weight, found = where.astype(np.float32), np.zeros_like(colours)
    known = np.zeros(where.shape, np.bool_)
    for reach in reaches:
        near = _blurred(weight, reach)
        fresh = (near > _ENOUGH) & ~known
        spread_out = _blurred(colours * weight[..., None], reach)
        found[fresh] = spread_out[fresh] / near[fresh][..., None]
        known |= fresh
    return found, known


def measured(file: Read, shown: Shown) -> Measured:
    """How a file on white shows the subject."""
    pixels = file.pixels[..., :3].astype(np.float32)
    height, width = shown.alpha.shape
    away = ~spread(shown.alpha > 0, AWAY_PX)
    white = (file.pixels[..., :3] == 255).all(axis=2)
    return Measured(
        file.pixels.shape[1],
        file.pixels.shape[0],
        file.full,
        float(white[away].mean()) if away.any() else 1.0,
        max(_extent(shown.alpha, 0) / width, _extent(shown.alpha, 1) / height),
        _mean(np.abs(pixels - shown.colours).mean(axis=2), shown.sure),
        _fringe(pixels, shown),
    )


def _fringe(pixels: Floats, shown: Shown) -> float | None:
    wished, known = shown.blended
    off = np.asarray((pixels - wished) @ _LUMA, np.float32)
    return _mean(off, shown.ring & known)


def _mean(values: Floats, where: Mask) -> float | None:
    return float(values[where].mean()) if where.sum() >= 100 else None


def _extent(alpha: npt.NDArray[np.uint8], axis: int) -> int:
    there = np.nonzero((alpha >= VISIBLE).any(axis=axis))[0]
    return int(there[-1] - there[0] + 1) if len(there) else 0


def spread(mask: Mask, reach: int) -> Mask:
    """The mask with all that lies within so many px of it."""
    wide = mask
    for _ in range(2):
        grown = wide.copy()
        for step in range(1, reach + 1):
            grown[step:] |= wide[:-step]
            grown[:-step] |= wide[step:]
        wide = np.swapaxes(grown, 0, 1)
    return wide


def _blurred(values: Floats, reach: int) -> Floats:
    """Sums over squares of `reach` px around each, as shares of the square."""
    for _ in range(2):
        ends = ((reach + 1, reach), *((0, 0),) * (values.ndim - 1))
        total = np.cumsum(np.pad(values, ends), axis=0, dtype=np.float64)
        values = ((total[2 * reach + 1 :] - total[: -2 * reach - 1]) / (2 * reach + 1)).astype(
            np.float32
        )
        values = np.swapaxes(values, 0, 1)
    return values


def main() -> None:
    for line in sys.stdin:
        given = json.loads(line)
        clear = read(Path(given["clear"]).read_bytes())
        shown = shown_by(given["document"], clear, Path(given["photo"]).read_bytes())
        found = measured(read(Path(given["file"]).read_bytes()), shown)
        sys.stdout.write(json.dumps(asdict(found)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""What draws the eye, without a model: saliency by the maximum symmetric surround (R. Achanta and
S. Suesstrunk, "Saliency Detection using Maximum Symmetric Surround", ICIP 2010).

Each pixel's colour, a little blurred, is compared in CIE Lab with the mean of the largest window
around it that lies symmetrically inside the picture: in the middle that is all of it, at the rim
little, so that what runs along the rim counts as background.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.findings import Saliency
from editor.geometry import Box, Point, union

Floats = npt.NDArray[np.float32]

SIDE_PX = 128
"""The picture is looked at with no side longer than this."""
_SAMPLED_PX = 4 * SIDE_PX
GRID = 32
"""Parts are told apart on a grid of so many squares along the longer side."""
MOST_PARTS = 8
_TWICE = 2.0
"""Salient is what is this many times as salient as the mean (Achanta and others, 2009)."""
_SPECK = 0.05
"""A part with less than this share of the strongest part's weight doesn't count."""
_PLAIN = 1.0
"""Differences in Lab, squared, that nobody sees: such a picture has no point of its own."""
_LEVELS = np.linspace(0, 1, 256)
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)
_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32
)
_WHITE = np.array([0.9505, 1.0, 1.089], np.float32)


def saliency(picture: Image.Image) -> Saliency | None:
    """The point that draws the eye and the parts of `picture` that do, strongest first, all in its
    fractions; None for a picture that looks the same all over."""
    seen = surround(_lab(_small(picture)))
    if float(seen.max()) <= _PLAIN:
        return None
    weights = _on_grid(np.where(seen >= _TWICE * seen.mean(), seen, 0.0).astype(np.float32))
    parts = _parts(weights)
    across, down = 1 / weights.shape[1], 1 / weights.shape[0]
    boxes = tuple(box.scaled(across, down) for box, _ in parts)
    total = sum(weight for _, (weight, _, _) in parts)
    x = sum(weight * x for _, (weight, x, _) in parts) / total
    y = sum(weight * y for _, (weight, _, y) in parts) / total
    outer = union(boxes) or Box(0, 0, 1, 1)
    return Saliency(Point((x + 0.5) * across, (y + 0.5) * down), outer, boxes)


def surround(lab: Floats) -> Floats:
    """How much each pixel of a Lab picture (h, w, 3) differs from its surround, squared: (h, w)."""
    height, width = lab.shape[:2]
    table = np.zeros((height + 1, width + 1, 3))
    table[1:, 1:] = lab.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    y, x = np.arange(height), np.arange(width)
    reach_y, reach_x = np.minimum(y, height - 1 - y), np.minimum(x, width - 1 - x)
    top, bottom = y - reach_y, y + reach_y + 1
    left, right = x - reach_x, x + reach_x + 1
    rows = table[bottom] - table[top]
    sums = rows[:, right] - rows[:, left]
    areas = ((bottom - top)[:, None] * (right - left)[None, :])[..., None]
    apart = _blurred(lab) - (sums / areas).astype(np.float32)
    found: Floats = np.einsum("yxc,yxc->yx", apart, apart)
    return found


def _small(picture: Image.Image) -> npt.NDArray[np.uint8]:
    """The picture as RGB on white. Of large ones every so manieth pixel is enough to begin with:
    what follows averages."""
    every = max(1, max(picture.size) // _SAMPLED_PX)
    if every > 1:
        size = (max(1, picture.width // every), max(1, picture.height // every))
        picture = picture.resize(size, Image.Resampling.NEAREST)
    picture = picture.copy()
    picture.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.BOX)
    if picture.mode == "RGBA":
        sheet = Image.new("RGB", picture.size, "white")
        sheet.paste(picture, mask=picture.getchannel("A"))
        picture = sheet
    return np.asarray(picture.convert("RGB"))


def _lab(rgb: npt.NDArray[np.uint8]) -> Floats:
    """CIE Lab (D65) of sRGB pixels."""
    xyz = (_LINEAR[rgb] @ _TO_XYZ.T) / _WHITE
    root = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    lab: Floats = np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1).astype(np.float32)
    return lab


def _blurred(lab: Floats) -> Floats:
    """A binomial filter of 5 by 5, as in the paper; the rim repeats."""
    for axis in (0, 1):
        pad = [(0, 0)] * 3
        pad[axis] = (2, 2)
        wide = np.pad(lab, pad, mode="edge")
        length = lab.shape[axis]
        parts = [np.take(wide, range(at, at + length), axis) for at in range(5)]
        mixed = parts[0] + 4 * parts[1] + 6 * parts[2] + 4 * parts[3] + parts[4]
        lab = (mixed / 16).astype(np.float32)
    return lab


def _on_grid(weights: Floats) -> Floats:
    """Sums over squares, GRID along the longer side."""
    height, width = weights.shape
    square = max(1, -(-max(height, width) // GRID))
    rows = np.add.reduceat(weights, np.arange(0, height, square), axis=0)
    summed: Floats = np.add.reduceat(rows, np.arange(0, width, square), axis=1)
    return summed


Part = tuple[Box, tuple[float, float, float]]
"""A box in squares; and weight, x and y of its centre of weight."""


def _parts(weights: Floats) -> list[Part]:
    """The connected parts, strongest first, specks left out."""
    left, found = {(int(y), int(x)) for y, x in zip(*weights.nonzero(), strict=True)}, []
    while left:
        found.append(_part(weights, _taken(left)))
    found.sort(key=lambda part: -part[1][0])
    return [one for one in found if one[1][0] >= _SPECK * found[0][1][0]][:MOST_PARTS]


def _taken(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """One connected part, taken out of `left`."""
    waiting, part = [left.pop()], []
    while waiting:
        y, x = waiting.pop()
        part.append((y, x))
        near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
        left -= near
        waiting += near
    return part


def _part(weights: Floats, squares: list[tuple[int, int]]) -> Part:
    ys, xs = np.array(squares).T
    values = weights[ys, xs]
    total = float(values.sum())
    box = Box(int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1)
    return box, (total, float(values @ xs) / total, float(values @ ys) / total)

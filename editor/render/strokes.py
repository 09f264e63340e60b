"""The erase and restore brush, at the resolution of the result.

The browser paints the very same: a stroke covers a pixel by the distance `d` of the pixel's centre
from the stroke's line, measured in px of the upright source. Lines run straight from point to
point. On each segment, with `t` (0 to 1) the place on it that is nearest to the pixel, the brush
has the radius `r = r0 + t * (r1 - r0)`; at its ends, `r = size / 2 * longer side * pressure`
(pressure 1 where a point has none). With `e`, the side of a pixel of the result in source px (the
root of its area where it isn't square),

    outer = r + e / 2
    inner = min(hardness * r, r - e / 2)
    c = (outer - d) / (outer - inner), kept within 0..1
    coverage = c * c * (3 - 2 * c) * min(1, 2 * r / e)

The largest coverage of its segments, times the opacity, is the stroke's: a line that crosses itself
doesn't count twice. Strokes follow each other; `erase` multiplies alpha by `1 - coverage`,
`restore` lays the source's own pixels over what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from editor.geometry import Frame, Point
from editor.plan.strokes import Stroke

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_BAND_PX = 1 << 17
"""Pixels that are worked on at a time: they stay in the processor's cache."""
_TOLERANCE = 0.05
"""Px of the result by which a line may move when needless points are left out of it."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The pixels of the result in px of the source: as the frame turns it, from its window on."""

    frame: Frame

    @property
    def pixel(self) -> tuple[float, float]:
        """Width and height of a pixel of the result."""
        window, size, swaps = self.frame.window, self.frame.size, self.frame.turn.swaps
        wide, high = (window.height, window.width) if swaps else (window.width, window.height)
        return wide / size.width, high / size.height

    def line(self, stroke: Stroke) -> Floats:
        """Rows of x, y and radius."""
        frame, (wide, high) = self.frame, self.pixel
        source, window = frame.source, frame.window
        half = stroke.size / 2 * max(source.width, source.height)
        rows = []
        for x, y, *pressure in stroke.points:
            unit = frame.turn.point(
                Point(
                    (x * source.width - window.left) / window.width,
                    (y * source.height - window.top) / window.height,
                )
            )
            radius = half * max(0.0, min(1.0, pressure[0])) if pressure else half
            across, down = unit.x * frame.size.width, unit.y * frame.size.height
            rows.append((across * wide, down * high, radius))
        return np.array(rows, np.float64).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Segment:
    """From one point to the next, which may be the same, with the radii there."""

    x0: float
    y0: float
    r0: float
    x1: float
    y1: float
    r1: float

    @property
    def reach(self) -> float:
        return max(self.r0, self.r1)


@dataclass(frozen=True, slots=True)
class _Part:
    """A rectangle of pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def overlap(self, other: _Part) -> _Part | None:
        both = _Part(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )
        return both if both.left < both.right and both.top < both.bottom else None


def brush(
    alpha: Bytes, colours: Bytes, source: Bytes, frame: Frame, strokes: tuple[Stroke, ...]
) -> None:
    """Draws the strokes on `alpha` (h, w) and `colours` (h, w, 3), in place; `source` are the
    picture's own colours. All three lie as the frame's content does.
    """
    grid = _Grid(frame)
    whole = _Part(0, 0, alpha.shape[1], alpha.shape[0])
    for stroke in strokes:
        segments = list(_segments(grid.line(stroke), grid.pixel))
        reach = [_reached(segment, grid.pixel) for segment in segments]
        for band in _bands(reach, whole):
            cover = _covered(stroke, list(zip(segments, reach, strict=True)), band, grid.pixel)
            here = band.slices
            if stroke.mode == "erase":
                alpha[here] = _bytes(alpha[here].astype(np.float32) * (1 - cover))
            else:
                _restore(alpha[here], colours[here], source[here], cover)


def _restore(alpha: Bytes, colours: Bytes, source: Bytes, cover: Floats) -> None:
    """The source laid over what is kept, in place."""
    under = alpha.astype(np.float32) * (1 - cover)
    over = cover * np.float32(255)
    total = under + over
    share = (over / np.maximum(total, np.float32(1e-6)))[..., None]
    before = colours.astype(np.float32)
    colours[...] = _bytes(before + share * (source.astype(np.float32) - before))
    alpha[...] = _bytes(total)


def _covered(
    stroke: Stroke, segments: list[tuple[_Segment, _Part]], band: _Part, pixel: tuple[float, float]
) -> Floats:
    """How much the stroke covers of the pixels of a band, 0..1."""
    cover = np.zeros((band.bottom - band.top, band.right - band.left), np.float32)
    for segment, reach in segments:
        part = reach.overlap(band)
        if part is not None:
            inside = _Part(
                part.left - band.left,
                part.top - band.top,
                part.right - band.left,
                part.bottom - band.top,
            )
            here = cover[inside.slices]
            np.maximum(here, _coverage(segment, stroke.hardness, part, pixel), out=here)
    cover *= np.float32(stroke.opacity)
    return cover


def _coverage(
    segment: _Segment, hardness: float, part: _Part, pixel: tuple[float, float]
) -> Floats:
    """The rule above, for one segment."""
    edge = float(np.sqrt(pixel[0] * pixel[1]))
    dx, dy = segment.x1 - segment.x0, segment.y1 - segment.y0
    x = _centres(part.left, part.right, pixel[0], segment.x0)[None, :]
    y = _centres(part.top, part.bottom, pixel[1], segment.y0)[:, None]
    length = dx * dx + dy * dy
    if length == 0:
        distance = np.sqrt(x * x + y * y)
        return _fallen(distance, np.float32(segment.reach), hardness, edge)
    along = (x * np.float32(dx / length) + y * np.float32(dy / length)).clip(0, 1)
    across, up = x - along * np.float32(dx), y - along * np.float32(dy)
    distance = np.sqrt(across * across + up * up)
    if segment.r0 == segment.r1:
        return _fallen(distance, np.float32(segment.r0), hardness, edge)
    radius = np.float32(segment.r0) + along * np.float32(segment.r1 - segment.r0)
    return _fallen(distance, radius, hardness, edge)


def _centres(first: int, last: int, pixel: float, origin: float) -> Floats:
    """Where the pixels' centres lie, from an origin, along one axis."""
    return ((np.arange(first, last) + 0.5) * pixel - origin).astype(np.float32)


def _fallen(distance: Floats, radius: Floats | np.float32, hardness: float, edge: float) -> Floats:
    half = np.float32(edge / 2)
    inner = np.minimum(np.float32(hardness) * radius, radius - half)
    c = ((radius + half - distance) / (radius + half - inner)).clip(0, 1)
    thin = np.minimum(np.float32(1), 2 * radius / np.float32(edge))
    covered: Floats = c * c * (3 - 2 * c) * thin
    return covered


def _segments(line: Floats, pixel: tuple[float, float]) -> Iterator[_Segment]:
    """The line's segments, without points that change nothing that could be seen."""
    kept = line[_needed(line, _TOLERANCE * min(pixel))].tolist()
    if len(kept) == 1:
        kept = [kept[0], kept[0]]
    for (x0, y0, r0), (x1, y1, r1) in pairwise(kept):
        yield _Segment(x0, y0, r0, x1, y1, r1)


def _needed(line: Floats, tolerance: float) -> npt.NDArray[np.intp]:
    """Indices of the points that keep every other one, and the radius there, within the tolerance
    of the line through them (Douglas and Peucker's way)."""
    keep = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        between = line[first + 1 : last]
        away = _away(between, line[first], line[last])
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep.add(middle)
            open_parts += [(first, middle), (middle, last)]
    return np.array(sorted(keep), np.intp)


def _away(points: Floats, start: Floats, end: Floats) -> Floats:
    """How far points lie from a segment, and their radii from its radius there: the larger."""
    way = end[:2] - start[:2]
    length = float(way @ way)
    offset = points[:, :2] - start[:2]
    t = (offset @ way / length).clip(0, 1) if length else np.zeros(len(points), np.float32)
    away = np.hypot(*(offset - t[:, None] * way).T)
    change = np.abs(points[:, 2] - (start[2] + t * (end[2] - start[2])))
    larger: Floats = np.maximum(away, change)
    return larger


def _reached(segment: _Segment, pixel: tuple[float, float]) -> _Part:
    """The pixels that a segment can reach, with room for its soft rim."""
    edge = float(np.sqrt(pixel[0] * pixel[1]))
    reach = segment.reach + edge
    return _Part(
        int(np.floor((min(segment.x0, segment.x1) - reach) / pixel[0])),
        int(np.floor((min(segment.y0, segment.y1) - reach) / pixel[1])),
        int(np.ceil((max(segment.x0, segment.x1) + reach) / pixel[0])),
        int(np.ceil((max(segment.y0, segment.y1) + reach) / pixel[1])),
    )


def _bands(reach: list[_Part], whole: _Part) -> Iterator[_Part]:
    """The box around what a stroke reaches, inside the picture, in bands of rows."""
    around = _Part(
        min(part.left for part in reach),
        min(part.top for part in reach),
        max(part.right for part in reach),
        max(part.bottom for part in reach),
    ).overlap(whole)
    if around is None:
        return
    rows = max(1, _BAND_PX // (around.right - around.left))
    for top in range(around.top, around.bottom, rows):
        yield _Part(around.left, top, around.right, min(around.bottom, top + rows))


def _bytes(values: Floats) -> Bytes:
    return (values + np.float32(0.5)).astype(np.uint8)

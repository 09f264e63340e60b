"""How much memory a render will take, from its numbers alone: what admission counts.

Bytes beyond the size of an idle process, meant to lie between the true peak and twice of it. The
factors were measured in fresh processes on pictures of 12 megapixels.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace

from editor.findings import Findings, Matte
from editor.geometry import Box, Frame, Size, Turn
from editor.plan.composition import (
    Canvas,
    Composition,
    Draw,
    Original,
    Path,
    Text,
    Transform,
)
from editor.plan.operation import Stage
from editor.plan.output import AVIF_OR_JPEG, Output
from editor.plan.overlay import Overlay
from editor.render import pngs
from editor.render.animated import animated
from editor.render.limits import MIB
from editor.render.numbers import (
    Measured,
    geometry,
    glimpse,
    is_seen,
    looks_at_pixels,
    measured,
    nothing_around,
)
from editor.render.overlays import sized
from editor.render.probe import storage
from editor.render.request import RenderRequest, SourceFile, vector
from editor.render.staying import Staying
from editor.render.text.bounds import bounds, bytes_px
from editor.render.wanted import BLOCK_MARGIN, LEAST_PX, VIPS_PX, Wanted

BASE = 28 * MIB
"""Code that is loaded when first needed (16 MiB of it libvips with its thread), buffers, and what
the heap can't give back."""
INSPECT_BYTES = 192 * MIB
"""What looking at an upload takes, whose size isn't known yet: 12 megapixels of the dearest format.
Larger ones are rare, and no process can take more than its limit.
"""
FONT_BYTES = 192 * MIB
"""What cleaning a font takes: its tables as Python objects, and the libraries."""
MEASURE_BYTES = 24 * MIB
"""What measuring a text takes: font files that are opened."""
PX = 4.0
"""Bytes of a pixel: Pillow spends four on RGB, too."""

_DECODE = {"jpeg": 4.0, "png": 4.5, "webp": 17.0, "avif": 10.0, "gif": 5.5, "tiff": 7.0}
_DECODE_ELSE = 14.0
"""Bytes per stored pixel, the decoded picture included."""
_ALPHA_DECODE = 4.0
_BESIDE = 3.0
"""What libvips takes to read a PNG beside the picture."""
_DEEP_DECODE = 22.0

_ENCODE = {"jpeg": 4.5, "baseline-jpeg": 4.5, "png": 4.0, "webp": 9.0, "avif": 27.0}
_ENCODE_ALPHA = {"jpeg": 8.0, "baseline-jpeg": 8.0, "png": 5.2, "webp": 24.0, "avif": 32.0}
_ENCODE_LOSSLESS = 24.0
_ENCODE_BY_ROWS = 1.0
"""PNG files that are too large for libvips."""
_SHRINK = 12.0
_EXAMINE = 24.0
_FRAME = {"gif": 1.5, "webp": 0.5}
"""Bytes of each pixel of each frame that wait until an animation is written."""
_TREE = 60
"""Bytes of a parsed drawing for each byte of its file."""
_LAY = 12.0
"""Bytes per pixel of a drawn picture while it is laid on its canvas."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The most bytes that a render takes at one time, and the size of its result."""

    peak_bytes: int
    size: Size


def peak_bytes(request: RenderRequest) -> int:
    """The most that the request takes at one time."""
    return cost(request).peak_bytes


def examine_bytes(size: Size, format: str) -> int:
    """What looking at a finished file takes."""
    decoding = _DECODE.get(format, _DECODE_ELSE) + _ALPHA_DECODE
    return BASE + math.ceil((decoding + _EXAMINE) * size.area)


def cost(request: RenderRequest) -> Cost:
    """What the request takes and makes. What `measure` refuses is refused here, too."""
    recipe = request.composition
    if (drawing := vector(request)) is not None:
        return Cost(BASE + _TREE * os.path.getsize(drawing.path), drawing.size)
    estimate = _Estimate(request)
    made = estimate.part(recipe, ())
    mattes = sum(m.alpha.nbytes for m in request.findings.values() if isinstance(m, Matte))
    peak = max(made.peak, made.held + _encoding(recipe.output, made)) + estimate.staying.lasting
    if (moving := animated(request)) is not None:
        peak += moving.file.frames * made.size.area * _FRAME[moving.format] + estimate.laid
    return Cost(BASE + mattes + math.ceil(peak), made.size)


@dataclass(frozen=True, slots=True)
class Made:
    """A picture that would lie in memory: the most that it took to make it, what it takes now."""

    size: Size
    content: Box
    peak: float
    has_alpha: bool

    @property
    def held(self) -> float:
        return PX * self.size.area

    def after(self, step: Measured) -> Made:
        """With one more operation's pixels."""
        canvas = step.frame.canvas
        peak = max(self.peak, self.held + step.operation.scratch * canvas.area)
        alpha = self.has_alpha or step.operation.stage in (Stage.SEGMENT, Stage.OUTLINE)
        return Made(canvas, step.content, peak, alpha)


class _Estimate:
    """Walks a recipe as `Drawing` does, in numbers only."""

    def __init__(self, request: RenderRequest) -> None:
        self._request = request
        self.staying = Staying(request.composition)
        self.laid = 0.0
        """Bytes of what the recipe itself draws: all of it stays while an animation is made."""

    def part(self, part: Composition, at: Path, on: tuple[Draw, Size] | None = None) -> Made:
        leading = part.steps[0] if part.steps else None
        first = leading if isinstance(leading, Transform) else Transform(())
        made = self._opened(part, first, at, on)
        for index, step in enumerate(part.steps):
            if isinstance(step, Draw):
                made = self._drawn(made, step, (*at, index))
            elif step is not first:
                made = self._transformed(made, step, (*at, index))
        return made

    def _opened(
        self, part: Composition, first: Transform, at: Path, on: tuple[Draw, Size] | None
    ) -> Made:
        match part.source:
            case Original(ref) if ref in self._request.sources:
                alone = on if len(part.steps) <= 1 and (*part.steps, first)[0] is first else None
                return self._from_original(ref, first, (*at, 0), alone)
            case Canvas(size):
                sheet = Made(size, size.box, PX * size.area, True)
                return self._transformed(sheet, first, (*at, 0))
            case Text():
                size = bounds(part.source)
                written = Made(size, size.box, bytes_px(part.source) * size.area, True)
                return self._transformed(written, first, (*at, 0))
            case _:
                # The renderer says what is wrong with it.
                return Made(Size(1, 1), Box(0, 0, 1, 1), 0, False)

    def _from_original(
        self, ref: str, first: Transform, place: Path, on: tuple[Draw, Size] | None
    ) -> Made:
        file = self._request.sources[ref]
        start = Frame.of(file.size)
        steps = measured(
            first.operations, start, start.canvas.box, self._seen(place), nothing_around
        )
        frame, content = geometry(steps, start), None
        if on and (shown := glimpse(steps, frame, *on)):
            steps, frame, content = shown.steps, shown.frame, shown.content
        decoding, decoded = _decoding(file, start if looks_at_pixels(first) else frame)
        beside = self.staying.use(ref, decoded)
        moving = decoded + _moving(frame, decoded, file.has_alpha)
        peak = beside + max(decoding, moving)
        made = Made(frame.size, frame.size.box, peak, file.has_alpha)
        for step in steps:
            made = made.after(step)
        return replace(made, content=content) if content else made

    def _transformed(self, below: Made, step: Transform, place: Path) -> Made:
        start = Frame.of(below.size)
        steps = measured(step.operations, start, below.content, self._seen(place), nothing_around)
        frame = geometry(steps, start)
        peak = max(below.peak, below.held + _moving(frame, below.held, below.has_alpha))
        made = replace(below, size=frame.size, peak=peak)
        for one in steps:
            made = made.after(one)
        return made

    def _drawn(self, below: Made, draw: Draw, place: Path) -> Made:
        if not is_seen(draw, below.size):
            return below
        overlay = draw.placement if isinstance(draw.placement, Overlay) else None
        if overlay is None:
            above = self.part(draw.picture, place, (draw, below.size))
            seen = min(above.size.area, below.size.area)
        else:
            above = self.part(sized(draw.picture, overlay, below.size), place)
            # A repeated picture becomes a sheet; an operator may give the one below alpha.
            seen = below.size.area if overlay.repeat else min(above.size.area, below.size.area)
            seen += below.size.area if overlay.composite != "over" else 0
        if len(place) == 1:
            self.laid += above.held
        drawing = max(above.peak, self.staying.bytes + above.held + _LAY * seen)
        alpha = below.has_alpha or (overlay is not None and overlay.composite != "over")
        return replace(below, peak=max(below.peak, below.held + drawing), has_alpha=alpha)

    def _seen(self, place: Path) -> Findings:
        faces = self._request.findings.get((place, "faces"))
        return Findings(faces=faces if isinstance(faces, tuple) else None)


def _decoding(file: SourceFile, frame: Frame) -> tuple[float, float]:
    """Bytes while decoding, and of the picture that comes of it."""
    wanted = Wanted(frame.window, frame.size.swapped if frame.turn.swaps else frame.size)
    stored = storage(file.path, file.format)
    area = file.size.area
    if file.format == "jpeg":
        left = PX * area / wanted.draft(file.size) ** 2
        return left + 1.1 * stored.coefficients * area, left
    each = _DEEP_DECODE if stored.deep else _DECODE.get(file.format, _DECODE_ELSE)
    if file.has_alpha:
        each += _ALPHA_DECODE
    if file.format == "png" and area in VIPS_PX:
        each += _BESIDE
    shrunk = PX * area / wanted.factor(file.size, BLOCK_MARGIN) ** 2
    return each * area, shrunk


def _moving(frame: Frame, stored: float, has_alpha: bool) -> float:
    """Bytes that cutting, turning and resampling take beside the picture they start from."""
    result = PX * frame.size.area
    if frame == Frame.of(frame.source):
        return 0.0
    if frame.window.size == frame.size and not frame.turn.swaps:
        return result
    copied = stored + result if has_alpha else 0.75 * stored
    turned = result if frame.turn != Turn() else 0.0
    rows = min(frame.window.height, max(LEAST_PX, 3.0 * frame.size.height))
    between = PX * frame.size.width * rows
    return copied + between + result + turned


def _encoding(output: Output, made: Made) -> float:
    """Bytes that writing the result takes beside it."""
    default = "png" if made.has_alpha else "jpeg"
    asked = "avif" if output.format == AVIF_OR_JPEG else output.format
    name = asked if asked in _ENCODE else default
    if output.raw:
        return 2 * PX * made.size.area
    each = (_ENCODE_ALPHA if made.has_alpha else _ENCODE)[name]
    if name == "png" and made.size.area > pngs.PIXELS[-1]:
        each = _ENCODE_BY_ROWS
    if name == "webp" and (output.quality == 100 or output.max_bytes):
        each = max(each, _ENCODE_LOSSLESS)
    if output.max_bytes:
        # A smaller subject on an empty canvas, beside the files that were tried.
        each += _SHRINK
    return each * made.size.area

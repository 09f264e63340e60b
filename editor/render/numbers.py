"""Numbers before pixels: where every operation leaves its picture, and how much of it is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import cast

from editor.findings import BorderColour, Findings, Saliency
from editor.geometry import Box, Frame, Placement, Size, size_of
from editor.operations.base import PixelOperation
from editor.plan.composition import Draw, Transform
from editor.plan.operation import Operation, Stage
from editor.plan.overlay import Overlay

Border = Callable[[Frame, str], BorderColour]
"""Looks for the border of a picture that was cut as the frame says; the prompt is the need's."""

Eye = Callable[[Frame, Frame], Saliency | None]
"""Looks for what draws the eye in a picture that was cut as the first frame says; the second one
is that in which its pixels will be moved."""

LAST_POINTWISE = Stage.SATURATION
"""Up to here an operation does the same to a smaller picture, or to a part of it."""
_MARGIN_PX = 4
"""Kept around what is seen of a drawn picture, for the filters that look beside a pixel."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An operation, the frame after it, and the part of the canvas that is the picture itself:
    around it lie an outline or a shadow.
    """

    operation: PixelOperation
    frame: Frame
    content: Box
    seen: Findings


def measured(
    operations: Iterable[Operation], frame: Frame, content: Box, seen: Findings, border: Border
) -> tuple[Measured, ...]:
    """The frames of one Transform, folded in stage order from `frame` and its `content`."""
    found = []
    for operation in operations:
        operation = cast(PixelOperation, operation)
        for need in operation.needs():
            if need.task == "border":
                seen = replace(seen, border=border(frame, need.prompt))
        after = operation.measure(frame, seen)
        content = _content(content, frame, after, operation.stage)
        frame = after
        found.append(Measured(operation, frame, content, seen))
    return tuple(found)


def nothing_around(frame: Frame, prompt: str) -> BorderColour:
    """The border of a picture that nobody has looked at: there is none."""
    return BorderColour((0, 0, 0, 0), Box(0, 0, 1, 1))


def looks_at_pixels(step: Transform) -> bool:
    """True when pixels must be seen before its frames are known."""
    return any(need.task == "border" for o in step.operations for need in o.needs())


def looked(
    operations: tuple[Operation, ...],
    frame: Frame,
    content: Box,
    seen: Findings,
    border: Border,
    eye: Eye,
) -> tuple[Measured, ...]:
    """Like `measured`, with a look at what draws the eye if an operation asks for it. How large
    everything becomes doesn't depend on that, only where a crop lies."""
    plain = measured(operations, frame, content, seen, border)
    before = frame
    for step in plain:
        if any(need.task == "saliency" for need in step.operation.needs()):
            found = eye(before, geometry(plain, frame))
            return measured(operations, frame, content, replace(seen, saliency=found), border)
        before = step.frame
    return plain


def _content(content: Box, before: Frame, after: Frame, stage: Stage) -> Box:
    if after == before:
        return content
    if stage >= Stage.OUTLINE:
        return content.moved(after.at.x - before.at.x, after.at.y - before.at.y)
    return after.canvas.box


def geometry(steps: tuple[Measured, ...], start: Frame) -> Frame:
    """The frame in which pixels are moved, once: that after the last stage that moves them."""
    moving = [step.frame for step in steps if step.operation.stage <= Stage.RESIZE]
    return moving[-1] if moving else start


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What of a drawn picture is needed: `frame` is the part that is seen, at the size at which it
    is seen; `content` is where the whole picture lies relative to that part.
    """

    steps: tuple[Measured, ...]
    frame: Frame
    content: Box


def glimpse(steps: tuple[Measured, ...], frame: Frame, draw: Draw, canvas: Size) -> Glimpse | None:
    """The needed part of a picture that was measured so, when `draw` lays it on `canvas`. None
    when operations look beyond single pixels or extend the picture, and for overlays: then all of
    it is needed.
    """
    if isinstance(draw.placement, Overlay):
        return None
    if any(s.operation.stage > LAST_POINTWISE or s.frame.canvas != s.frame.size for s in steps):
        return None
    whole = size_of(draw.placement.width, draw.placement.height)
    size = Size(min(whole.width, frame.size.width), min(whole.height, frame.size.height))
    seen = visible(draw.placement, size.box, canvas) or Box(0, 0, 1, 1)
    edges = seen.grown(*[_MARGIN_PX] * 4).intersection(size.box).covering()
    part = Box(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])
    smaller = frame.resized(size)
    shown = smaller if part == size.box else smaller.cut(part)
    again = tuple(replace(step, frame=shown, content=shown.size.box) for step in steps)
    return Glimpse(again, shown, size.box.moved(-part.left, -part.top))


def is_seen(draw: Draw, canvas: Size) -> bool:
    """False when nothing of the drawn picture shows on the canvas. Effects reach beyond a
    placement, so pictures that have some count as seen; overlays do until their size is known.
    """
    if isinstance(draw.placement, Overlay):
        return True
    if draw.opacity == 0:
        return False
    transforms = (step for step in draw.picture.steps if isinstance(step, Transform))
    if any(o.stage >= Stage.OUTLINE for step in transforms for o in step.operations):
        return True
    unit = Box(0, 0, 1, 1)
    return visible(draw.placement, unit, canvas) is not None


def visible(placement: Placement, content: Box, canvas: Size) -> Box | None:
    """The part of a drawn picture, in its own px, that falls on the canvas."""
    place = placement.affine(content)
    on_canvas = place.bounds(content).intersection(canvas.box)
    if on_canvas.width <= 0 or on_canvas.height <= 0:
        return None
    return place.inverse().bounds(on_canvas).intersection(content)

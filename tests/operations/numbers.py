"""Runs operations in numbers: what a URL's options make of a picture's size."""

from __future__ import annotations

from editor.findings import NOTHING, Findings
from editor.geometry import Frame, Size
from editor.operations import operations
from editor.operations.base import PixelOperation
from editor.plan.composition import Transform
from editor.plan.from_url import from_url


def applied(options: str) -> tuple[PixelOperation, ...]:
    """The operations that the options mean, in stage order."""
    steps = from_url(options, "abc", operations()).composition.steps
    found = [o for step in steps if isinstance(step, Transform) for o in step.operations]
    return tuple(o for o in found if isinstance(o, PixelOperation))


def measured(options: str, width: int, height: int, seen: Findings = NOTHING) -> Frame:
    """The frame after all operations, from a source of this size."""
    frame = Frame.of(Size(width, height))
    for operation in applied(options):
        frame = operation.measure(frame, seen)
    return frame


def shown(frame: Frame) -> tuple[int, int, int, int]:
    """Left, top, width and height of the source that is shown, rounded."""
    w = frame.window
    return round(w.left), round(w.top), round(w.width), round(w.height)

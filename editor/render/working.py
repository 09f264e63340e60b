"""The pixels of a recipe's operations, stage by stage, on a picture that was moved already."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from editor.geometry import Box, Size
from editor.operations.segment import Segment
from editor.plan.operation import Stage
from editor.render.edges import cut_out
from editor.render.numbers import Measured


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels on their way (RGB, or RGBA with straight alpha). `content` is the picture itself;
    an outline or a shadow may lie around it.
    """

    pixels: Image.Image
    content: Box

    @classmethod
    def of(cls, pixels: Image.Image) -> Picture:
        return cls(pixels, Box(0, 0, *pixels.size))

    @property
    def size(self) -> Size:
        return Size(*self.pixels.size)


def worked(picture: Picture, steps: tuple[Measured, ...]) -> Picture:
    """The operations' pixels, stage by stage."""
    if not steps:
        return picture
    pixels = picture.pixels
    for step in sorted(steps, key=_turn):
        if isinstance(step.operation, Segment):
            step = _with_cut(step, step.operation, pixels)
        pixels = step.operation.apply(pixels, step.frame, step.seen)
    return Picture(pixels, steps[-1].content)


def _with_cut(step: Measured, segment: Segment, pixels: Image.Image) -> Measured:
    """The step with the subject cut out of what it sees: the picture before its bars come. Around
    a cutout they are as transparent as its background, until a background fills both.
    """
    matte = step.seen.matte if segment.segment else None
    if segment.segment and matte is None:
        return step
    cut = cut_out(pixels, matte, step.frame, segment)
    return replace(step, seen=replace(step.seen, cut=cut))


def _turn(step: Measured) -> tuple[Stage, bool]:
    """The bars of a padded picture come once the subject was cut out and the background had its
    say about them.
    """
    pads = step.operation.stage == Stage.RESIZE
    return (Stage.BACKGROUND if pads else step.operation.stage), pads

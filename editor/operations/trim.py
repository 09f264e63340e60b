"""Cuts edges off: by lengths, to a kept size, or along a border of one colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from editor.errors import InvalidOption
from editor.findings import Findings
from editor.geometry import Box, Frame, rounded
from editor.operations.base import PixelOperation
from editor.plan.colour import Colour, Rgba, colour_text
from editor.plan.kinds import Flag, Number
from editor.plan.lengths import Length
from editor.plan.operation import Need, Stage
from editor.plan.option import Shorthand, Warn, option

_SIDES = ("top", "right", "bottom", "left")
_DUST = 1e-9


def _expand(given: object) -> Mapping[str, object]:
    if given == "border":
        return {"trim.border": True}
    parts = given.split(";") if isinstance(given, str) else []
    if len(parts) != 4:
        raise ValueError("it is neither border nor four lengths")
    return {f"trim.{side}": part for side, part in zip(_SIDES, parts, strict=True)}


def _length(side: str, help: str) -> Any:
    return option(Length(), 0, help, example=f"trim.{side}=20", name=f"trim.{side}", px=True)


@dataclass(frozen=True, slots=True)
class Trim(PixelOperation):
    name: ClassVar[str] = "trim"
    stage: ClassVar[Stage] = Stage.TRIM
    shorthands: ClassVar[tuple[Shorthand, ...]] = (
        Shorthand(
            "trim",
            _expand,
            "Cuts top, right, bottom and left, or a border of one colour.",
            example="trim=20;0;20;0",
            rule="`border` or top;right;bottom;left, each in px or as a fraction below 1",
        ),
    )

    top: int | float = _length("top", "Cut from the top: px, or a fraction of the height.")
    right: int | float = _length("right", "Cut from the right: px, or a fraction of the width.")
    bottom: int | float = _length("bottom", "Cut from the bottom: px, or a fraction of the height.")
    left: int | float = _length("left", "Cut from the left: px, or a fraction of the width.")
    width: int | float = _length("width", "Width to keep, from the cut left edge on.")
    height: int | float = _length("height", "Height to keep, from the cut top edge on.")
    border: bool = option(
        Flag(),
        False,
        "Cuts a border of one colour.",
        example="trim.border=true",
        name="trim.border",
    )
    border_colour: Rgba | None = option(
        Colour(),
        None,
        "Colour of the border; without it the colour along the edges.",
        example="trim.border.color=white",
        name="trim.border.color",
    )
    border_tolerance: int = option(
        Number(0, 255, whole=True),
        10,
        "Largest difference per channel that still counts as border; 0 is exact.",
        example="trim.border.tolerance=20",
        name="trim.border.tolerance",
    )
    border_keep: int = option(
        Number(0, 10_000, whole=True, unit="px"),
        0,
        "How much of the border stays on each side.",
        example="trim.border.keep=10",
        name="trim.border.keep",
        px=True,
    )

    @classmethod
    def meant(cls, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Who describes a border wants it cut, also by values that are the usual ones; unless the
        switch says no."""
        described = {"border_colour", "border_tolerance", "border_keep"} & said.keys()
        if described and said.get("border") is False:
            return {name: value for name, value in said.items() if name not in described}
        return {**said, "border": True} if described else said

    def settled(self, warn: Warn) -> Self:
        """A described border is asked for; a kept size makes the far edge's cut needless."""
        changes: dict[str, Any] = {}
        plain = type(self)()
        described = (self.border_colour, self.border_tolerance, self.border_keep)
        if described != (plain.border_colour, plain.border_tolerance, plain.border_keep):
            changes["border"] = True
        for kept, far in (("width", "right"), ("height", "bottom")):
            if getattr(self, kept) and getattr(self, far):
                warn(f"trim.{far} does nothing beside trim.{kept}")
                changes[far] = 0
        return replace(self, **changes) if changes else self

    def needs(self) -> tuple[Need, ...]:
        """The prompt tells which colour to look for, and how exactly."""
        if not self.border:
            return ()
        colour = "auto" if self.border_colour is None else colour_text(self.border_colour)
        return (Need("border", prompt=f"{colour};{self.border_tolerance}"),)

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        """Borders first, then lengths; all on whole pixels. InvalidOption when nothing is left."""
        if self.border and seen.border is not None:
            frame = self._without_border(frame, frame.locate(seen.border.inner))
        width, height = frame.size.width, frame.size.height
        left, right = _span(self.left, self.right, self.width, width)
        top, bottom = _span(self.top, self.bottom, self.height, height)
        if right <= left or bottom <= top:
            raise InvalidOption(
                f"trim leaves nothing of the {width}x{height} px picture.",
                remedy="Trim less than the whole width and height.",
            )
        kept = Box(left, top, right - left, bottom - top)
        return frame if kept == frame.size.box else frame.cut(kept)

    def _without_border(self, frame: Frame, inner: Box) -> Frame:
        """A picture that is border all over stays as it is."""
        if inner.width < 0.5 or inner.height < 0.5:
            return frame
        left, top, right, bottom = inner.pixels()
        keep = self.border_keep
        box = Box(left, top, right - left, bottom - top).grown(keep, keep, keep, keep)
        kept = box.intersection(frame.size.box)
        return frame if kept == frame.size.box else frame.cut(kept)


def _span(
    near: int | float, far: int | float, kept: int | float, dimension: int
) -> tuple[int, int]:
    """Start and end along one dimension, px. Parts that don't make up all of it leave a pixel,
    however they are rounded."""
    start = _px(near, dimension)
    if kept:
        end, gone = min(dimension, start + max(1, _px(kept, dimension))), _part(near, dimension)
    else:
        gone = _part(near, dimension) + _part(far, dimension)
        end = dimension - _px(far, dimension)
    if end <= start and gone < 1 - _DUST:
        start = min(start, dimension - 1)
        end = start + 1
    return start, end


def _px(length: int | float, dimension: int) -> int:
    return length if isinstance(length, int) else rounded(length * dimension)


def _part(length: int | float, dimension: int) -> float:
    return length / dimension if isinstance(length, int) else length

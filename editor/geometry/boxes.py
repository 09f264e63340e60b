"""Points, sizes and boxes, and the one rounding rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from editor.errors import InvalidOption


def rounded(value: float) -> int:
    """The nearest whole number, halves upward: the one rounding rule of the project."""
    return math.floor(value + 0.5)


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Size:
    """Whole pixels, at least one each way."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise InvalidOption(
                f"A picture of {self.width}x{self.height} px has no pixels.",
                remedy="Keep at least 1 px in each direction.",
            )

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def swapped(self) -> Size:
        return Size(self.height, self.width)

    def scaled(self, x: float, y: float | None = None) -> Size:
        """Both sides multiplied and rounded, never below 1 px."""
        return size_of(self.width * x, self.height * (x if y is None else y))

    def within(self, longest: int) -> Size:
        """The same shape with no side above `longest`; unchanged when it fits."""
        return self.scaled(min(1.0, longest / max(self.width, self.height)))


def size_of(width: float, height: float) -> Size:
    """A size from fractional sides: rounded, at least 1 px."""
    return Size(max(1, rounded(width)), max(1, rounded(height)))


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> Point:
        return Point(self.left + self.width / 2, self.top + self.height / 2)

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def size(self) -> Size:
        return size_of(self.width, self.height)

    @property
    def ltrb(self) -> tuple[float, float, float, float]:
        return self.left, self.top, self.right, self.bottom

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.width, self.height)

    def scaled(self, x: float, y: float | None = None) -> Box:
        y = x if y is None else y
        return Box(self.left * x, self.top * y, self.width * x, self.height * y)

    def grown(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box(
            self.left - left, self.top - top, self.width + left + right, self.height + top + bottom
        )

    def intersection(self, other: Box) -> Box:
        """The common part; of zero width or height when there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))

    def shifted_inside(self, outer: Box) -> Box:
        """Moved, never resized, so that it lies in `outer` as far as its size allows."""
        left = max(outer.left, min(self.left, outer.right - self.width))
        top = max(outer.top, min(self.top, outer.bottom - self.height))
        return Box(left, top, self.width, self.height)

    def pixels(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom as whole pixels, edges rounded, at least 1 px each way."""
        left, top = rounded(self.left), rounded(self.top)
        return left, top, max(left + 1, rounded(self.right)), max(top + 1, rounded(self.bottom))

    def covering(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of the smallest whole-pixel box that holds this one."""
        edges = (math.floor(self.left), math.floor(self.top))
        return *edges, math.ceil(self.right), math.ceil(self.bottom)


def union(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all, or None for no boxes."""
    every = list(boxes)
    if not every:
        return None
    left, top = min(b.left for b in every), min(b.top for b in every)
    right, bottom = max(b.right for b in every), max(b.bottom for b in every)
    return Box(left, top, right - left, bottom - top)

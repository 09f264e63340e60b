"""How a picture comes from its source: cut, turned, resampled, laid on a canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.geometry.boxes import Box, Point, Size


@dataclass(frozen=True, slots=True)
class Turn:
    """A mirror left-right, then `quarters` clockwise quarter turns (0 to 3): the eight turns."""

    mirror: bool = False
    quarters: int = 0

    @property
    def swaps(self) -> bool:
        return self.quarters % 2 == 1

    def then(self, after: Turn) -> Turn:
        """First this, then `after`. A mirror that comes later undoes the turns before it."""
        before = -self.quarters if after.mirror else self.quarters
        return Turn(self.mirror != after.mirror, (before + after.quarters) % 4)

    def point(self, p: Point) -> Point:
        """A point of the unit square, turned inside it."""
        x, y = (1 - p.x if self.mirror else p.x), p.y
        for _ in range(self.quarters):
            x, y = 1 - y, x
        return Point(x, y)

    def inverse(self) -> Turn:
        """A mirror that follows turns is its own undoing; pure turns turn back."""
        return self if self.mirror else Turn(False, -self.quarters % 4)

    def box(self, b: Box) -> Box:
        """A box of the unit square, turned inside it."""
        p, q = self.point(Point(b.left, b.top)), self.point(Point(b.right, b.bottom))
        return Box(min(p.x, q.x), min(p.y, q.y), abs(q.x - p.x), abs(q.y - p.y))


FLIP_H = Turn(mirror=True)
FLIP_V = Turn(mirror=True, quarters=2)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a picture comes from its source: cut `window`, turn it, resample to `size`, lay it at
    `at` on a canvas of `canvas` px. All operations that move pixels only change these numbers;
    pixels are then moved once.
    """

    source: Size
    window: Box
    turn: Turn
    size: Size
    canvas: Size
    at: Point

    @classmethod
    def of(cls, source: Size) -> Frame:
        """The whole of an upright source, one to one."""
        return cls(source, source.box, Turn(), source, source, Point(0, 0))

    @property
    def content(self) -> Box:
        """Where the source's pixels lie on the canvas."""
        return Box(self.at.x, self.at.y, self.size.width, self.size.height)

    def cut(self, box: Box) -> Frame:
        """Keep `box`, given in px of the present picture; only before anything extends it."""
        unit = box.scaled(1 / self.size.width, 1 / self.size.height)
        part = self.turn.inverse().box(unit).scaled(self.window.width, self.window.height)
        size = box.size
        moved = part.moved(self.window.left, self.window.top)
        # Whole pixels stay whole: the way through fractions leaves dust of about 1e-13.
        window = Box(*(round(v, 6) for v in (moved.left, moved.top, moved.width, moved.height)))
        return replace(self, window=window, size=size, canvas=size)

    def turned(self, turn: Turn) -> Frame:
        size = self.size.swapped if turn.swaps else self.size
        return replace(self, turn=self.turn.then(turn), size=size, canvas=size)

    def resized(self, size: Size) -> Frame:
        return replace(self, size=size, canvas=size)

    def extended(self, left: int, top: int, right: int, bottom: int) -> Frame:
        """A larger canvas around the present one."""
        canvas = Size(self.canvas.width + left + right, self.canvas.height + top + bottom)
        return replace(self, canvas=canvas, at=Point(self.at.x + left, self.at.y + top))

    def locate(self, fraction: Box) -> Box:
        """A box in source fractions (0..1), in px of the present canvas; not clipped."""
        px = fraction.scaled(self.source.width, self.source.height)
        unit = px.moved(-self.window.left, -self.window.top).scaled(
            1 / self.window.width, 1 / self.window.height
        )
        turned = self.turn.box(unit).scaled(self.size.width, self.size.height)
        return turned.moved(self.at.x, self.at.y)

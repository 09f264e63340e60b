"""Maps of the plane, and the placement of a picture on a canvas."""

from __future__ import annotations

import math
from dataclasses import dataclass

from editor.geometry.boxes import Box, Point


@dataclass(frozen=True, slots=True)
class Affine:
    """x' = a*x + c*y + e, y' = b*x + d*y + f: the order of CSS `matrix(a, b, c, d, e, f)`."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, point: Point) -> Point:
        return Point(
            self.a * point.x + self.c * point.y + self.e,
            self.b * point.x + self.d * point.y + self.f,
        )

    def then(self, after: Affine) -> Affine:
        """First this, then `after`."""
        return Affine(
            after.a * self.a + after.c * self.b,
            after.b * self.a + after.d * self.b,
            after.a * self.c + after.c * self.d,
            after.b * self.c + after.d * self.d,
            after.a * self.e + after.c * self.f + after.e,
            after.b * self.e + after.d * self.f + after.f,
        )

    @property
    def determinant(self) -> float:
        return self.a * self.d - self.b * self.c

    def inverse(self) -> Affine:
        """The map back; ZeroDivisionError for a map that flattens the plane."""
        k = 1 / self.determinant
        return Affine(
            self.d * k,
            -self.b * k,
            -self.c * k,
            self.a * k,
            (self.c * self.f - self.d * self.e) * k,
            (self.b * self.e - self.a * self.f) * k,
        )

    def bounds(self, box: Box) -> Box:
        """The upright box around the mapped corners of `box`."""
        corners = [self(Point(x, y)) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        xs, ys = [p.x for p in corners], [p.y for p in corners]
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture lies on a canvas, in its px: centre, drawn size, clockwise degrees, flips."""

    x: float
    y: float
    width: float
    height: float
    rotation: float = 0.0
    flip_x: bool = False
    flip_y: bool = False

    def affine(self, content: Box) -> Affine:
        """The map from picture pixels to canvas pixels that lays `content` on this placement."""
        sx = self.width / content.width * (-1 if self.flip_x else 1)
        sy = self.height / content.height * (-1 if self.flip_y else 1)
        centre = content.centre
        turn = math.radians(self.rotation)
        cos, sin = math.cos(turn), math.sin(turn)
        return (
            Affine(e=-centre.x, f=-centre.y)
            .then(Affine(a=sx, d=sy))
            .then(Affine(cos, sin, -sin, cos, self.x, self.y))
        )

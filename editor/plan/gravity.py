"""Gravity: which part of a picture survives a crop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.plan.kinds import decimal, plain
from editor.plan.option import Warn

Point = tuple[float, float]
"""Relative position: the point (X, Y) of the result lies on the point (X, Y) of the picture."""


@dataclass(frozen=True, slots=True)
class Middle:
    """A relative position on which the middle of the result lies, as far as the picture reaches."""

    x: float
    y: float


Place = Point | Middle | str

FACE = "face"
AUTO = "auto"
"""What draws the eye, seen without a model."""
CENTRE: Point = (0.5, 0.5)
SIDES: Mapping[str, Point] = {
    "left": (0.0, 0.5),
    "right": (1.0, 0.5),
    "top": (0.5, 0.0),
    "bottom": (0.5, 1.0),
    "center": CENTRE,
}
MODES = ("remainder", "box-center")
"""What a point means. Nobody documents the second one: by its name the crop's middle lies there."""


@dataclass(frozen=True)
class Gravity:
    """`face`, `auto`, or a relative point, which a side stands for, too; behind a semicolon its
    mode."""

    takes_objects = True

    def parse(self, given: object, warn: Warn) -> Place:
        if isinstance(given, Mapping):
            return _of_object(given)
        word = str(given)
        if word in (FACE, AUTO):
            return word
        if word == "entropy":
            warn("gravity=entropy was read as auto")
            return AUTO
        if word in SIDES:
            return SIDES[word]
        if word == "side":
            warn("gravity=side names no side; the centre was taken")
            return CENTRE
        point, semicolon, mode = word.partition(";")
        x, times, y = point.partition("x")
        if not times:
            raise ValueError("it is neither a side nor a point")
        return _point(x, y, mode if semicolon else None)

    def text(self, value: Any) -> str:
        for side, point in SIDES.items():
            if value == point:
                return side
        if isinstance(value, Middle):
            return f"{_written(value.x, value.y)};{MODES[1]}"
        return value if isinstance(value, str) else _written(*value)

    def json(self, value: Any) -> Any:
        return self.text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "words": [*SIDES, FACE, AUTO], "or": "XxY, each from 0 to 1"}

    def rule(self) -> str:
        words = ", ".join(f"`{w}`" for w in (*SIDES, FACE, AUTO))
        return f"{words}, or a point XxY, each from 0 to 1, also as XxY;{MODES[1]}"


def _of_object(given: Mapping[Any, Any]) -> Point | Middle:
    if not given.keys() <= {"x", "y", "mode"}:
        raise ValueError("a point has x, y and mode")
    # Clients write null for what they leave out.
    given = {name: value for name, value in given.items() if value is not None}
    return _point(given.get("x", 0.5), given.get("y", 0.5), given.get("mode"))


def _point(x: object, y: object, mode: object) -> Point | Middle:
    point = decimal(x), decimal(y)
    if not all(0 <= v <= 1 for v in point):
        raise ValueError("a coordinate lies outside 0 to 1")
    if mode is not None and mode not in MODES:
        raise ValueError(f"a point's mode is {' or '.join(MODES)}")
    # In the middle both modes are one.
    return Middle(*point) if mode == MODES[1] and point != CENTRE else point


def _written(x: float, y: float) -> str:
    return f"{plain(x)!r}x{plain(y)!r}"

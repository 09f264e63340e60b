"""Gravity: which part of a picture survives a crop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.errors import NotYet
from editor.plan.kinds import decimal, plain
from editor.plan.option import Warn, shown

Point = tuple[float, float]
"""Relative position: the point (X, Y) of the result lies on the point (X, Y) of the picture."""

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


@dataclass(frozen=True)
class Gravity:
    """`face`, `auto`, or a relative point, which a side stands for, too."""

    takes_objects = True

    def parse(self, given: object, warn: Warn) -> Point | str:
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
        x, times, y = word.partition("x")
        if not times:
            raise ValueError("it is neither a side nor a point")
        return _point(x, y)

    def text(self, value: Any) -> str:
        for side, point in SIDES.items():
            if value == point:
                return side
        return value if isinstance(value, str) else "x".join(repr(plain(v)) for v in value)

    def json(self, value: Any) -> Any:
        return self.text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "words": [*SIDES, FACE, AUTO], "or": "XxY, each from 0 to 1"}

    def rule(self) -> str:
        return (
            f"{', '.join(f'`{w}`' for w in (*SIDES, FACE, AUTO))} or a point XxY, each from 0 to 1"
        )


def _of_object(given: Mapping[Any, Any]) -> Point:
    if not given.keys() <= {"x", "y", "mode"}:
        raise ValueError("a point has x and y")
    # Clients write null for what they leave out.
    given = {name: value for name, value in given.items() if value is not None}
    if given.get("mode", "remainder") != "remainder":
        raise NotYet(
            f"The mode {shown(given['mode'])} of a point isn't documented by anybody.",
            remedy="Leave mode out.",
        )
    return _point(given.get("x", 0.5), given.get("y", 0.5))


def _point(x: object, y: object) -> Point:
    point = decimal(x), decimal(y)
    if not all(0 <= v <= 1 for v in point):
        raise ValueError("a coordinate lies outside 0 to 1")
    return point

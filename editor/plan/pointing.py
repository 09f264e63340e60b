"""Points that a person picked in a picture, in fractions of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from editor.plan.kinds import decimal, plain
from editor.plan.option import Warn

Picked = tuple[float, float]


@dataclass(frozen=True)
class PickedPoints:
    """Points `x~y`, parted by `;` in a URL; lists of two numbers in JSON."""

    most: int

    def parse(self, given: object, warn: Warn) -> tuple[Picked, ...]:
        if isinstance(given, str):
            given = [one.split("~") for one in given.split(";") if one]
        if not isinstance(given, list | tuple):
            raise ValueError("it isn't a list of points")
        if len(given) > self.most:
            raise ValueError(f"it holds more than {self.most} points")
        # The order in which they were picked says nothing: equal meaning, equal form.
        return tuple(sorted({_point(one) for one in given}))

    def text(self, value: Any) -> str:
        return ";".join(f"{plain(x)!r}~{plain(y)!r}" for x, y in value)

    def json(self, value: Any) -> Any:
        return [[plain(x), plain(y)] for x, y in value]

    def schema(self) -> dict[str, Any]:
        point = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
        return {"type": "array", "items": point, "maxItems": self.most}

    def rule(self) -> str:
        return f"up to {self.most} points x~y as fractions of the picture, parted by `;`"


def _point(given: object) -> Picked:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
        raise ValueError("a point has two numbers")
    x, y = (decimal(v) for v in given)
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError("a point lies outside the picture")
    return x, y

"""Lengths along an edge, and boxes: in px of the picture or as parts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from editor.geometry import Box
from editor.plan.kinds import decimal, plain
from editor.plan.option import Warn, grown

LONGEST_PX = 100_000


def share(given: object, warn: Warn) -> float:
    """The fraction that a length is, above 0 and below 1; 0 for px. ValueError for no number.

    JSON of browsers and Workers writes 1.0 as 1, so that it is 1 px everywhere; who wrote a point
    is told.
    """
    value = decimal(given)
    if value == 1 and (isinstance(given, float) or (isinstance(given, str) and "." in given)):
        warn("1.0 was read as 1 px; a fraction is below 1")
    return value if 0 < value < 1 else 0.0


@dataclass(frozen=True)
class Length:
    """A whole number of px (an int), or a fraction of the dimension (a float between 0 and 1)."""

    def parse(self, given: object, warn: Warn) -> int | float:
        if fraction := share(given, warn):
            return fraction
        value = decimal(given)
        if value != int(value):
            raise ValueError("it is neither whole px nor a fraction below 1")
        if not 0 <= value <= LONGEST_PX:
            raise ValueError(f"it lies outside 0 to {LONGEST_PX}")
        return int(value)

    def grown(self, value: int | float, factor: float) -> int | float:
        """Lengths in px grow; fractions stay."""
        return value if isinstance(value, float) else grown(value, factor)

    def text(self, value: Any) -> str:
        return repr(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": LONGEST_PX, "unit": "px"}

    def rule(self) -> str:
        return "whole px, or a fraction of the dimension between 0 and 1"


Fractions = tuple[float, float, float, float]
"""Left, top, width, height of a box, in fractions of the picture (0..1)."""

WHOLE: Fractions = (0.0, 0.0, 1.0, 1.0)


def box_of(fractions: Fractions) -> Box:
    return Box(*fractions)


@dataclass(frozen=True)
class BoxFractions:
    """One box, `left;top;width;height` or a list of four numbers."""

    def parse(self, given: object, warn: Warn) -> Fractions:
        return _box(given.split(";") if isinstance(given, str) else given)

    def text(self, value: Any) -> str:
        return ";".join(repr(plain(v)) for v in value)

    def json(self, value: Any) -> Any:
        return [plain(v) for v in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}

    def rule(self) -> str:
        return "left;top;width;height as fractions of the picture"


@dataclass(frozen=True)
class ManyBoxes:
    """Boxes one after the other: four numbers each in a URL, a list of lists in JSON."""

    most: int

    def parse(self, given: object, warn: Warn) -> tuple[Fractions, ...]:
        if isinstance(given, str):
            numbers = given.split(";") if given else []
            given = [numbers[i : i + 4] for i in range(0, len(numbers), 4)]
        if not isinstance(given, (list, tuple)):
            raise ValueError("it isn't a list of boxes")
        if len(given) > self.most:
            raise ValueError(f"it holds more than {self.most} boxes")
        return tuple(sorted(_box(one) for one in given))

    def text(self, value: Any) -> str:
        return ";".join(BoxFractions().text(one) for one in value)

    def json(self, value: Any) -> Any:
        return [BoxFractions().json(one) for one in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": BoxFractions().schema(), "maxItems": self.most}

    def rule(self) -> str:
        return f"up to {self.most} boxes left;top;width;height as fractions of the picture"


def _box(given: object) -> Fractions:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 4:
        raise ValueError("a box has four numbers")
    left, top, width, height = (decimal(v) for v in given)
    if left < 0 or top < 0 or width <= 0 or height <= 0:
        raise ValueError("a box starts at 0 or later and has a width and a height")
    # A sum such as 0.9 + 0.1 may exceed 1 by a rounding error.
    if left + width > 1 + 1e-9 or top + height > 1 + 1e-9:
        raise ValueError("the box leaves the picture")
    return left, top, width, height

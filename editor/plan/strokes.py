"""Strokes of the erase and restore brush: vectors over the source, not pixels.

A stroke is a line of straight segments through its points. At a point the brush has the radius
`size / 2` times the source's longer side times the point's pressure; along a segment the radius
changes evenly. Ends and joints are round. See `render/strokes.py` for how it covers pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.plan.kinds import Choice, Number, decimal, plain
from editor.plan.nested import Listed, Object, Points
from editor.plan.operation import OptionSet
from editor.plan.option import Warn, option

MAX_STROKES = 2000
MAX_POINTS = 100_000
"""Points of all strokes of one picture together."""


@dataclass(frozen=True, slots=True)
class Stroke(OptionSet):
    """One stroke of the erase or restore brush, kept as a vector."""

    mode: str = option(Choice(("erase", "restore")), "erase", "What it does.", example="restore")
    size: float = option(
        Number(0, 1),
        0.02,
        "The brush's diameter, as a part of the source's longer side.",
        example="0.05",
    )
    hardness: float = option(
        Number(0, 1), 0.8, "The part of the radius that covers fully.", example="0.5"
    )
    opacity: float = option(Number(0, 1), 1.0, "1 covers fully, 0 not at all.", example="0.5")
    points: tuple[tuple[float, ...], ...] = option(
        Points(5000), (), "Its line.", example="[[0.1, 0.2]]"
    )


_STROKE = Object(Stroke, "stroke")


@dataclass(frozen=True)
class Strokes(Listed):
    """Strokes in the order in which they were drawn. In a URL strokes are parted by `|`, the parts
    of a stroke by `;`: its mode, size, hardness and opacity, then its points, all with `~`
    between numbers.
    """

    kind: Object = _STROKE
    most: int = MAX_STROKES
    what: str = "strokes"

    def parse(self, given: object, warn: Warn) -> tuple[Stroke, ...]:
        if isinstance(given, str):
            given = [_spelt(one) for one in given.split("|") if one]
        if isinstance(given, tuple) and all(isinstance(one, Stroke) for one in given):
            return given
        read: tuple[Stroke, ...] = super().parse(given, warn)
        if sum(len(stroke.points) for stroke in read) > MAX_POINTS:
            raise ValueError(f"they have more than {MAX_POINTS} points together")
        return read

    def text(self, value: Any) -> str:
        return "|".join(_text(stroke) for stroke in value)

    def rule(self) -> str:
        return f"a list of at most {self.most} strokes; in a URL `mode~size~hardness~opacity;x~y;…`"


def _spelt(given: str) -> dict[str, object]:
    """A stroke of a URL as the JSON object that says the same."""
    head, *points = given.split(";")
    words = head.split("~")
    if len(words) != 4:
        raise ValueError("a stroke starts with its mode, size, hardness and opacity")
    line = [[decimal(v) for v in point.split("~")] for point in points]
    return dict(zip(("mode", "size", "hardness", "opacity"), words, strict=True)) | {"points": line}


def _text(stroke: Stroke) -> str:
    numbers = (stroke.size, stroke.hardness, stroke.opacity)
    head = "~".join((stroke.mode, *map(_number, numbers)))
    return ";".join((head, *("~".join(map(_number, point)) for point in stroke.points)))


def _number(value: float) -> str:
    return repr(plain(value))

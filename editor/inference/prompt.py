"""What a person points at, so that a model cuts out just that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

from editor.errors import InvalidOption
from editor.geometry import Box, Point

LONGEST_PROMPT = 16_384
MOST_POINTS = 256
MASKS = 3


@dataclass(frozen=True, slots=True)
class Prompt:
    """Points on the subject, points beside it, and a box around it, in fractions of the picture."""

    inside: tuple[Point, ...] = ()
    outside: tuple[Point, ...] = ()
    box: Box | None = None
    mask: int | None = None
    """Which of the model's three masks, small to large, is meant; None: its best."""


def parse(text: str) -> Prompt:
    """`{"inside": [[x, y]], "outside": [[x, y]], "box": [left, top, width, height], "mask": 0}`,
    each part optional, but a box or a point inside must be there. InvalidOption for anything
    else."""
    try:
        data = json.loads(text[: LONGEST_PROMPT + 1])
        prompt = Prompt(
            _points(data.get("inside", [])),
            _points(data.get("outside", [])),
            _box(data["box"]) if "box" in data else None,
            _mask(data["mask"]) if "mask" in data else None,
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _wrong(f"The prompt can't be read: {str(error)[:80]}.") from None
    if not prompt.inside and prompt.box is None:
        raise _wrong("The prompt says nothing about the subject.")
    return prompt


def _points(values: Any) -> tuple[Point, ...]:
    if len(values) > MOST_POINTS:
        raise ValueError(f"more than {MOST_POINTS} points")
    return tuple(Point(_fraction(x), _fraction(y)) for x, y in values)


def _box(values: Any) -> Box:
    left, top, width, height = (_fraction(v) for v in values)
    box = Box(left, top, width, height).intersection(Box(0, 0, 1, 1))
    if box.area <= 0:
        raise ValueError("the box is empty")
    return box


def _mask(value: Any) -> int:
    if value not in range(MASKS) or isinstance(value, bool):
        raise ValueError(f"a mask is one of 0 to {MASKS - 1}")
    return int(value)


def _fraction(value: Any) -> float:
    number = float(value)
    if not isfinite(number) or not 0 <= number <= 1:
        raise ValueError(f"{number:g} isn't a fraction from 0 to 1")
    return number


def _wrong(text: str) -> InvalidOption:
    return InvalidOption(
        text, remedy='Write {"inside": [[x, y], ...], "box": [left, top, width, height]}.'
    )

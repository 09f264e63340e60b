"""Paints in CSS notation: one colour, or a linear or radial gradient."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from editor.plan.colour import Rgba, colour_text, read_colour
from editor.plan.gradient import LinearGradient, RadialGradient, Stop, read_linear, read_radial
from editor.plan.kinds import plain
from editor.plan.option import Warn

MAX_LENGTH = 2000

Fill = Rgba | LinearGradient | RadialGradient
"""What a paint is made of; frozen data for the renderer."""

_CALL = re.compile(r"(linear|radial)-gradient\((.*)\)")


def read_paint(text: str) -> Fill:
    """The paint that `text` describes; ValueError when it describes none."""
    word = text.strip().lower()
    if len(word) > MAX_LENGTH:
        raise ValueError(f"it is longer than {MAX_LENGTH} characters")
    call = _CALL.fullmatch(word)
    if call is None:
        return read_colour(word)
    return read_linear(call[2]) if call[1] == "linear" else read_radial(call[2])


def paint_text(fill: Fill) -> str:
    """The one spelling of a paint."""
    match fill:
        case LinearGradient(towards, stops):
            line = f"to {towards}" if isinstance(towards, str) else f"{_plain(towards)}deg"
            return f"linear-gradient({line},{_stops(stops)})"
        case RadialGradient(circle, extent, x, y, stops):
            shape = "circle" if circle else "ellipse"
            at = f"{_plain(x)}% {_plain(y)}%"
            return f"radial-gradient({shape} {extent} at {at},{_stops(stops)})"
        case _:
            return colour_text(fill)


def _stops(stops: tuple[Stop, ...]) -> str:
    return ",".join(f"{colour_text(stop.colour)} {_plain(stop.at)}%" for stop in stops)


def _plain(value: float) -> str:
    return repr(plain(value))


@dataclass(frozen=True)
class Paint:
    """An option whose value is a paint's canonical text; `read_paint` turns it into data."""

    def parse(self, given: object, warn: Warn) -> str:
        if not isinstance(given, str):
            raise ValueError("it isn't text")
        return paint_text(read_paint(given))

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "paint", "maxLength": MAX_LENGTH}

    def rule(self) -> str:
        return "a CSS colour or a `linear-gradient()` or `radial-gradient()` with stops in percent"

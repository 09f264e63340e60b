"""Linear and radial gradients: their data, and how CSS notation is read.

CSS Images 3, sections 3.1 to 3.4, of which this reads the part that needs no lengths: places are
percentages. Colours between two stops are mixed premultiplied in sRGB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from editor.plan.colour import Rgba, read_colour
from editor.plan.kinds import decimal

MAX_STOPS = 32
EXTENTS = ("farthest-corner", "farthest-side", "closest-corner", "closest-side")

_COMMA = re.compile(r",(?![^()]*\))")
"""A comma that isn't inside a colour's brackets."""
_BLANK = re.compile(r"\s+(?![^()]*\))")
_UNITS = {"deg": 1.0, "grad": 0.9, "rad": 57.29577951308232, "turn": 360.0}
_SIDES = {"top": 0.0, "right": 90.0, "bottom": 180.0, "left": 270.0}
_ALONG = {"left": 0.0, "center": 50.0, "right": 100.0}
_DOWN = {"top": 0.0, "center": 50.0, "bottom": 100.0}


@dataclass(frozen=True, slots=True)
class Stop:
    """A colour at a percentage of the gradient's line."""

    colour: Rgba
    at: float


@dataclass(frozen=True, slots=True)
class LinearGradient:
    """`towards` is an angle in degrees, 0 upwards and clockwise, or a corner such as `top left`."""

    towards: float | str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class RadialGradient:
    """From the point (x, y), in percent of the area, to the reach of `extent`."""

    circle: bool
    extent: str
    x: float
    y: float
    stops: tuple[Stop, ...]


def read_linear(inside: str) -> LinearGradient:
    """The gradient from what stands in the brackets, in lower case; ValueError for nonsense."""
    parts = [part.strip() for part in _COMMA.split(inside)]
    towards = _towards(parts[0])
    stops = _stops(parts if towards is None else parts[1:])
    return LinearGradient(_SIDES["bottom"] if towards is None else towards, stops)


def read_radial(inside: str) -> RadialGradient:
    """The same for a radial gradient."""
    parts = [part.strip() for part in _COMMA.split(inside)]
    shape = _shape(parts[0])
    stops = _stops(parts if shape is None else parts[1:])
    circle, extent, (x, y) = shape or (False, EXTENTS[0], (50.0, 50.0))
    return RadialGradient(circle, extent, x, y, stops)


def _towards(text: str) -> float | str | None:
    """The direction, or None when `text` is already the first stop."""
    if text.startswith("to "):
        sides = text[3:].split()
        if len(sides) == 1 and sides[0] in _SIDES:
            return _SIDES[sides[0]]
        down = [side for side in sides if side in ("top", "bottom")]
        along = [side for side in sides if side in ("left", "right")]
        if len(sides) == 2 and down and along:
            return f"{down[0]} {along[0]}"
        raise ValueError(f"{text[:30]!r} names no side or corner")
    for unit, degrees in _UNITS.items():
        if text.endswith(unit) and text[:1] in "+-.0123456789":
            return decimal(text.removesuffix(unit).removeprefix("+")) * degrees % 360 % 360
    return None


def _shape(text: str) -> tuple[bool, str, tuple[float, float]] | None:
    """Circle or ellipse, extent and centre, or None when `text` is already the first stop."""
    words = text.split()
    at = words.index("at") if "at" in words else len(words)
    form, where = words[:at], words[at + 1 :]
    if not words or set(form) - {"circle", "ellipse", *EXTENTS}:
        return None
    extents = [word for word in form if word in EXTENTS]
    shapes = [word for word in form if word not in EXTENTS]
    if len(extents) > 1 or len(shapes) > 1:
        raise ValueError(f"{text[:30]!r} names two shapes or extents")
    centre = (50.0, 50.0) if at == len(words) else _centre(where)
    return shapes == ["circle"], extents[0] if extents else EXTENTS[0], centre


def _centre(words: list[str]) -> tuple[float, float]:
    if len(words) == 1:
        words = ["center", words[0]] if words[0] in ("top", "bottom") else [words[0], "center"]
    if len(words) != 2:
        raise ValueError("its centre isn't a point")
    if words[0] in ("top", "bottom") or words[1] in ("left", "right"):
        words.reverse()
    return _position(words[0], _ALONG), _position(words[1], _DOWN)


def _position(word: str, names: dict[str, float]) -> float:
    return names[word] if word in names else _percent(word)


def _percent(word: str) -> float:
    if word == "0":
        return 0.0
    if not word.endswith("%"):
        raise ValueError(f"{word[:20]!r} isn't a percentage")
    value = decimal(word[:-1])
    if not -1000 <= value <= 1000:
        raise ValueError(f"{word[:20]!r} lies outside -1000% to 1000%")
    return value


def _stops(parts: list[str]) -> tuple[Stop, ...]:
    """All stops with places as CSS gives them: ends at 0 and 100 %, no step back, the rest even."""
    given: list[tuple[Rgba, float | None]] = []
    for part in parts:
        words = _BLANK.split(part)
        if len(words) > 3:
            raise ValueError(f"{part[:30]!r} isn't a colour with one or two percentages")
        colour = read_colour(words[0])
        given += [(colour, _percent(word)) for word in words[1:]] or [(colour, None)]
    if not 2 <= len(given) <= MAX_STOPS:
        raise ValueError(f"a gradient has 2 to {MAX_STOPS} stops")
    return tuple(_placed(given))


def _placed(given: list[tuple[Rgba, float | None]]) -> list[Stop]:
    places = [at for _, at in given]
    first = 0.0 if places[0] is None else places[0]
    places[0], places[-1] = first, 100.0 if places[-1] is None else places[-1]
    known: dict[int, float] = {}
    for index, at in enumerate(places):
        if at is not None:
            known[index] = max(at, *known.values(), first)
    stops = []
    for index, (colour, _) in enumerate(given):
        before = max(k for k in known if k <= index)
        after = min(k for k in known if k >= index)
        share = (index - before) / (after - before) if after > before else 0.0
        stops.append(Stop(colour, known[before] + (known[after] - known[before]) * share))
    return stops

"""Colours in CSS notation: hex, names and functions, read to one 8-bit RGBA value."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from editor.geometry import rounded
from editor.plan import _colour_spaces as spaces
from editor.plan._colour_names import NAMES
from editor.plan.option import Warn

MAX_LENGTH = 100


class Rgba(NamedTuple):
    """sRGB with straight alpha, 0..255 each; fits wherever Pillow takes a colour."""

    red: int
    green: int
    blue: int
    alpha: int = 255


TRANSPARENT = Rgba(0, 0, 0, 0)
BLACK = Rgba(0, 0, 0)
WHITE = Rgba(255, 255, 255)

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII)
_CALL = re.compile(r"(?:(rgb|hsl)a?|(hwb|(?:ok)?(?:lab|lch)))\(([^()]*)\)")
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,2})?)(%|[a-z]*)", re.ASCII)
_TURNS = {"": 360.0, "deg": 360.0, "grad": 400.0, "rad": 6.283185307179586, "turn": 1.0}


def read_colour(text: str) -> Rgba:
    """The colour that `text` names; ValueError when it names none.

    CSS Color 4 without `color()`. As in browsers, channels out of range are clipped. All fully
    transparent colours are one: premultiplied, nothing tells them apart.
    """
    word = text.strip().lower()
    if len(word) > MAX_LENGTH:
        raise ValueError(f"it is longer than {MAX_LENGTH} characters")
    if word in NAMES:
        word = f"#{NAMES[word]}"
    if word == "transparent":
        return TRANSPARENT
    if _HEX.fullmatch(word):
        return _seen(_from_hex(word[1:]))
    if call := _CALL.fullmatch(word):
        return _seen(_from_call(call[1] or call[2], call[3], commas=bool(call[1])))
    raise ValueError("it isn't a CSS colour")


def colour_text(colour: Rgba) -> str:
    """The one spelling of a colour: `#rrggbb`, `#rrggbbaa` or `transparent`."""
    if colour.alpha == 0:
        return "transparent"
    return "#" + bytes(colour if colour.alpha < 255 else colour[:3]).hex()


def _seen(colour: Rgba) -> Rgba:
    return colour if colour.alpha else TRANSPARENT


def _from_hex(digits: str) -> Rgba:
    if len(digits) <= 4:
        digits = "".join(2 * digit for digit in digits)
    return Rgba(*bytes.fromhex(digits))


def _from_call(function: str, inside: str, *, commas: bool) -> Rgba:
    parts, alpha = _arguments(inside, commas=commas)
    red, green, blue = (_byte(channel) for channel in _channels(function, parts))
    return Rgba(red, green, blue, _byte(1.0 if alpha is None else _share(alpha, full=1.0)))


def _channels(function: str, parts: list[str]) -> Sequence[float]:
    """Red, green and blue; in sRGB from 0 to 1."""
    match function:
        case "rgb":
            return [_share(part, full=255.0) for part in parts]
        case "hsl":
            saturation, light = (_share(part, full=100.0) for part in parts[1:])
            return colorsys.hls_to_rgb(_hue(parts[0]), light, saturation)
        case "hwb":
            white, black = (_share(part, full=100.0) for part in parts[1:])
            if white + black >= 1:
                return [white / (white + black)] * 3
            pure = colorsys.hls_to_rgb(_hue(parts[0]), 0.5, 1.0)
            return [white + channel * (1 - black - white) for channel in pure]
    return _perceptual(function, parts)


def _perceptual(function: str, parts: list[str]) -> Sequence[float]:
    space, lightest, widest = _SPACES[function]
    share, first = _share(parts[0], full=lightest), _span(parts[1], widest)
    if function.endswith("lch"):
        first, second = spaces.across(max(0.0, first), _hue(parts[2]))
    else:
        second = _span(parts[2], widest)
    # Black and white are that, whatever the other axes say.
    return [share] * 3 if share in (0, 1) else space(share * lightest, first, second)


_SPACES = {
    "lab": (spaces.lab, 100.0, 125.0),
    "lch": (spaces.lab, 100.0, 150.0),
    "oklab": (spaces.oklab, 1.0, 0.4),
    "oklch": (spaces.oklab, 1.0, 0.4),
}
"""The space, what 100 % of its lightness is, and what 100 % of its other axes are."""


def _arguments(inside: str, *, commas: bool) -> tuple[list[str], str | None]:
    """Three channels and perhaps an alpha, from the old comma (only of the old functions) or the
    new space syntax."""
    if commas and "," in inside:
        parts = [part.strip() for part in inside.split(",")]
        alpha = parts.pop() if len(parts) == 4 else None
    else:
        channels, slash, last = inside.partition("/")
        parts, alpha = channels.split(), last.strip() if slash else None
    if len(parts) != 3 or not all(parts) or alpha == "":
        raise ValueError("it needs three channels and at most one alpha")
    return parts, alpha


def _number(text: str) -> tuple[float, str]:
    if text == "none":
        return 0.0, ""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:20]!r} isn't a CSS number")
    return float(match[1]), match[2]


def _share(text: str, full: float) -> float:
    """A number or percentage as a share of `full`, clipped to 0..1."""
    value, percent = _amount(text)
    return min(1.0, max(0.0, value / (100.0 if percent else full)))


def _span(text: str, full: float) -> float:
    """A number, or that many percent of `full`. These axes have no end; ten times `full` is far
    beyond all that can be shown."""
    value, percent = _amount(text)
    most = 10 * full
    return min(most, max(-most, value * full / 100.0 if percent else value))


def _amount(text: str) -> tuple[float, bool]:
    """A number, and whether it counts percent."""
    value, unit = _number(text)
    if unit not in ("", "%"):
        raise ValueError(f"{text[:20]!r} is neither a number nor a percentage")
    return value, unit == "%"


def _hue(text: str) -> float:
    """An angle as turns in 0..1."""
    value, unit = _number(text)
    if unit not in _TURNS:
        raise ValueError(f"{text[:20]!r} isn't an angle")
    return value / _TURNS[unit] % 1.0


def _byte(share: float) -> int:
    return rounded(min(1.0, max(0.0, share)) * 255)


@dataclass(frozen=True)
class Colour:
    """An option whose value is an `Rgba`."""

    def parse(self, given: object, warn: Warn) -> Rgba:
        if not isinstance(given, str):
            raise ValueError("it isn't text")
        return read_colour(given)

    def text(self, value: Any) -> str:
        return colour_text(value)

    def json(self, value: Any) -> Any:
        return colour_text(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "color", "maxLength": MAX_LENGTH}

    def rule(self) -> str:
        return (
            "a CSS colour: `#rrggbb`, `#rrggbbaa`, a name, `transparent`, `rgb()`, `hsl()`, "
            "`hwb()`, `lab()`, `lch()`, `oklab()` or `oklch()`"
        )

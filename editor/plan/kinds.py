"""The types of option values: numbers, words, switches. Colours, gravity, lengths: own files."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from editor.errors import NotYet
from editor.plan.option import Warn

_UNPRINTED = frozenset({"Cc", "Cs", "Zl", "Zp"})
_OVERRIDES = frozenset("\u202d\u202e")
"""They show letters in another order than they have."""
_DECIMAL = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def decimal(given: object) -> float:
    """A finite number from a JSON number or plain ASCII digits; ValueError for anything else.

    `float` alone would take `1_0`, `nan`, blanks and the digits of every script.
    """
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        raise ValueError("it isn't a number")
    if isinstance(given, str) and not _DECIMAL.fullmatch(given):
        raise ValueError("it isn't a number")
    try:
        value = float(given)
    except OverflowError:
        raise ValueError("it isn't a finite number") from None
    if not math.isfinite(value):
        raise ValueError("it isn't a finite number")
    return value + 0.0  # -0.0 becomes 0.0: equal values must be written alike


def plain(value: float) -> float | int:
    """The number without a needless fraction, so that 2 and 2.0 are written alike."""
    return int(value) if value == int(value) else value


@dataclass(frozen=True)
class Number:
    """A number in low..high, whole when `whole`."""

    low: float
    high: float
    whole: bool = False
    unit: str = ""

    def parse(self, given: object, warn: Warn) -> float | int:
        value = decimal(given)
        if self.whole and value != int(value):
            raise ValueError("it isn't a whole number")
        if not self.low <= value <= self.high:
            raise ValueError(f"it lies outside {self.low:g} to {self.high:g}")
        return int(value) if self.whole else value

    def text(self, value: Any) -> str:
        return repr(plain(value))

    def json(self, value: Any) -> Any:
        return plain(value)

    def schema(self) -> dict[str, Any]:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.low, "maximum": self.high, "unit": self.unit}

    def rule(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        unit = f" {self.unit}" if self.unit else ""
        return f"{kind} from {self.low:g} to {self.high:g}{unit}"


@dataclass(frozen=True)
class PixelRatio(Number):
    """Device pixels for one of the page's. Screens have more than are worth sending: what exceeds
    the range is read as its end, with a warning.
    """

    def parse(self, given: object, warn: Warn) -> float | int:
        value = decimal(given)
        if value > self.high:
            warn(f"dpr={value:g} was read as {self.high:g}, the most")
            value = self.high
        return super().parse(value, warn)


@dataclass(frozen=True)
class Choice:
    """One of some words. `synonyms` are words of real clients, mapped with a warning; `later` are
    words of the contract that this release doesn't have.
    """

    words: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict)
    later: tuple[str, ...] = ()

    def parse(self, given: object, warn: Warn) -> str:
        word = str(given)
        if word in self.synonyms:
            warn(f"{word!r} was read as {self.synonyms[word]!r}")
            return self.synonyms[word]
        if word in self.later:
            raise NotYet("This release has no means for it.", remedy=f"Use {self.rule()}.")
        if word not in self.words:
            raise ValueError(f"it isn't one of {', '.join(w for w in self.words if w)}")
        return word

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}

    def rule(self) -> str:
        names = ", ".join(f"`{w}`" for w in self.words if w)
        return f"one of {names}" if len(self.words) > 1 else names


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def parse(self, given: object, warn: Warn) -> bool:
        if isinstance(given, bool):
            return given
        if given in ("true", "false"):
            return given == "true"
        raise ValueError("it isn't true or false")

    def text(self, value: Any) -> str:
        return "true" if value else "false"

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def rule(self) -> str:
        return "`true` or `false`"


@dataclass(frozen=True)
class Words:
    """Free text on one line of at most `longest` characters. Joiners, marks of direction and emoji
    that are newer than this server are part of names."""

    longest: int

    def parse(self, given: object, warn: Warn) -> str:
        if not isinstance(given, str):
            raise ValueError("it isn't text")
        if len(given) > self.longest:
            raise ValueError(f"it is longer than {self.longest} characters")
        if any(c in _OVERRIDES or unicodedata.category(c) in _UNPRINTED for c in given):
            raise ValueError("it holds characters that can't be printed")
        return given

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.longest}

    def rule(self) -> str:
        return f"up to {self.longest} characters"

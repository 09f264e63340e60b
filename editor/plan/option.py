"""One option of an operation: its type, range, default, alias, help and example, in one place.

Every door, the documentation tables and the editor's controls read the same description.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from editor.errors import InvalidOption, NotYet
from editor.geometry import rounded

Warn = Callable[[str], None]


def shown(given: object) -> str:
    """What was given, fit for an error, a header or a log: short, printable ASCII, no quotes."""
    text = str(given)[:80].encode("ascii", "backslashreplace").decode()
    return "".join("'" if c == '"' else c if c.isprintable() else "?" for c in text)


class Kind(Protocol):
    """A type of value: how it is read from a URL word or JSON, and how it is written again."""

    def parse(self, given: object, warn: Warn) -> Any:
        """The canonical, hashable value; ValueError with the rule when `given` breaks it."""

    def text(self, value: Any) -> str:
        """The one URL spelling of a canonical value."""

    def json(self, value: Any) -> Any:
        """The one JSON spelling of a canonical value."""

    def schema(self) -> dict[str, Any]:
        """A JSON schema fragment: what the editor's control and the docs need."""

    def rule(self) -> str:
        """The range in words, for tables and errors."""


@dataclass(frozen=True)
class Option:
    """A field of an operation as seen from outside. `px` options grow with `dpr` and scale; a kind
    with a method `grown` says itself how.
    """

    name: str
    attribute: str
    kind: Kind
    default: Any
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    px: bool = False

    @property
    def takes_objects(self) -> bool:
        """True when a JSON object is one value of this option, not several dotted options."""
        return bool(getattr(self.kind, "takes_objects", False))

    def parse(self, given: object, warn: Warn) -> Any:
        """The canonical value of `given`; None stands for the default."""
        if given is None:
            return self.default
        try:
            return self.kind.parse(given, warn)
        except NotYet as error:
            said = f"{self.name}={shown(given)} isn't possible yet. {error.text}"
            raise NotYet(said, remedy=error.remedy) from None
        except ValueError as error:
            raise InvalidOption(
                f"{self.name}={shown(given)} isn't possible: {error or self.kind.rule()}.",
                remedy=f"{self.name} takes {self.kind.rule()}, for example {self.example}.",
            ) from None

    def grown(self, value: Any, factor: float) -> Any:
        """A pixel measure times `factor`; InvalidOption when it leaves its range."""
        grow = getattr(self.kind, "grown", grown)
        return self.parse(grow(value, factor), _silent)


def grown(value: float, factor: float) -> float:
    """Whole px stay whole, and a measure that was asked for doesn't vanish by rounding."""
    if not isinstance(value, int):
        return value * factor
    return rounded(value * factor) or (1 if value > 0 else 0)


def _silent(text: str) -> None:
    """A value that was read before has nothing new to warn about."""


@dataclass(frozen=True)
class Shorthand:
    """A name that stands for several options of its operation, such as `trim=10;0;0;0`."""

    name: str
    expand: Callable[[object], Mapping[str, object]]
    """Option name -> value; ValueError with the rule when the value breaks it."""
    help: str
    example: str
    rule: str

    def parse(self, given: object) -> Mapping[str, object]:
        try:
            return self.expand(given)
        except ValueError as error:
            raise InvalidOption(
                f"{self.name}={shown(given)} isn't possible: {error}.",
                remedy=f"{self.name} takes {self.rule}, for example {self.example}.",
            ) from None


def option(
    kind: Kind,
    default: Any,
    help: str,
    *,
    example: str,
    name: str = "",
    aliases: tuple[str, ...] = (),
    px: bool = False,
) -> Any:
    """A dataclass field that carries its option. `name` defaults to the field's own, `_` as `-`."""
    facts = {"kind": kind, "help": help, "example": example, "name": name}
    return field(default=default, metadata={**facts, "aliases": aliases, "px": px})

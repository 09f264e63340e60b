"""Option values that are objects or lists of objects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.errors import BadRequest
from editor.plan.kinds import decimal, plain
from editor.plan.operation import OptionSet
from editor.plan.option import Kind, Warn, shown
from editor.plan.records import items_of, read

Pairs = tuple[tuple[str, Any], ...]
"""Options of a transform by name, sorted; values are frozen JSON."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class _Json:
    """Kinds that have no place in a URL."""

    def text(self, value: Any) -> str:
        raise NotImplementedError("this value has no URL spelling")


@dataclass(frozen=True)
class Object(_Json):
    """One record of options."""

    record: type[OptionSet]
    what: str
    required: tuple[str, ...] = ()

    def parse(self, given: object, warn: Warn) -> OptionSet:
        return read(self.record, given, self.what, self.required)

    def json(self, value: Any) -> Any:
        return value.written()

    def schema(self) -> dict[str, Any]:
        fields = {o.name: o.kind.schema() for o in self.record.options()}
        return {"type": "object", "properties": fields, "required": list(self.required)}

    def rule(self) -> str:
        return f"an object with {', '.join(f'`{o.name}`' for o in self.record.options())}"


@dataclass(frozen=True)
class Listed(_Json):
    """At most `most` values of one kind."""

    kind: Kind
    most: int
    what: str

    def parse(self, given: object, warn: Warn) -> tuple[Any, ...]:
        return tuple(self.kind.parse(one, warn) for one in items_of(given, self.what, self.most))

    def json(self, value: Any) -> Any:
        return [self.kind.json(one) for one in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.kind.schema(), "maxItems": self.most}

    def rule(self) -> str:
        return f"a list of at most {self.most}: {self.kind.rule()}"


@dataclass(frozen=True)
class Identifier(_Json):
    """A name for machines."""

    def parse(self, given: object, warn: Warn) -> str:
        if not isinstance(given, str) or not _ID.fullmatch(given):
            raise ValueError(self.rule())
        return given

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_ID.pattern}$"}

    def rule(self) -> str:
        return "1 to 64 letters, digits, hyphens or underscores"


@dataclass(frozen=True)
class FlatOptions(_Json):
    """Options of a transform, each under its one dotted name."""

    most: int = 100

    def parse(self, given: object, warn: Warn) -> Pairs:
        if not isinstance(given, Mapping):
            raise ValueError("it isn't an object of options")
        if len(given) > self.most:
            raise ValueError(f"it holds more than {self.most} options")
        return tuple(sorted((str(k), _frozen(k, v)) for k, v in given.items() if v is not None))

    def json(self, value: Any) -> Any:
        return {name: _thawed(one) for name, one in value}

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "of": "transform options", "maxProperties": self.most}

    def rule(self) -> str:
        return "an object of transform options under their dotted names"


def _frozen(name: object, value: object, depth: int = 0) -> Any:
    if isinstance(value, (list, tuple)) and depth < 2 and len(value) <= 200:
        return tuple(_frozen(name, one, depth + 1) for one in value)
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return plain(decimal(value))
    raise BadRequest(
        f"The option {shown(name)} holds {shown(value)}.",
        remedy="Write options flat, with dotted names: trim.top instead of trim: {top}.",
    )


def _thawed(value: Any) -> Any:
    return [_thawed(one) for one in value] if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Points(_Json):
    """Points of a line: x and y in source fractions, and the pressure of the pen (0 to 1)."""

    most: int

    def parse(self, given: object, warn: Warn) -> tuple[tuple[float, ...], ...]:
        return tuple(_point(one) for one in items_of(given, "points", self.most))

    def json(self, value: Any) -> Any:
        return [[plain(v) for v in point] for point in value]

    def schema(self) -> dict[str, Any]:
        point = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
        return {"type": "array", "items": point, "maxItems": self.most}

    def rule(self) -> str:
        return "a list of points [x, y] or [x, y, pressure] in source fractions"


def _point(given: object) -> tuple[float, ...]:
    if not isinstance(given, list) or not 2 <= len(given) <= 3:
        raise ValueError("a point has two or three numbers")
    numbers = tuple(decimal(v) for v in given)
    # Strokes may start and end beside the picture.
    if not all(-1 <= v <= 2 for v in numbers):
        raise ValueError("a point lies far outside the picture")
    return numbers

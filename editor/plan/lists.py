"""Values that hold several: a list of words, and the shape of a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from editor.plan.option import Kind, Warn

_RATIO = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*:\s*(\d{1,5}(?:\.\d{1,4})?)", re.ASCII)
_MOST_LONG = 100.0
"""No shape is longer than so many times its width."""


@dataclass(frozen=True)
class Several:
    """Up to `most` values of one kind, each of them once, in the order in which they were given."""

    item: Kind
    most: int

    def parse(self, given: object, warn: Warn) -> tuple[Any, ...]:
        if not isinstance(given, list | tuple):
            raise ValueError("it isn't a list")
        found = tuple(dict.fromkeys(self.item.parse(one, warn) for one in given))
        if len(found) > self.most:
            raise ValueError(f"it holds more than {self.most} values")
        return found

    def text(self, value: Any) -> str:
        return ",".join(self.item.text(one) for one in value)

    def json(self, value: Any) -> Any:
        return [self.item.json(one) for one in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "maxItems": self.most}

    def rule(self) -> str:
        return f"a list of up to {self.most}, each {self.item.rule()}"


@dataclass(frozen=True)
class Ratio:
    """Width to height, as `4:3`."""

    def parse(self, given: object, warn: Warn) -> str:
        found = _RATIO.fullmatch(given.strip()) if isinstance(given, str) else None
        if not found:
            raise ValueError("it isn't written as width:height")
        across, down = float(found[1]), float(found[2])
        if not (across and down and 1 / _MOST_LONG <= across / down <= _MOST_LONG):
            raise ValueError(f"it isn't between 1:{_MOST_LONG:g} and {_MOST_LONG:g}:1")
        return f"{across:.9g}:{down:.9g}"

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d+(\.\d+)?:\d+(\.\d+)?$"}

    def rule(self) -> str:
        return f"width:height, as `4:3`, from 1:{_MOST_LONG:g} to {_MOST_LONG:g}:1"

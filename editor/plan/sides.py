"""The width or height of a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.plan.kinds import Number
from editor.plan.option import Warn

MAX_SIDE_PX = 20_000
"""Longest side of anything that a recipe makes; its area is bounded where it is admitted."""

_RANGE = Number(1, MAX_SIDE_PX, whole=True, unit="px")


@dataclass(frozen=True)
class Side:
    """Whole px. The contract's `width=auto` is settled before, see `plan/viewing.py`."""

    def parse(self, given: object, warn: Warn) -> int:
        return int(_RANGE.parse(given, warn))

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return _RANGE.schema()

    def rule(self) -> str:
        return _RANGE.rule()

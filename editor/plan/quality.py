"""Quality as a number or as one of the contract's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.plan.kinds import Number
from editor.plan.option import Warn

WORDS = {"low": 35, "medium-low": 50, "medium-high": 70, "high": 90}
CLIENT_WORDS = {"mid": 60, "max": 95}


@dataclass(frozen=True)
class Quality:
    """A whole number from 1 to 100, or a word that stands for one."""

    def parse(self, given: object, warn: Warn) -> int:
        if isinstance(given, str) and given in WORDS:
            return WORDS[given]
        if isinstance(given, str) and given in CLIENT_WORDS:
            warn(f"quality={given} was read as {CLIENT_WORDS[given]}")
            return CLIENT_WORDS[given]
        return int(Number(1, 100, whole=True).parse(given, warn))

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 100, "words": WORDS}

    def rule(self) -> str:
        return "a whole number from 1 to 100, or " + ", ".join(f"`{w}`" for w in WORDS)

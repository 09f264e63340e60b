"""Clockwise quarter turns, before the picture is resized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from editor.findings import Findings
from editor.geometry import Frame, Turn
from editor.operations.base import PixelOperation
from editor.plan.kinds import decimal
from editor.plan.operation import Stage
from editor.plan.option import Warn, option


@dataclass(frozen=True)
class QuarterTurns:
    """A multiple of 90 degrees, brought into 0..270."""

    def parse(self, given: object, warn: Warn) -> int:
        degrees = decimal(given)
        if degrees % 90:
            raise ValueError("it isn't a multiple of 90")
        return int(degrees % 360)

    def text(self, value: Any) -> str:
        return str(value)

    def json(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": [0, 90, 180, 270], "unit": "degrees"}

    def rule(self) -> str:
        return "a multiple of 90 degrees"


@dataclass(frozen=True, slots=True)
class Rotate(PixelOperation):
    name: ClassVar[str] = "rotate"
    stage: ClassVar[Stage] = Stage.ROTATE

    rotate: int = option(
        QuarterTurns(),
        0,
        "Turns clockwise before resizing: width and height mean the turned picture.",
        example="rotate=90",
    )

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        return frame.turned(Turn(quarters=self.rotate // 90))

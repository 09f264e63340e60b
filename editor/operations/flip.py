"""Mirrors the picture, before it is rotated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from editor.findings import Findings
from editor.geometry import FLIP_H, FLIP_V, Frame
from editor.operations.base import PixelOperation
from editor.plan.kinds import Choice
from editor.plan.operation import Stage
from editor.plan.option import option

_TURNS = {"h": FLIP_H, "v": FLIP_V, "hv": FLIP_H.then(FLIP_V)}


@dataclass(frozen=True, slots=True)
class Flip(PixelOperation):
    name: ClassVar[str] = "flip"
    stage: ClassVar[Stage] = Stage.FLIP

    flip: str = option(
        Choice(("", "h", "v", "hv")),
        "",
        "Mirrors left-right (h), top-bottom (v) or both, before rotating.",
        example="flip=h",
    )

    def measure(self, frame: Frame, seen: Findings) -> Frame:
        return frame.turned(_TURNS[self.flip]) if self.flip else frame

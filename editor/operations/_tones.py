"""Tone curves: one table of 256 values for every colour channel; alpha is never touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from editor.geometry import rounded
from editor.plan.kinds import Number
from editor.plan.option import Warn

_IDENTITY = list(range(256))


def curved(picture: Image.Image, curve: Callable[[float], float]) -> Image.Image:
    """Red, green and blue, as encoded, sent through `curve` (0..1 to 0..1, clipped)."""
    table = [max(0, min(255, rounded(255 * curve(v / 255)))) for v in range(256)]
    bands = picture.getbands()
    return picture.point([v for b in bands for v in (_IDENTITY if b == "A" else table)])


@dataclass(frozen=True)
class Multiplier(Number):
    """A factor whose 0 means, as the contract has it, no change."""

    def parse(self, given: object, warn: Warn) -> float | int:
        return Number.parse(self, given, warn) or 1.0

    def rule(self) -> str:
        return f"{Number.rule(self)}; 0 and 1 change nothing"

    def schema(self) -> dict[str, Any]:
        return {**Number.schema(self), "neutral": 1}

"""Gamma: lightens or darkens the midtones and leaves black and white where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PIL import Image

from editor.findings import Findings
from editor.geometry import Frame
from editor.operations._tones import Multiplier, curved
from editor.operations.base import PixelOperation
from editor.plan.operation import Stage
from editor.plan.option import option


@dataclass(frozen=True, slots=True)
class Gamma(PixelOperation):
    name: ClassVar[str] = "gamma"
    stage: ClassVar[Stage] = Stage.GAMMA

    # The contract's older and newer texts give opposite directions; the newer one counts.
    gamma: float = option(
        Multiplier(0, 10),
        1.0,
        "Exponent of the midtones: below 1 lightens, above 1 darkens.",
        example="gamma=0.8",
    )

    def apply(self, picture: Image.Image, frame: Frame, seen: Findings) -> Image.Image:
        return curved(picture, lambda v: v**self.gamma)

"""Faces without trained weights of our own: OpenCV's bundled cascades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from editor.inference.card import Card, Task
from editor.inference.classic.cascades import SCAN_PX, Cascades
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.settings import MIB, Settings


class CascadeFaces(Model):
    """Frontal and profile faces that stand upright; no landmarks."""

    card: ClassVar[Card] = Card(
        name="cascade-faces",
        task=Task.FACES,
        network="Haar cascades of OpenCV 4 (frontal alt, alt2, profile both ways) that vote, with "
        "an eye as one vote; Viola & Jones 2001",
        input_px=1024,
        normalisation=f"grey, no side above {SCAN_PX} px",
        accuracy="recall 45 of 49 faces of at least 4 % of the longest side, no false face, on 15 "
        "photographs (45 % of smaller ones); a false face in 2 of 107 pictures without people",
        quality="fallback quality",
        rank=0,
        revision=1,
        memory=24 * MIB,
    )

    def __init__(self) -> None:
        self._cascades = Cascades()

    @classmethod
    def load(cls, settings: Settings) -> Self:
        return cls()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return [self._cascades.faces(picture) for picture in pictures]

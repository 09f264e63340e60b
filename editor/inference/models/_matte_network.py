"""Networks that draw a matte of the whole picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from editor.inference.models._network import NetworkModel
from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt


class MatteNetwork(NetworkModel):
    """`reading` names how pictures are prepared and logits read (`processing.readers`)."""

    batch: ClassVar[int] = 8
    reading: ClassVar[str]
    size: ClassVar[tuple[int, int]]
    """Height and width of what the network is given, px."""

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        from editor.inference.processing.readers import mattes_of

        return list(mattes_of(self.running, self.reading, pictures, self.size))

    @classmethod
    def one_shape(cls) -> tuple[int, int] | None:
        return cls.size

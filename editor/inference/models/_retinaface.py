"""What the cards of RetinaFace share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from editor.inference.card import Card, Task, Weights
from editor.inference.models._network import NetworkModel
from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.settings import MIB

if TYPE_CHECKING:
    from editor.inference.processing.faces import Answer, Planes

TERMS = "WIDER FACE, for research"


class RetinaFace(NetworkModel):
    """Faces with five landmarks, each confirmed by a second look (`processing.second_look`)."""

    sizes: ClassVar[str] = "PUBLISHED"
    """Which anchors of `processing.anchors` the weights were trained with."""

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        from editor.inference.processing import anchors
        from editor.inference.processing.two_looks import faces_in

        sizes = getattr(anchors, self.sizes)
        return [faces_in(picture, self._ask, sizes) for picture in pictures]

    def _ask(self, planes: Planes) -> Answer:
        import torch

        offsets, confidence, points = self.running.answer(torch.from_numpy(planes))
        return offsets.numpy(), confidence.numpy(), points.numpy()


def card(name: str, variant: str, accuracy: str, quality: str, rank: int, file: Weights) -> Card:
    """A card of the family; all of them are MIT."""
    return Card(
        name=name,
        task=Task.FACES,
        network=f"RetinaFace (Deng et al. 2020) on {variant}, faces confirmed by a second look",
        input_px=1024,
        normalisation="longest side at most 1024 px; blue, green, red minus their means",
        accuracy=accuracy,
        quality=quality,
        rank=rank,
        revision=1,
        memory=max(24 * MIB, file.bytes + 40 * MIB),
        weights=file,
    )

"""What the cards of U²-Net share."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Task, Weights
from editor.inference.models._matte_network import MatteNetwork
from editor.inference.settings import MIB

LICENCE = "Apache-2.0"


class U2NetFamily(MatteNetwork):
    """All of them look at 320 px."""

    network: ClassVar[str] = "u2net"
    reading: ClassVar[str] = "u2net"
    size: ClassVar[tuple[int, int]] = (320, 320)


def card(
    name: str, variant: str, accuracy: str, quality: str, rank: int, memory_mib: int, file: Weights
) -> Card:
    """A card of the family."""
    return Card(
        name=name,
        task=Task.MATTE,
        network=f"{variant} (Qin et al. 2020)",
        input_px=640,
        normalisation="the whole picture squashed to 320 px, blurred, divided by its largest "
        "value; mean and spread of ImageNet",
        accuracy=accuracy,
        quality=quality,
        rank=rank,
        revision=1,
        memory=memory_mib * MIB,
        weights=file,
    )

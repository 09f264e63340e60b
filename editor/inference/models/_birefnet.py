"""What the cards of the BiRefNet family share."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Task, Weights
from editor.inference.models._matte_network import MatteNetwork
from editor.inference.settings import MIB

HUB = "https://huggingface.co/ZhengPeng7"
PAPER = "BiRefNet (Zheng et al. 2024)"
TERMS = (
    "DIS5K, HRSOD, UHRSD, DUTS, COD10K, P3M-10k and others, each with terms of its own, most of "
    "them for research"
)
LARGE_BYTES, TINY_BYTES = 884_878_856, 177_634_392
HALF_BYTES = 444_473_596
"""Of Swin-L in float16."""
RESIDENT, RESIDENT_TINY = 1000 * MIB, 260 * MIB


class BiRefNet(MatteNetwork):
    """Weights of one training run; the networks differ in backbone and order of tiles alone."""

    network: ClassVar[str] = "birefnet"
    reading: ClassVar[str] = "birefnet"
    size: ClassVar[tuple[int, int]] = (1024, 1024)
    batch: ClassVar[int] = 8


def card(
    name: str,
    backbone: str,
    accuracy: str,
    quality: str,
    rank: int,
    source: str,
    sha256: str,
    size: int,
    *,
    input_px: int = 1024,
    training_data: str = TERMS,
) -> Card:
    """A card of the family; all of them are MIT."""
    return Card(
        name=name,
        task=Task.MATTE,
        network=f"{PAPER} on {backbone}",
        input_px=input_px,
        normalisation="the whole picture squashed, bilinear with antialias; mean and spread of "
        "ImageNet",
        accuracy=accuracy,
        quality=quality,
        rank=rank,
        revision=1,
        memory=RESIDENT_TINY if size == TINY_BYTES else RESIDENT,
        weights=Weights(source, f"{name}.safetensors", sha256, size, "MIT", training_data),
    )

"""SAM: the thing that a person points at."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Task, Weights
from editor.inference.models._sam import SamModel
from editor.inference.settings import MIB


class SamVitB(SamModel):
    """The base encoder. What it sees in a picture is kept, so that further points are quick."""

    network: ClassVar[str] = "sam_vit_b"
    card: ClassVar[Card] = Card(
        name="sam-vit-b",
        task=Task.PROMPTED_MATTE,
        network="Segment Anything (Kirillov et al. 2023) with ViT-B",
        input_px=1024,
        normalisation="longest side 1024 px with antialias; mean and spread; zeros beside it",
        accuracy="none published that compares",
        quality="very good",
        rank=80,
        revision=1,
        memory=500 * MIB,
        weights=Weights(
            "https://dl.fbaipublicfiles.com/segment_anything/sam_vit_b_01ec64.pth",
            "sam_vit_b_01ec64.pth",
            "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
            375_042_383,
            "Apache-2.0",
            "SA-1B, for research",
        ),
    )

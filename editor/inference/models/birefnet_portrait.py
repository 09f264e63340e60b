"""BiRefNet for portraits, trained on people alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family


class BiRefNetPortrait(family.BiRefNet):
    """BiRefNet for portraits, trained on people alone."""

    card: ClassVar[Card] = family.card(
        "birefnet-portrait",
        "Swin-L, portraits",
        "none published that compares",
        "best",
        75,
        f"{family.HUB}/BiRefNet-portrait/resolve/main/model.safetensors",
        "4a4eb3a5469b75f0cccaec6772c22fc30e6c12ed429c2c0ba71b43e3d8d97182",
        family.LARGE_BYTES,
        training_data="P3M-10k and others, for research",
    )
    options: ClassVar[Mapping[str, object]] = {"patch_order": "wg_hg_c"}

"""BiRefNet for matting: hair and glass with soft alpha."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family


class BiRefNetMatting(family.BiRefNet):
    """BiRefNet for matting: hair and glass with soft alpha."""

    card: ClassVar[Card] = family.card(
        "birefnet-matting",
        "Swin-L, matting",
        "none published that compares",
        "best",
        74,
        f"{family.HUB}/BiRefNet-matting/resolve/77a38f27e23f5fa08bd5fd774e85894c2df6995a/"
        "model.safetensors",
        "a9875de5b1e6c8eb5fdaa8c727a82927ce442cdc87ba3abee6a77e6fa46c25bb",
        family.LARGE_BYTES,
        training_data="P3M-10k, AM-2k, AIM-500, Human-2k and others, for research",
    )
    options: ClassVar[Mapping[str, object]] = {"patch_order": "wg_hg_c"}

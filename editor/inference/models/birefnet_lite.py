"""BiRefNet on a small backbone: five times fewer weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family


class BiRefNetLite(family.BiRefNet):
    """BiRefNet on a small backbone: five times fewer weights."""

    card: ClassVar[Card] = family.card(
        "birefnet-lite",
        "Swin-T",
        "DIS-VD: S-measure 0.882, weighted F 0.830 (published)",
        "very good",
        90,
        f"{family.HUB}/BiRefNet_lite/resolve/main/model.safetensors",
        "4417d89795250e698c3cb0ae8df15743810065f646f48a694fdfa7ca052d0815",
        family.TINY_BYTES,
    )
    network: ClassVar[str] = "birefnet_lite"
    options: ClassVar[Mapping[str, object]] = {"patch_order": "wg_hg_c"}

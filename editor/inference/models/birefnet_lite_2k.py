"""BiRefNet-lite trained at 2560 x 1440 px: fine structures in large pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family


class BiRefNetLite2K(family.BiRefNet):
    """BiRefNet-lite trained at 2560 x 1440 px: fine structures in large pictures."""

    card: ClassVar[Card] = family.card(
        "birefnet-lite-2k",
        "Swin-T, 2560 x 1440 px",
        "none published apart",
        "very good",
        70,
        f"{family.HUB}/BiRefNet_lite-2K/resolve/580b1256cd48294d77201a7b18c7dd81964969ab/"
        "model.safetensors",
        "aa2e4a5af5eb3904694feb40f2b39ec5dd7cd9110906590cfeb982f09a46021d",
        family.TINY_BYTES,
        input_px=2560,
    )
    network: ClassVar[str] = "birefnet_lite"
    size: ClassVar[tuple[int, int]] = (1440, 2560)
    batch: ClassVar[int] = 2
    options: ClassVar[Mapping[str, object]] = {"patch_order": "wg_hg_c"}

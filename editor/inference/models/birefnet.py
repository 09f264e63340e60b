"""BiRefNet for all kinds of pictures: the best matte here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family


class BiRefNetGeneral(family.BiRefNet):
    """BiRefNet for all kinds of pictures: the best matte here."""

    card: ClassVar[Card] = family.card(
        "birefnet",
        "Swin-L",
        "DIS-VD: S-measure 0.911, weighted F 0.875 (published)",
        "best",
        100,
        f"{family.HUB}/BiRefNet/resolve/main/model.safetensors",
        "9ab37426bf4de0567af6b5d21b16151357149139362e6e8992021b8ce356a154",
        family.HALF_BYTES,
    )
    options: ClassVar[Mapping[str, object]] = {"patch_order": "wg_hg_c"}

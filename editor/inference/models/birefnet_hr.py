"""BiRefNet trained at 2048 px: hair and mesh of large pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family


class BiRefNetHR(family.BiRefNet):
    """BiRefNet trained at 2048 px: hair and mesh of large pictures."""

    card: ClassVar[Card] = family.card(
        "birefnet-hr",
        "Swin-L, 2048 x 2048 px",
        "DIS-VD at 2048 px: S-measure 0.927, weighted F 0.894 (published)",
        "best",
        80,
        "https://huggingface.co/1038lab/BiRefNet/resolve/a07e847d68403c41b97e78f37f09e6c9ac81ff93/"
        "BiRefNet-HR.safetensors",
        "9d678bafec0b0019fbb073b7fd02f05ede25dc4b15254f23b2fb0be333200c0d",
        family.HALF_BYTES,
        input_px=2048,
    )
    size: ClassVar[tuple[int, int]] = (2048, 2048)
    batch: ClassVar[int] = 2
    options: ClassVar[Mapping[str, object]] = {"patch_order": "c_hg_wg"}

"""BiRefNet trained at many sizes: pictures keep their shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from editor.inference.card import Card
from editor.inference.models import _birefnet as family
from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt

LONGEST_PX, SHORTEST_PX, STEP_PX = 1536, 256, 32


class BiRefNetDynamic(family.BiRefNet):
    """Trained from 256 to 2304 px. Nobody published a digest of its file: the hub's own counts."""

    card: ClassVar[Card] = family.card(
        "birefnet-dynamic",
        "Swin-L, any shape",
        "none published that compares",
        "best",
        73,
        f"{family.HUB}/BiRefNet_dynamic/resolve/main/model.safetensors",
        "",
        family.HALF_BYTES,
        input_px=LONGEST_PX,
    )
    options: ClassVar[Mapping[str, object]] = {"patch_order": "c_hg_wg"}
    batch: ClassVar[int] = 1

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        """One by one: each has a size of its own."""
        from editor.inference.processing.readers import mattes_of

        seen: list[Seen] = []
        for picture in pictures:
            size = _size(picture.shape[0], picture.shape[1])
            seen += mattes_of(self.running, self.reading, [picture], size)
        return seen

    @classmethod
    def one_shape(cls) -> tuple[int, int] | None:
        return None


def _size(height: int, width: int) -> tuple[int, int]:
    """Nearly the picture's shape, in steps that the network takes."""
    scale = min(1.0, LONGEST_PX / max(height, width))
    return _step(height * scale), _step(width * scale)


def _step(side: float) -> int:
    return max(SHORTEST_PX, round(side / STEP_PX) * STEP_PX)

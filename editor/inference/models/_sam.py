"""Prompted mattes by SAM."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from editor.inference.models._network import NetworkModel
from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt

if TYPE_CHECKING:
    from editor.inference.networks.running import Running

KEPT = 16
"""Pictures whose embedding is kept, 4 MiB each."""


class SamModel(NetworkModel):
    """Looks at a picture once and cuts as often as it is asked to."""

    def __init__(self, running: Running) -> None:
        super().__init__(running)
        self._seen: OrderedDict[bytes, Any] = OrderedDict()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        if prompt is None:
            raise TypeError(f"{self.card.name} can't work without a prompt")
        from editor.inference.processing.cutting import cut

        return [
            cut(self.running, self._embedding(picture), picture.shape[:2], prompt)
            for picture in pictures
        ]

    @classmethod
    def one_shape(cls) -> tuple[int, int] | None:
        return cls.card.input_px, cls.card.input_px

    def _embedding(self, picture: Picture) -> Any:
        """What the encoder sees in the picture; the least recently used is forgotten."""
        from editor.inference.processing.cutting import embed

        key = sha256(repr(picture.shape).encode() + picture.tobytes()).digest()
        if key not in self._seen:
            self._seen[key] = embed(self.running, picture)
            while len(self._seen) > KEPT:
                self._seen.popitem(last=False)
        self._seen.move_to_end(key)
        return self._seen[key]

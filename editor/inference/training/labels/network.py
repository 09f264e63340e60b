"""Third method: the matte network that comes with the studio, which learned from what the other two
agree about and from composites. It counts where one of them says the same, or where it is sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from editor.inference.embedded import mattes
from editor.inference.models.studio_matte import StudioMatte
from editor.inference.settings import Settings
from editor.inference.training.labels.board import Bytes
from editor.inference.training.labels.tidy import Flags, filled, main_part

SURE = 0.09
"""Most doubt with which it is believed alone. The more certain half of what the other methods
disagree about lies below; looked at on contact sheets, one in ten of it was thrown away."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The object, filled, and how unsure the network is: 0 when every pixel is 0 or 1."""

    outline: Flags
    doubt: float


def by_network(picture: Bytes) -> Opinion:
    """Of an RGB photograph."""
    share = mattes.sized(_model().seen(picture), (picture.shape[0], picture.shape[1]))
    return Opinion(main_part(filled(share > 0.5)), mattes.doubt(share))


@cache
def _model() -> StudioMatte:
    return StudioMatte.load(Settings(private=True, threads=1))

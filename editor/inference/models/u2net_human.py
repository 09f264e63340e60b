"""U²-Net for people."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Weights
from editor.inference.models import _u2net as family


class U2NetHuman(family.U2NetFamily):
    """The full network, trained to find people."""

    card: ClassVar[Card] = family.card(
        "u2net-human",
        "U²-Net, people",
        "none published",
        "fair",
        40,
        220,
        Weights(
            "https://huggingface.co/damli/u2net/resolve/f85b540260c7f91060e46c16b6197924978a18de/"
            "u2net_human_seg.pth",
            "u2net_human_seg.pth",
            "13f0396e3f6fbc1d7ab55a8558640bef306a59b9110a5c595eb949ff69cf2414",
            176_315_793,
            family.LICENCE,
            "Supervisely Person, for research",
        ),
    )

"""U²-Net in 4.7 MB."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Weights
from editor.inference.models import _u2net as family


class U2NetSmall(family.U2NetFamily):
    """The small network: fast everywhere."""

    network: ClassVar[str] = "u2netp"
    card: ClassVar[Card] = family.card(
        "u2netp",
        "U²-Net, small",
        "largest F and MAE: DUTS-TE 0.852 and 0.054, DUT-OMRON 0.813 and 0.060 (published)",
        "fair",
        30,
        40,
        Weights(
            "https://huggingface.co/netradrishti/u2net-saliency/resolve/"
            "85f8cd291a8e6bae53784c391b8171fa200c71fd/u2netp.pth",
            "u2netp.pth",
            "e7567cde013fb64813973ce6e1ecc25a80c05c3ca7adbc5a54f3c3d90991b854",
            4_680_000,
            family.LICENCE,
            "DUTS-TR, for research",
        ),
    )

"""U²-Net for salient objects."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Weights
from editor.inference.models import _u2net as family


class U2Net(family.U2NetFamily):
    """The full network."""

    card: ClassVar[Card] = family.card(
        "u2net",
        "U²-Net",
        "largest F and MAE: DUTS-TE 0.873 and 0.044, DUT-OMRON 0.823 and 0.054 (published)",
        "fair",
        50,
        220,
        Weights(
            "https://huggingface.co/netradrishti/u2net-saliency/resolve/"
            "11ac8da4e05c16584b70d08579cfb2d4a7d86c04/models/u2net.pth",
            "u2net.pth",
            "10025a17f49cd3208afc342b589890e402ee63123d6f2d289a4a0903695cce58",
            176_300_000,
            family.LICENCE,
            "DUTS-TR, for research",
        ),
    )

"""RetinaFace on MobileNet-0.25, the variant for small pictures."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Weights
from editor.inference.models import _retinaface as family


class RetinaFace1MB(family.RetinaFace):
    """Plain ReLU and smaller anchors than the first MobileNet-0.25."""

    network: ClassVar[str] = "retinaface_mobilenet025_1mb"
    sizes: ClassVar[str] = "RELEASE_1MB"
    card: ClassVar[Card] = family.card(
        "retinaface-1mb",
        "MobileNet-0.25, anchors from 10 px",
        "WIDER FACE val at 640 px easy, medium, hard: AP 0.873, 0.836, 0.638 (published)",
        "good",
        50,
        Weights(
            "https://github.com/biubug6/Face-Detector-1MB-with-landmark/raw/master/weights/"
            "mobilenet0.25_Final.pth",
            "retinaface-1mb.pth",
            "ed6fa7d45a5179f03cb5ce82c73b0c6711372968e53782e88395acee88d319e1",
            1_789_735,
            "MIT",
            family.TERMS,
        ),
    )

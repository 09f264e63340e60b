"""RetinaFace on MobileNet-0.25."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Weights
from editor.inference.models import _retinaface as family


class RetinaFaceMobileNet(family.RetinaFace):
    """Small and fast."""

    network: ClassVar[str] = "retinaface_mobilenet025"
    card: ClassVar[Card] = family.card(
        "retinaface-mobilenet025",
        "MobileNet-0.25",
        "WIDER FACE val easy, medium, hard: AP 0.907, 0.882, 0.738 (published)",
        "good",
        60,
        Weights(
            "https://huggingface.co/datasets/datnguyentien204/FaceDetection/resolve/"
            "773b89a3585bbb9ffbfaf5e09cc0b79fe7d8a109/Retinaface_model_v2/mobilenet0.25_Final.pth",
            "retinaface-mobilenet025.pth",
            "2979b33ffafda5d74b6948cd7a5b9a7a62f62b949cef24e95fd15d2883a65220",
            1_790_000,
            "MIT",
            family.TERMS,
        ),
    )

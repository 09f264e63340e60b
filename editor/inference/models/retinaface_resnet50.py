"""RetinaFace on ResNet-50: the best detector here."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Weights
from editor.inference.models import _retinaface as family


class RetinaFaceResNet50(family.RetinaFace):
    """Finds small, turned and covered faces that the small ones miss."""

    network: ClassVar[str] = "retinaface_resnet50"
    card: ClassVar[Card] = family.card(
        "retinaface-resnet50",
        "ResNet-50",
        "WIDER FACE val easy, medium, hard: AP 0.955, 0.940, 0.844 (published)",
        "best",
        100,
        Weights(
            "https://github.com/xinntao/facexlib/releases/download/v0.1.0/"
            "detection_Resnet50_Final.pth",
            "retinaface-resnet50.pth",
            "6d1de9c2944f2ccddca5f5e010ea5ae64a39845a86311af6fdf30841b0a5a16d",
            109_497_761,
            "MIT",
            family.TERMS,
        ),
    )

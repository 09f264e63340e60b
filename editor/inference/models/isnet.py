"""IS-Net for all kinds of pictures."""

from __future__ import annotations

from typing import ClassVar

from editor.inference.card import Card, Task, Weights
from editor.inference.models._matte_network import MatteNetwork
from editor.inference.settings import MIB


class IsNetGeneral(MatteNetwork):
    """Fine structures at 1024 px, by the authors of U²-Net."""

    network: ClassVar[str] = "isnet"
    reading: ClassVar[str] = "isnet"
    size: ClassVar[tuple[int, int]] = (1024, 1024)
    batch: ClassVar[int] = 4
    card: ClassVar[Card] = Card(
        name="isnet",
        task=Task.MATTE,
        network="IS-Net (Qin et al. 2022)",
        input_px=1024,
        normalisation="the whole picture squashed, bilinear, cut to whole numbers; minus a half",
        accuracy="DIS-VD: S-measure 0.813, weighted F 0.717, MAE 0.074 (published, for the weights "
        "of the paper)",
        quality="good",
        rank=60,
        revision=1,
        memory=220 * MIB,
        weights=Weights(
            "https://huggingface.co/NimaBoscarino/IS-Net_DIS-general-use/resolve/"
            "72cb986fa599618233362d8c5552b0238184c7bd/isnet-general-use.pth",
            "isnet-general-use.pth",
            "9e1aafea58f0b55d0c35077e0ceade6ba1ba2bce372fd4f8f77215391f3fac13",
            176_579_397,
            "Apache-2.0 (the repository's; the weights carry no text of their own)",
            "DIS5K, whose terms of use are its own",
        ),
    )

"""BiRefNet as one module."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.errors import BadRequest, InvalidOption
from editor.inference.networks.birefnet.blocks import DecoderBlock, DeformableConv, Pyramid, resized
from editor.inference.networks.birefnet.decoder import Decoder
from editor.inference.networks.birefnet.sampling import Sampling
from editor.inference.networks.birefnet.swin import LARGE, TINY, Size, Swin
from editor.inference.networks.birefnet.tiles import PatchOrder

Choice = TypeVar("Choice", bound=StrEnum)

STEP = 32
"""Both sides of a picture must be multiples of this, px."""


class BiRefNet(nn.Module):
    """Logits (n, 1, height, width) of a picture (n, 3, height, width); sides multiples of 32."""

    def __init__(self, size: Size, order: PatchOrder) -> None:
        super().__init__()
        first, second, third, fourth = (2 * width for width in size.widths)
        self.bb = Swin(size)
        context = DecoderBlock(first + second + third + fourth, fourth)
        self.squeeze_module = nn.Sequential(context)
        self.decoder = Decoder((first, second, third, fourth), order)

    def forward(self, picture: Tensor) -> Tensor:
        height, width = picture.shape[2:]
        if height % STEP or width % STEP:
            raise BadRequest(
                f"The picture given to BiRefNet is {width} x {height} px.",
                remedy=f"Resize it so that both sides are multiples of {STEP} px.",
            )
        levels = self._levels(picture)
        coarsest = levels[-1]
        around = torch.cat([resized(level, coarsest) for level in levels], 1)
        logits: Tensor = self.decoder(picture, levels, self.squeeze_module(around))
        return logits

    def _levels(self, picture: Tensor) -> list[Tensor]:
        """What the backbone sees at full size, beside what it sees at half size."""
        half = (picture.shape[2] // 2, picture.shape[3] // 2)
        small = F.interpolate(picture, size=half, mode="bilinear", align_corners=True)
        pairs = zip(self.bb(picture), self.bb(small), strict=True)
        return [torch.cat((fine, resized(coarse, fine)), 1) for fine, coarse in pairs]


def birefnet(
    *,
    patch_order: str = PatchOrder.WG_HG_C,
    sampling: str = Sampling.KERNEL,
    lean: bool = False,
) -> BiRefNet:
    """BiRefNet on Swin-L.

    The default order of tiles is that of the files published in 2024. `sampling` and `lean` change
    speed and memory, and nothing else but rounding: `rows` is for CPUs, `lean` for every device.
    """
    return _made(LARGE, patch_order, sampling, lean)


def birefnet_lite(
    *,
    patch_order: str = PatchOrder.WG_HG_C,
    sampling: str = Sampling.KERNEL,
    lean: bool = False,
) -> BiRefNet:
    """BiRefNet on Swin-T; options as of `birefnet`."""
    return _made(TINY, patch_order, sampling, lean)


def _made(size: Size, patch_order: str, sampling: str, lean: bool) -> BiRefNet:
    module = BiRefNet(size, _one_of(PatchOrder, "patch_order", patch_order))
    chosen = _one_of(Sampling, "sampling", sampling)
    for part in module.modules():
        if isinstance(part, DeformableConv):
            part.sampling = chosen
        if isinstance(part, Pyramid | Decoder):
            part.lean = lean
    return module


def _one_of(kind: type[Choice], option: str, given: str) -> Choice:
    known = [choice.value for choice in kind]
    if given not in known:
        raise InvalidOption(
            f"{option} can't be {str(given)[:40]!r}.", remedy=f"Known: {', '.join(known)}."
        )
    return kind(given)

"""The mask decoder of SAM: four masks and how good each is."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from editor.inference.networks.precision import Exact
from editor.inference.networks.sam.layers import ChannelNorm, ThreeLayers
from editor.inference.networks.sam.two_way import TwoWayTransformer

MASKS = 4
"""One for prompts that leave no doubt, then three: part, thing, whole."""


class MaskDecoder(Exact, nn.Module):
    """Logits (n, 4, 4 * cells, 4 * cells) and scores (n, 4): expected IoU with what was meant."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.transformer = TwoWayTransformer(width)
        self.iou_token = nn.Embedding(1, width)
        self.mask_tokens = nn.Embedding(MASKS, width)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(width, width // 4, 2, stride=2),
            ChannelNorm(width // 4),
            nn.GELU(),
            nn.ConvTranspose2d(width // 4, width // 8, 2, stride=2),
            nn.GELU(),
        )
        self.output_hypernetworks_mlps = nn.ModuleList(
            ThreeLayers(width, width // 8) for _ in range(MASKS)
        )
        self.iou_prediction_head = ThreeLayers(width, MASKS)

    def forward(self, image: Tensor, places: Tensor, prompt: Tensor) -> tuple[Tensor, Tensor]:
        """`image` is the embedding with the rough mask added, `prompt` the sparse tokens."""
        own = torch.cat((self.iou_token.weight, self.mask_tokens.weight))
        tokens = torch.cat((own.expand(prompt.shape[0], -1, -1), prompt), 1)
        tokens, cells = self.transformer(tokens, _cells(image), _cells(places))
        wide = self.output_upscaling(cells.transpose(1, 2).reshape(image.shape))
        heads = self.output_hypernetworks_mlps
        mixes = torch.stack([head(tokens[:, 1 + i]) for i, head in enumerate(heads)], 1)
        n, _, height, across = wide.shape
        masks = (mixes @ wide.flatten(2)).reshape(n, MASKS, height, across)
        return masks, self.iou_prediction_head(tokens[:, 0])


def _cells(x: Tensor) -> Tensor:
    return x.flatten(2).transpose(1, 2)

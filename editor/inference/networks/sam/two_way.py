"""The transformer of SAM's decoder: tokens look at the picture, and the picture at the tokens."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.networks.sam.layers import TwoLayers

HEADS = 8
FEED_FORWARD = 2048


class TwoWayTransformer(nn.Module):
    """Two layers and a last look of the tokens at the picture."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(TwoWayLayer(width, first=i == 0) for i in range(2))
        self.final_attn_token_to_image = CrossAttention(width, width // 2)
        self.norm_final_attn = nn.LayerNorm(width)

    def forward(self, tokens: Tensor, image: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens (n, tokens, width) and cells (n, cells, width); `places` is the cells' code.

        What tokens mean by place is what they were at the start.
        """
        origin = tokens
        for layer in self.layers:
            tokens, image = layer(tokens, image, origin, places)
        looked = self.final_attn_token_to_image(tokens + origin, image + places, image)
        return self.norm_final_attn(tokens + looked), image


class TwoWayLayer(nn.Module):
    """Tokens among themselves, tokens at the picture, feed-forward, picture at the tokens."""

    def __init__(self, width: int, *, first: bool) -> None:
        super().__init__()
        self.first = first
        self.self_attn = CrossAttention(width, width)
        self.norm1 = nn.LayerNorm(width)
        self.cross_attn_token_to_image = CrossAttention(width, width // 2)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = TwoLayers(width, FEED_FORWARD, nn.ReLU())
        self.norm3 = nn.LayerNorm(width)
        self.norm4 = nn.LayerNorm(width)
        self.cross_attn_image_to_token = CrossAttention(width, width // 2)

    def forward(
        self, tokens: Tensor, image: Tensor, origin: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        tokens = self.norm1(self._among_themselves(tokens, origin))
        seen = self.cross_attn_token_to_image(tokens + origin, image + places, image)
        tokens = self.norm2(tokens + seen)
        tokens = self.norm3(tokens + self.mlp(tokens))
        told = self.cross_attn_image_to_token(image + places, tokens + origin, tokens)
        return tokens, self.norm4(image + told)

    def _among_themselves(self, tokens: Tensor, origin: Tensor) -> Tensor:
        """The first layer starts from the bare tokens and doesn't keep them."""
        if self.first:
            bare: Tensor = self.self_attn(tokens, tokens, tokens)
            return bare
        placed = tokens + origin
        made: Tensor = tokens + self.self_attn(placed, placed, tokens)
        return made


class CrossAttention(nn.Module):
    """Attention whose inner width may be smaller."""

    def __init__(self, width: int, inside: int) -> None:
        super().__init__()
        self.q_proj = nn.Linear(width, inside)
        self.k_proj = nn.Linear(width, inside)
        self.v_proj = nn.Linear(width, inside)
        self.out_proj = nn.Linear(inside, width)

    def forward(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        mixed = F.scaled_dot_product_attention(
            _by_head(self.q_proj(query)), _by_head(self.k_proj(key)), _by_head(self.v_proj(value))
        )
        made: Tensor = self.out_proj(mixed.transpose(1, 2).flatten(2))
        return made


def _by_head(x: Tensor) -> Tensor:
    n, tokens, width = x.shape
    return x.reshape(n, tokens, HEADS, width // HEADS).transpose(1, 2)

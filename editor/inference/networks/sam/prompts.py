"""The prompt encoder of SAM: points, boxes and rough masks as tokens and as a map."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from editor.inference.networks.precision import Exact
from editor.inference.networks.sam.layers import ChannelNorm

NO_POINT = -1
"""Label of a point that only fills up; 0: background, 1: foreground, 2 and 3: box corners."""
CORNERS = (2, 3)


class PromptEncoder(Exact, nn.Module):
    """Sparse prompts become tokens (n, tokens, width), a mask or none a map of the embedding."""

    def __init__(self, width: int, cells: int, side_px: int) -> None:
        super().__init__()
        self.cells = cells
        self.side_px = side_px
        self.pe_layer = PlaceCode(width)
        self.point_embeddings = nn.ModuleList(nn.Embedding(1, width) for _ in range(4))
        self.not_a_point_embed = nn.Embedding(1, width)
        self.mask_downscaling = nn.Sequential(
            nn.Conv2d(1, 4, 2, stride=2),
            ChannelNorm(4),
            nn.GELU(),
            nn.Conv2d(4, 16, 2, stride=2),
            ChannelNorm(16),
            nn.GELU(),
            nn.Conv2d(16, width, 1),
        )
        self.no_mask_embed = nn.Embedding(1, width)

    def sparse(self, points: Tensor, labels: Tensor) -> Tensor:
        """Tokens of points (n, points, 2), x and y in px of the padded picture, by their labels."""
        # Pixels are meant by their centres.
        code = self.pe_layer((points + 0.5) / self.side_px)
        kinds = torch.cat(list(self.point_embeddings.parameters()))
        known = code + kinds[labels.clamp(min=0)]
        return torch.where((labels == NO_POINT)[..., None], self.not_a_point_embed.weight, known)

    def dense(self, mask: Tensor | None) -> Tensor:
        """(n or 1, width, cells, cells) of logits (n, 1, 4 * cells, 4 * cells), or of none."""
        if mask is None:
            nothing = self.no_mask_embed.weight.reshape(1, -1, 1, 1)
            return nothing.expand(-1, -1, self.cells, self.cells)
        rough: Tensor = self.mask_downscaling(mask)
        return rough

    def places(self) -> Tensor:
        """The code of each cell's centre: (1, width, cells, cells)."""
        matrix = self.pe_layer.positional_encoding_gaussian_matrix
        line = (torch.arange(self.cells, device=matrix.device).to(matrix.dtype) + 0.5) / self.cells
        y, x = torch.meshgrid(line, line, indexing="ij")
        code: Tensor = self.pe_layer(torch.stack((x, y), -1))
        return code.permute(2, 0, 1)[None]

    def weights_like(self, numbers: Tensor) -> Tensor:
        """`numbers` on the device and in the type of the weights."""
        return numbers.to(self.pe_layer.positional_encoding_gaussian_matrix)


class PlaceCode(nn.Module):
    """Sines and cosines of random projections of x and y (Tancik et al. 2020)."""

    positional_encoding_gaussian_matrix: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("positional_encoding_gaussian_matrix", torch.randn(2, width // 2))

    def forward(self, places: Tensor) -> Tensor:
        """(..., width) of x and y in 0..1 (..., 2)."""
        turns = (2 * places - 1) @ self.positional_encoding_gaussian_matrix
        angle = 2 * math.pi * turns
        return torch.cat((angle.sin(), angle.cos()), -1)

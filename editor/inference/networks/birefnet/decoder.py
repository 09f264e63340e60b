"""The decoder of BiRefNet: from the coarsest level up, shown the picture's tiles at each."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.networks.birefnet.blocks import DecoderBlock, Lateral, PictureBlock, resized
from editor.inference.networks.birefnet.tiles import PatchOrder, tiles
from editor.inference.networks.precision import ExactConv

STRIDES = {5: 32, 4: 16, 3: 8, 2: 4, 1: 1}
"""Pixels of the picture to a cell, where each picture block joins in."""
GATE = 16


class Decoder(nn.Module):
    """Logits (n, 1, height, width) from the picture and the levels of the backbone."""

    lean = False
    """As in `blocks.Pyramid`."""

    def __init__(self, widths: tuple[int, int, int, int], order: PatchOrder) -> None:
        super().__init__()
        self.order = order
        shown = {5: widths[3], 4: widths[3], 3: widths[2], 2: widths[1], 1: widths[0]}
        for i, stride in STRIDES.items():
            block = PictureBlock(3 * stride * stride, shown[i] // 8)
            self.add_module(f"ipt_blk{i}", block)
        # What each block gives is as wide as the level that is added to it next.
        given = {4: widths[2], 3: widths[1], 2: widths[0], 1: widths[0] // 2}
        taken = {4: widths[3], 3: widths[2], 2: widths[1], 1: widths[0]}
        for i in (4, 3, 2, 1):
            joined = taken[i] + shown[i + 1] // 8
            self.add_module(f"decoder_block{i}", DecoderBlock(joined, given[i]))
        self.conv_out1 = nn.Sequential(ExactConv(given[1] + shown[1] // 8, 1, 1))
        for i in (4, 3, 2):
            self.add_module(f"lateral_block{i}", Lateral(given[i]))
        self._add_gates(given)

    def _add_gates(self, widths: dict[int, int]) -> None:
        """What draws the coarse maps in training is in published files, but isn't used here."""
        for i in (4, 3, 2):
            self.add_module(f"conv_ms_spvn_{i}", nn.Conv2d(widths[i], 1, 1))
        for i in (4, 3, 2):
            conv = nn.Conv2d(widths[i], GATE, 3, padding=1)
            gate = nn.Sequential(conv, nn.BatchNorm2d(GATE), nn.ReLU())
            self.add_module(f"gdt_convs_{i}", gate)
        for kind in ("pred", "attn"):
            for i in (4, 3, 2):
                self.add_module(f"gdt_convs_{kind}_{i}", nn.Sequential(nn.Conv2d(GATE, 1, 1)))

    def forward(self, picture: Tensor, levels: list[Tensor], squeezed: Tensor) -> Tensor:
        """`levels` from fine to coarse; `squeezed` stands for the coarsest."""
        x = squeezed
        for i in (4, 3, 2):
            x = self._run(f"decoder_block{i}", self._shown(x, picture, i + 1))
            finer = levels[i - 2]
            x = resized(x * self._gate(x, i), finer) + self._run(f"lateral_block{i}", finer)
        x = self._run("decoder_block1", self._shown(x, picture, 2))
        if self.lean:
            return self._in_parts(x, picture)
        logits: Tensor = self.conv_out1(self._shown(resized(x, picture), picture, 1))
        return logits

    def _in_parts(self, x: Tensor, picture: Tensor) -> Tensor:
        """The last convolution mixes channels alone and resizing mixes cells alone, so they may
        change places; and it may be multiplied into the convolution before it. Then nothing is
        as large as the picture but the picture block's inside and the logits."""
        mixing, narrow = self.get_parameter("conv_out1.0.weight"), x.shape[1]
        drawing = self.get_parameter("ipt_blk1.conv_out.weight").to(mixing)
        of_picture = mixing[:, narrow:].flatten(1)
        kernel = torch.einsum("oc,cikl->oikl", of_picture, drawing)
        bias = of_picture @ self.get_parameter("ipt_blk1.conv_out.bias").to(mixing)
        bias = bias + self.get_parameter("conv_out1.0.bias")
        inside = self.get_submodule("ipt_blk1.conv1")(picture)
        drawn = F.conv2d(inside.to(mixing), kernel, bias, padding=1)
        return resized(F.conv2d(x.to(mixing), mixing[:, :narrow]), picture) + drawn

    def _shown(self, x: Tensor, picture: Tensor, i: int) -> Tensor:
        """`x` with the picture beside it, tiled to its size."""
        seen = picture if i == 1 else tiles(picture, x, self.order)
        return torch.cat((x, self._run(f"ipt_blk{i}", seen)), 1)

    def _gate(self, x: Tensor, i: int) -> Tensor:
        """0..1 for each cell: where the edges are that matter."""
        return self._run(f"gdt_convs_attn_{i}", self._run(f"gdt_convs_{i}", x)).sigmoid()

    def _run(self, name: str, x: Tensor) -> Tensor:
        made: Tensor = getattr(self, name)(x)
        return made

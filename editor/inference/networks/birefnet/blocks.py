"""The parts of BiRefNet's decoder, chief among them deformable convolutions of several reaches."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.ops import deform_conv2d

from editor.inference.networks.birefnet.sampling import Sampling, by_rows
from editor.inference.networks.precision import Exact

NARROW = 64
"""Channels inside of every block."""
BRANCH = 256
"""Channels of each reach."""
REACHES = (1, 3, 7)


class DeformableConv(Exact, nn.Module):
    """Convolution whose taps move and are weighed as the picture asks (Zhu et al. 2018). An island:
    a place that is off by a part of a cell reads something else."""

    sampling = Sampling.KERNEL

    def __init__(self, inputs: int, outputs: int, kernel: int) -> None:
        super().__init__()
        self.padding = kernel // 2
        taps = kernel * kernel
        self.offset_conv = nn.Conv2d(inputs, 2 * taps, kernel, padding=self.padding)
        self.modulator_conv = nn.Conv2d(inputs, taps, kernel, padding=self.padding)
        self.regular_conv = nn.Conv2d(inputs, outputs, kernel, padding=self.padding, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        weight, asked = self.regular_conv.weight, x.dtype
        x = x.to(weight.dtype)
        # Taps weigh 0 to 2, so that 1 is where nothing was learnt.
        weighed = 2 * self.modulator_conv(x).sigmoid()
        offsets = self.offset_conv(x)
        if self.sampling is Sampling.ROWS:
            return by_rows(x, offsets, weight, weighed).to(asked)
        moved: Tensor = deform_conv2d(x, offsets, weight, padding=self.padding, mask=weighed)
        return moved.to(asked)


class Reach(nn.Module):
    """One deformable convolution, norm, ReLU."""

    def __init__(self, kernel: int) -> None:
        super().__init__()
        self.atrous_conv = DeformableConv(NARROW, BRANCH, kernel)
        self.bn = nn.BatchNorm2d(BRANCH)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.atrous_conv(x)), inplace=True)


class Pyramid(nn.Module):
    """Several reaches and the mean of the whole map, mixed into one (Chen et al. 2017)."""

    lean = False
    """Sum the parts instead of laying them side by side: the same numbers but for rounding."""

    def __init__(self) -> None:
        super().__init__()
        self.aspp1 = Reach(1)
        self.aspp_deforms = nn.ModuleList(Reach(kernel) for kernel in REACHES)
        self.global_avg_pool = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(NARROW, BRANCH, 1, bias=False),
            nn.BatchNorm2d(BRANCH),
            nn.ReLU(),
        )
        self.conv1 = nn.Conv2d((2 + len(REACHES)) * BRANCH, NARROW, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(NARROW)

    def forward(self, x: Tensor) -> Tensor:
        mixed = self._in_parts(x) if self.lean else self._at_once(x)
        return F.relu(self.bn1(mixed), inplace=True)

    def _at_once(self, x: Tensor) -> Tensor:
        mean = self.global_avg_pool(x).expand(-1, -1, *x.shape[2:])
        reaches = [reach(x) for reach in self.aspp_deforms]
        mixed: Tensor = self.conv1(torch.cat((self.aspp1(x), *reaches, mean), 1))
        return mixed

    def _in_parts(self, x: Tensor) -> Tensor:
        """Nothing 1280 channels wide is ever written."""
        *shares, of_mean = torch.split(self.conv1.weight, BRANCH, 1)
        mixed = F.conv2d(self.global_avg_pool(x), of_mean)
        for reach, share in zip((self.aspp1, *self.aspp_deforms), shares, strict=True):
            mixed = mixed + F.conv2d(reach(x), share)
        return mixed


class DecoderBlock(nn.Module):
    """Narrows, looks around, widens."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv_in = nn.Conv2d(inputs, NARROW, 3, padding=1)
        self.dec_att = Pyramid()
        self.conv_out = nn.Conv2d(NARROW, outputs, 3, padding=1)
        self.bn_in = nn.BatchNorm2d(NARROW)
        self.bn_out = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn_in(self.conv_in(x)), inplace=True)
        made: Tensor = self.bn_out(self.conv_out(self.dec_att(x)))
        return made


class PictureBlock(nn.Module):
    """Features of the picture itself, or of its tiles."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, NARROW, 3, padding=1)
        self.conv_out = nn.Conv2d(NARROW, outputs, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.conv_out(self.conv1(x))
        return made


class Lateral(nn.Module):
    """A level of the backbone, mixed for the decoder."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.conv(x)
        return made


def resized(x: Tensor, like: Tensor) -> Tensor:
    """Bilinear at the size of `like`, corner pixels on corner pixels."""
    if x.shape[2:] == like.shape[2:]:
        return x
    return F.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=True)

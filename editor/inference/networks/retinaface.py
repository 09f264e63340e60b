"""RetinaFace: boxes, scores and five landmarks for every anchor, at strides 8, 16 and 32.

Deng et al., "RetinaFace: Single-shot Multi-level Face Localisation in the Wild", CVPR 2020, as
published for PyTorch with MobileNet-0.25 and ResNet-50.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.networks.precision import ExactConv
from editor.inference.networks.retinaface_bodies import MobileNet025, ResNet50, activation

ANCHORS = 2
"""Anchors in each cell of each level."""

Found = tuple[Tensor, Tensor, Tensor]
"""Box offsets (n, anchors, 4), scores of background and face (n, anchors, 2; they sum to 1),
landmark offsets (n, anchors, 10)."""


class RetinaFace(nn.Module):
    """Takes pictures of any size; anchors go level by level, row by row, small before large."""

    def __init__(self, body: MobileNet025 | ResNet50, width: int, slope: float) -> None:
        super().__init__()
        self.body = body
        self.fpn = Pyramid(body.widths, width, slope)
        self.ssh1 = Context(width, slope)
        self.ssh2 = Context(width, slope)
        self.ssh3 = Context(width, slope)
        self.ClassHead = _heads(width, 2)
        self.BboxHead = _heads(width, 4)
        self.LandmarkHead = _heads(width, 10)

    def forward(self, picture: Tensor) -> Found:
        levels = self.fpn(self.body(picture))
        contexts = (self.ssh1, self.ssh2, self.ssh3)
        levels = [context(level) for context, level in zip(contexts, levels, strict=True)]
        boxes = _read(self.BboxHead, levels)
        scores = _read(self.ClassHead, levels).softmax(-1)
        return boxes, scores, _read(self.LandmarkHead, levels)


class Pyramid(nn.Module):
    """Coarse levels are added to finer ones, top down."""

    def __init__(self, inputs: tuple[int, int, int], width: int, slope: float) -> None:
        super().__init__()
        fine, middle, coarse = inputs
        self.output1 = conv_bn(fine, width, 1, slope)
        self.output2 = conv_bn(middle, width, 1, slope)
        self.output3 = conv_bn(coarse, width, 1, slope)
        self.merge1 = conv_bn(width, width, 3, slope)
        self.merge2 = conv_bn(width, width, 3, slope)

    def forward(self, levels: tuple[Tensor, Tensor, Tensor]) -> list[Tensor]:
        fine, middle, coarse = levels
        top: Tensor = self.output3(coarse)
        lateral: Tensor = self.output2(middle)
        between: Tensor = self.merge2(lateral + _enlarged(top, lateral))
        lateral = self.output1(fine)
        bottom: Tensor = self.merge1(lateral + _enlarged(between, lateral))
        return [bottom, between, top]


class Context(nn.Module):
    """Views of 3x3, 5x5 and 7x7 cells side by side (the SSH module, Najibi et al. 2017)."""

    def __init__(self, width: int, slope: float) -> None:
        super().__init__()
        half, quarter = width // 2, width // 4
        self.conv3X3 = conv_bn(width, half, 3)
        self.conv5X5_1 = conv_bn(width, quarter, 3, slope)
        self.conv5X5_2 = conv_bn(quarter, quarter, 3)
        self.conv7X7_2 = conv_bn(quarter, quarter, 3, slope)
        self.conv7x7_3 = conv_bn(quarter, quarter, 3)

    def forward(self, x: Tensor) -> Tensor:
        near = self.conv5X5_1(x)
        views = (self.conv3X3(x), self.conv5X5_2(near), self.conv7x7_3(self.conv7X7_2(near)))
        return F.relu(torch.cat(views, 1))


def conv_bn(inputs: int, outputs: int, kernel: int, slope: float | None = None) -> nn.Sequential:
    """Convolution that keeps the size, batch norm and, with a slope, an activation."""
    conv = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
    layers: list[nn.Module] = [conv, nn.BatchNorm2d(outputs)]
    if slope is not None:
        layers.append(activation(slope))
    return nn.Sequential(*layers)


def _heads(width: int, numbers: int) -> nn.ModuleList:
    def head() -> nn.Sequential:
        conv = ExactConv(width, ANCHORS * numbers, 1)
        return nn.Sequential(OrderedDict(conv1x1=conv))

    return nn.ModuleList(head() for _ in range(3))


def _read(heads: nn.ModuleList, levels: list[Tensor]) -> Tensor:
    """(n, anchors of all levels, numbers of one anchor)."""
    read = []
    for head, level in zip(heads, levels, strict=True):
        cells: Tensor = head(level).permute(0, 2, 3, 1)
        n, height, width, numbers = cells.shape
        read.append(cells.reshape(n, height * width * ANCHORS, numbers // ANCHORS))
    return torch.cat(read, 1)


def _enlarged(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, size=like.shape[2:], mode="nearest")


def mobilenet025() -> RetinaFace:
    """The first published MobileNet-0.25: leaky activations, anchors of 16 to 512 px."""
    return RetinaFace(MobileNet025(slope=0.1), width=64, slope=0.1)


def mobilenet025_1mb() -> RetinaFace:
    """The "1MB" release: the same tensors, but plain activations and anchors of 10 to 256 px."""
    return RetinaFace(MobileNet025(slope=0.0), width=64, slope=0.0)


def resnet50() -> RetinaFace:
    """The large one: plain activations, anchors of 16 to 512 px."""
    return RetinaFace(ResNet50(), width=256, slope=0.0)

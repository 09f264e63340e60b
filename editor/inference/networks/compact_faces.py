"""Our own small detector of faces: RetinaFace's answers from dense 3x3 convolutions.

Dense convolutions at few channels train several times faster on a CPU than the separable ones of
MobileNet, and run as fast. Residual blocks (He et al. 2016) down to stride 32, a pyramid and
context modules as in RetinaFace (Deng et al. 2020), two anchors in each cell.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.networks.retinaface import ANCHORS, Found

STEM = (16, 32)
"""Channels at strides 2 and 4."""
STAGES = (64, 96, 128)
"""Channels at strides 8, 16 and 32."""
BLOCKS = (1, 1, 1, 1)
"""Residual blocks at strides 4 to 32."""
WIDTH = 48
"""Channels of the pyramid."""
NUMBERS = 15
"""Of one anchor."""
RANGE = 64.0
"""Pictures come as -123..151; the first convolution likes numbers around one."""
RARE = -4.0
"""Logit of a face before training: most anchors hold none."""


class CompactFaces(nn.Module):
    """Takes pictures of any size, in blue, green, red minus their means, as RetinaFace does;
    anchors go level by level, row by row, small before large."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            conv(3, STEM[0], 2), conv(STEM[0], STEM[1], 2), *_blocks(STEM[1], BLOCKS[0])
        )
        fine, middle, coarse = STAGES
        self.fine = nn.Sequential(conv(STEM[1], fine, 2), *_blocks(fine, BLOCKS[1]))
        self.middle = nn.Sequential(conv(fine, middle, 2), *_blocks(middle, BLOCKS[2]))
        self.coarse = nn.Sequential(conv(middle, coarse, 2), *_blocks(coarse, BLOCKS[3]))
        self.lateral = nn.ModuleList(conv(channels, WIDTH, 1, 1) for channels in STAGES)
        self.merge = nn.ModuleList(conv(WIDTH, WIDTH) for _ in range(2))
        self.context = nn.ModuleList(Context(WIDTH) for _ in STAGES)
        self.heads = nn.ModuleList(_head() for _ in STAGES)

    def forward(self, picture: Tensor) -> Found:
        boxes, logits, marks = self.logits(picture)
        face = logits.sigmoid()
        return boxes, torch.stack((1 - face, face), -1), marks

    def logits(self, picture: Tensor) -> Found:
        """As `forward`, but one logit (n, anchors) in place of two scores."""
        fine = self.fine(self.stem(picture / RANGE))
        middle = self.middle(fine)
        top = self.lateral[2](self.coarse(middle))
        between = self.lateral[1](middle)
        between = self.merge[1](between + _enlarged(top, between))
        bottom = self.lateral[0](fine)
        bottom = self.merge[0](bottom + _enlarged(between, bottom))
        levels = (bottom, between, top)
        read = [
            _read(head(context(level)))
            for head, context, level in zip(self.heads, self.context, levels, strict=True)
        ]
        numbers = torch.cat(read, 1)
        return numbers[..., 1:5], numbers[..., 0], numbers[..., 5:]


class Block(nn.Module):
    """Two convolutions beside a way past them."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels)
        self.second = conv(channels, channels, active=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class Context(nn.Module):
    """Views of 3x3, 5x5 and 7x7 cells side by side (the SSH module, Najibi et al. 2017)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        half, quarter = width // 2, width // 4
        self.near = conv(width, half, active=False)
        self.shared = conv(width, quarter)
        self.wide = conv(quarter, quarter, active=False)
        self.wider = nn.Sequential(conv(quarter, quarter), conv(quarter, quarter, active=False))

    def forward(self, x: Tensor) -> Tensor:
        shared = self.shared(x)
        return F.relu(torch.cat((self.near(x), self.wide(shared), self.wider(shared)), 1))


def conv(
    inputs: int, outputs: int, stride: int = 1, kernel: int = 3, active: bool = True
) -> nn.Sequential:
    """Convolution and norm, then ReLU unless what follows has its own."""
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    if active:
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


def _head() -> nn.Conv2d:
    """For each anchor a logit, four numbers of its box and ten of its marks."""
    head = nn.Conv2d(WIDTH, ANCHORS * NUMBERS, 1)
    nn.init.normal_(head.weight, std=0.01)
    with torch.no_grad():
        head.get_parameter("bias").zero_()
        head.get_parameter("bias").view(ANCHORS, NUMBERS)[:, 0] = RARE
    return head


def _blocks(channels: int, count: int) -> list[Block]:
    return [Block(channels) for _ in range(count)]


def _read(cells: Tensor) -> Tensor:
    """(n, anchors of one level, numbers of one anchor)."""
    n, numbers, height, width = cells.shape
    ordered = cells.permute(0, 2, 3, 1)
    return ordered.reshape(n, height * width * ANCHORS, numbers // ANCHORS)


def _enlarged(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, size=like.shape[2:], mode="nearest")

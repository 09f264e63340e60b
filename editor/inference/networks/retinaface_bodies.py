"""The backbones of RetinaFace: three maps of a picture, at strides 8, 16 and 32."""

from __future__ import annotations

from torch import Tensor, nn
from torchvision.models import resnet50

Levels = tuple[Tensor, Tensor, Tensor]


class MobileNet025(nn.Module):
    """MobileNet (Howard et al. 2017) at a quarter of its width."""

    widths = (64, 128, 256)

    def __init__(self, slope: float) -> None:
        super().__init__()
        self.stage1 = nn.Sequential(
            _stem(3, 8, slope),
            _separable(8, 16, 1, slope),
            _separable(16, 32, 2, slope),
            _separable(32, 32, 1, slope),
            _separable(32, 64, 2, slope),
            _separable(64, 64, 1, slope),
        )
        self.stage2 = nn.Sequential(
            _separable(64, 128, 2, slope),
            *(_separable(128, 128, 1, slope) for _ in range(5)),
        )
        self.stage3 = nn.Sequential(_separable(128, 256, 2, slope), _separable(256, 256, 1, slope))

    def forward(self, picture: Tensor) -> Levels:
        fine: Tensor = self.stage1(picture)
        middle: Tensor = self.stage2(fine)
        coarse: Tensor = self.stage3(middle)
        return fine, middle, coarse


class ResNet50(nn.Module):
    """torchvision's ResNet-50 without its classifier (He et al. 2015)."""

    widths = (512, 1024, 2048)

    def __init__(self) -> None:
        super().__init__()
        whole = resnet50(weights=None)
        self.conv1, self.bn1 = whole.conv1, whole.bn1
        self.relu, self.maxpool = whole.relu, whole.maxpool
        self.layer1, self.layer2 = whole.layer1, whole.layer2
        self.layer3, self.layer4 = whole.layer3, whole.layer4

    def forward(self, picture: Tensor) -> Levels:
        x = self.maxpool(self.relu(self.bn1(self.conv1(picture))))
        fine: Tensor = self.layer2(self.layer1(x))
        middle: Tensor = self.layer3(fine)
        coarse: Tensor = self.layer4(middle)
        return fine, middle, coarse


def activation(slope: float) -> nn.Module:
    """ReLU that lets `slope` of what is negative through."""
    return nn.LeakyReLU(slope, inplace=True) if slope else nn.ReLU(inplace=True)


def _stem(inputs: int, outputs: int, slope: float) -> nn.Sequential:
    conv = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), activation(slope))


def _separable(inputs: int, outputs: int, stride: int, slope: float) -> nn.Sequential:
    """Depth-wise 3x3, then point-wise convolution, each with norm and activation."""
    return nn.Sequential(
        nn.Conv2d(inputs, inputs, 3, stride=stride, padding=1, groups=inputs, bias=False),
        nn.BatchNorm2d(inputs),
        activation(slope),
        nn.Conv2d(inputs, outputs, 1, bias=False),
        nn.BatchNorm2d(outputs),
        activation(slope),
    )

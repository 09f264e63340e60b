"""A network of a few kilobytes with every kind of layer that embedded ones have."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from editor.inference.training.exporting import Exported, export

NAME = "small"


class Small(nn.Module):
    """Logits (n, 1, height, width), and the mean colour; both sides even."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Sequential(
            nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU()
        )
        self.mixed = nn.Linear(8, 16)
        self.last = nn.Conv2d(16, 1, 3, padding=1)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        x = self.narrow(picture)
        x = F.gelu(self.mixed(x.permute(0, 2, 3, 1))).permute(0, 3, 1, 2)
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        return self.last(x), picture.mean((2, 3))


def small() -> Small:
    """With random numbers, also in its norm; the same ones every time."""
    torch.manual_seed(3)
    made = Small()
    norm = made.narrow[1]
    assert isinstance(norm, nn.BatchNorm2d)
    for values, low, high in (
        (norm.running_mean, -0.2, 0.2),
        (norm.running_var, 0.5, 2.0),
        (norm.weight.data, 0.5, 1.5),
        (norm.bias.data, -0.1, 0.1),
    ):
        assert values is not None
        values.uniform_(low, high)
    return made.eval()


def exported(folder: Path) -> Exported:
    """Both files of `small`, for pictures of any even size."""
    example = torch.rand(1, 3, 16, 24, generator=torch.Generator().manual_seed(5))
    return export(small(), example, {0: "n", 2: "height", 3: "width"}, NAME, folder)

"""Pictures and prompts for SAM, and its masks at the size of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from editor.inference.processing.resizing import Rgb, antialiased

SIDE_PX = 1024
MEAN = (123.675, 116.28, 103.53)
SPREAD = (58.395, 57.12, 57.375)
INSIDE, OUTSIDE = 1, 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How large the picture lies in the upper left corner of the network's square, px."""

    height: int
    width: int


def fit(height: int, width: int, side_px: int = SIDE_PX) -> Fit:
    """The longest side fills the square; halves are rounded up, and nothing vanishes."""
    scale = side_px / max(height, width)
    return Fit(max(1, int(height * scale + 0.5)), max(1, int(width * scale + 0.5)))


def for_sam(picture: Rgb, side_px: int = SIDE_PX) -> tuple[Tensor, Fit]:
    """(3, side, side) and where the picture lies in it; the rest is zero after normalisation."""
    inside = fit(picture.shape[0], picture.shape[1], side_px)
    values = (antialiased(picture, inside.height, inside.width) - np.array(MEAN)) / SPREAD
    planes = torch.from_numpy(values.transpose(2, 0, 1).astype(np.float32))
    return F.pad(planes, (0, side_px - inside.width, 0, side_px - inside.height)), inside


def places(fractions: npt.ArrayLike, inside: Fit) -> Tensor:
    """x, y in fractions of the picture (..., 2) as px of the square; boxes give their corners."""
    values = np.asarray(fractions, dtype=np.float32).reshape(-1, 2)
    return torch.from_numpy(values) * torch.tensor([inside.width, inside.height])


def enlarged(logits: Tensor, inside: Fit, height: int, width: int) -> Tensor:
    """Masks (n, masks, side/4, side/4) at the picture's own size, still logits: above 0 is in."""
    side_px = 4 * logits.shape[-1]
    square = _bilinear(logits.float(), side_px, side_px)
    return _bilinear(square[..., : inside.height, : inside.width], height, width)


def _bilinear(logits: Tensor, height: int, width: int) -> Tensor:
    return F.interpolate(logits, (height, width), mode="bilinear", align_corners=False)

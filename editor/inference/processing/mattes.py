"""Pictures for the networks that draw mattes, and alpha from their logits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from editor.inference.processing.resizing import Rgb, antialiased, blurred, pointwise

Alpha = npt.NDArray[np.uint8]
"""(height, width)."""
Size = tuple[int, int]
"""Height and width, px."""

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_SPREAD = (0.229, 0.224, 0.225)

BIREFNET_SIZE = (1024, 1024)
U2NET_SIZE = (320, 320)
ISNET_SIZE = (1024, 1024)

# A black picture has no largest value to divide by.
DARKEST = 1e-6


def for_birefnet(picture: Rgb, size: Size = BIREFNET_SIZE) -> Tensor:
    """(3, height, width); the whole picture squashed to `size`, both multiples of 32."""
    return _planes((antialiased(picture, *size) / 255 - IMAGENET_MEAN) / IMAGENET_SPREAD)


def for_u2net(picture: Rgb, size: Size = U2NET_SIZE) -> Tensor:
    """(3, height, width); brightened so that its largest value is 1."""
    values = blurred(picture, *size)
    values = values / max(float(values.max()), DARKEST)
    return _planes((values - IMAGENET_MEAN) / IMAGENET_SPREAD)


def for_isnet(picture: Rgb, size: Size = ISNET_SIZE) -> Tensor:
    """(3, height, width) in -0.5..0.5."""
    return _planes(pointwise(picture, *size) / 255 - 0.5)


def birefnet_matte(logits: Tensor) -> Tensor:
    """Alpha of logits (1, height, width), at their size and on their device."""
    return whole(logits[0].float().sigmoid())


def birefnet_alpha(logits: Tensor, size: Size | None = None) -> Alpha:
    """Alpha of logits (1, height, width), at their size or, bicubic, at the picture's."""
    return _resized(_on_cpu(birefnet_matte(logits)), size, Image.Resampling.BICUBIC)


def u2net_matte(logits: Tensor) -> Tensor:
    """Alpha of d0 (1, height, width), at its size and on its device."""
    return whole(stretched(logits[0].float().sigmoid()))


def u2net_alpha(logits: Tensor, size: Size | None = None) -> Alpha:
    """Alpha of d0 (1, height, width), at its size or, bilinear, at the picture's."""
    return _resized(_on_cpu(u2net_matte(logits)), size, Image.Resampling.BILINEAR)


def isnet_alpha(logits: Tensor, size: Size | None = None) -> Alpha:
    """Alpha of d1 (1, height, width), at its size or the picture's, stretched after resizing."""
    soft = logits[None].float().sigmoid()
    if size is not None:
        soft = F.interpolate(soft, size, mode="bilinear", align_corners=False)
    return _on_cpu(whole(stretched(soft[0, 0])))


def stretched(soft: Tensor) -> Tensor:
    """From 0 to 1, whatever the map spans; a flat map is left as it is, there is nothing in it."""
    low, high = soft.min(), soft.max()
    return torch.where(high > low, (soft - low) / (high - low).clamp(min=torch.finfo().tiny), soft)


def _planes(values: npt.NDArray[np.float64]) -> Tensor:
    planes = np.ascontiguousarray(values.transpose(2, 0, 1), dtype=np.float32)
    return torch.from_numpy(planes)


def whole(soft: Tensor) -> Tensor:
    """0..255, cut off below as published."""
    return (soft * 255).to(torch.uint8)


def _on_cpu(matte: Tensor) -> Alpha:
    alpha: Alpha = matte.cpu().numpy()
    return alpha


def _resized(alpha: Alpha, size: Size | None, how: Image.Resampling) -> Alpha:
    if size is None:
        return alpha
    height, width = size
    return np.asarray(Image.fromarray(alpha).resize((width, height), how))

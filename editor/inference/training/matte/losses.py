"""What training makes small: per pixel, per region, and in structure, at every scale."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

SCALES = (1.0, 0.5, 0.4, 0.3, 0.3, 0.3)
"""Weights of the logits, the finest first."""
EDGE = 4.0
"""How much more a pixel at an edge counts, at most."""


def loss(logits: list[Tensor], truth: Tensor) -> Tensor:
    """A number, of logits (n, 1, h, w) from fine to coarse and alpha (n, 1, H, W) in 0..1."""
    total = truth.new_zeros(())
    for number, (weight, given) in enumerate(zip(SCALES, logits, strict=True)):
        given = given.float()
        wanted = (
            truth
            if given.shape == truth.shape
            else F.interpolate(truth, given.shape[2:], mode="area")
        )
        one = by_pixel(given, wanted) + by_region(given.sigmoid(), wanted)
        if number == 0:
            one = one + 0.5 * by_structure(given.sigmoid(), wanted)
        total = total + weight * one
    return total


def by_pixel(logits: Tensor, truth: Tensor) -> Tensor:
    """Binary cross entropy; edges, where a blurred truth differs from the truth, count more."""
    width = max(3, truth.shape[-1] // 16 | 1)
    around = _blurred(truth, width)
    weight = 1 + EDGE * (around - truth).abs()
    each = F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    return (weight * each).sum() / weight.sum()


def _blurred(truth: Tensor, width: int) -> Tensor:
    """Mean of a square window, that of its inner part at the frame."""
    reach = (width // 2,) * 4
    inside = F.pad(torch.ones_like(truth[:1]), reach)
    return windows(F.pad(truth, reach), width) / windows(inside, width)


def windows(x: Tensor, width: int) -> Tensor:
    """Of every square window that lies inside, from running sums: the work doesn't grow with the
    window, and all of it is done in vectors, which PyTorch's mean pooling isn't."""
    for axis in (2, 3):
        running = F.pad(x.cumsum(axis), (0, 0, 1, 0) if axis == 2 else (1, 0))
        count = x.shape[axis] - width + 1
        x = running.narrow(axis, width, count) - running.narrow(axis, 0, count)
    return x


def by_region(alpha: Tensor, truth: Tensor) -> Tensor:
    """One minus the soft intersection over union, each picture alike."""
    both = (alpha * truth).sum((1, 2, 3))
    either = (alpha + truth - alpha * truth).sum((1, 2, 3))
    return (1 - (both + 1) / (either + 1)).mean()


def by_structure(alpha: Tensor, truth: Tensor) -> Tensor:
    """One minus SSIM (Wang et al. 2004) in windows of 7 pixels."""
    given = torch.cat([alpha, truth, alpha**2, truth**2, alpha * truth], 1)
    x, y, xx, yy, xy = (windows(given, 7) / 49).chunk(5, 1)
    shared = (2 * x * y + 1e-4) * (2 * (xy - x * y) + 9e-4)
    spread = (x**2 + y**2 + 1e-4) * ((xx - x**2) + (yy - y**2) + 9e-4)
    return (1 - shared / spread).mean()


def overlap(alpha: Tensor, truth: Tensor) -> Tensor:
    """Intersection over union at one half, per picture, (n,)."""
    seen, wanted = alpha > 0.5, truth > 0.5
    both = (seen & wanted).sum((1, 2, 3)).float()
    either = (seen | wanted).sum((1, 2, 3)).float()
    return torch.where(either > 0, both / either.clamp(min=1), torch.ones_like(both))

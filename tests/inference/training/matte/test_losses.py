from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from editor.inference.training.matte.losses import (
    by_pixel,
    by_region,
    by_structure,
    loss,
    overlap,
    windows,
)


def square(size: int = 64, side: int = 24) -> Tensor:
    alpha = torch.zeros(1, 1, size, size)
    alpha[..., 20 : 20 + side, 20 : 20 + side] = 1
    return alpha


def scales(alpha: Tensor) -> list[Tensor]:
    halves = [alpha, *(F.interpolate(alpha, scale_factor=0.5**n, mode="area") for n in range(1, 6))]
    return [torch.logit(half.clamp(1e-4, 1 - 1e-4)) for half in halves]


def test_the_true_matte_costs_least() -> None:
    truth = square()
    right = loss(scales(truth), truth)
    near = loss(scales(truth.roll(3, 2)), truth)
    far = loss(scales(truth.roll(20, 2)), truth)
    assert right < near < far


def test_an_error_at_the_edge_costs_more_than_one_far_from_it() -> None:
    truth = square()
    beside, far = (torch.where(truth > 0, 4.0, -4.0) for _ in range(2))
    beside[..., 20:24, 17:20] = 4
    far[..., 55:59, 57:60] = 4
    assert by_pixel(beside, truth) > by_pixel(far, truth)


def test_a_region_costs_by_its_overlap() -> None:
    truth = square(side=20)
    half = truth.clone()
    half[..., 30:, :] = 0
    assert float(by_region(truth, truth)) < 1e-6
    assert abs(float(by_region(half, truth)) - 0.5) < 0.01


def test_structure_sees_blur() -> None:
    truth = square()
    soft = F.avg_pool2d(truth, 9, 1, 4)
    assert float(by_structure(truth, truth)) < 1e-6
    assert float(by_structure(soft, truth)) > 0.05


def test_overlap_is_counted_per_picture() -> None:
    truth = torch.cat([square(side=20), torch.zeros(1, 1, 64, 64)])
    half = truth.clone()
    half[..., 30:, :] = 0
    assert overlap(half, truth).tolist() == [0.5, 1.0]


def test_windows_are_summed_as_mean_pooling_does() -> None:
    given = torch.rand(2, 3, 33, 40, generator=torch.Generator().manual_seed(5))
    pooled = torch.nn.functional.avg_pool2d(given, 7, 1)
    assert torch.allclose(windows(given, 7) / 49, pooled, atol=1e-5)

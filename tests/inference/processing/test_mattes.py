"""Alpha for pictures and maps that publishers' own code stumbles over."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from editor.inference.processing.mattes import (
    birefnet_alpha,
    for_birefnet,
    for_isnet,
    for_u2net,
    isnet_alpha,
    stretched,
    u2net_alpha,
)
from editor.inference.processing.prompts import fit, for_sam, places
from editor.inference.processing.resizing import blurred

Read = Callable[[Tensor], npt.NDArray[np.uint8]]
READERS: list[Read] = [birefnet_alpha, u2net_alpha, isnet_alpha]


@pytest.mark.parametrize("prepare", [for_birefnet, for_u2net, for_isnet])
@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (700, 1)])
@pytest.mark.parametrize("value", [0, 255])
def test_any_picture_can_be_given(
    prepare: Callable[[npt.NDArray[np.uint8]], Tensor], shape: tuple[int, int], value: int
) -> None:
    planes = prepare(np.full((*shape, 3), value, np.uint8))
    assert planes.isfinite().all()
    assert planes.dtype == torch.float32
    assert planes.is_contiguous()


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64])
def test_alpha_rises_with_the_logits(read: Read, dtype: torch.dtype) -> None:
    logits = torch.linspace(-8, 8, 12).reshape(1, 3, 4).to(dtype)
    alpha = read(logits)
    assert alpha.dtype == np.uint8
    assert alpha.shape == (3, 4)
    flat = alpha.ravel().astype(int)
    assert flat[0] == 0
    assert flat[-1] >= 254
    assert (np.diff(flat) >= 0).all()


@pytest.mark.parametrize("read", READERS)
def test_a_flat_map_is_not_blown_up(read: Read) -> None:
    """There is nothing in it that could be stretched."""
    assert read(torch.full((1, 5, 5), -9.0)).max() == 0


@given(st.lists(st.floats(0, 1, width=32), min_size=2, max_size=9))
def test_stretched_maps_span_everything(values: list[float]) -> None:
    soft = torch.tensor(values)
    out = stretched(soft)
    if max(values) > min(values):
        assert (float(out.min()), float(out.max())) == (0, 1)
    else:
        assert torch.equal(out, soft)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_blurring_keeps_the_middle_of_an_even_picture(height: int, width: int, size: int) -> None:
    even = blurred(np.full((height, width, 3), 204, np.uint8), size, size)
    assert even.shape == (size, size, 3)
    assert even.max() <= 0.8 + 1e-9
    if min(height, width, size) > 20:
        assert even[size // 2, size // 2] == pytest.approx([0.8] * 3)


@pytest.mark.parametrize(
    ("size", "inside"), [((97, 131), (758, 1024)), ((1, 3000), (1, 1024)), ((8, 8), (1024, 1024))]
)
def test_sam_is_given_the_longest_side_and_zeros(
    size: tuple[int, int], inside: tuple[int, int]
) -> None:
    planes, where = for_sam(np.full((*size, 3), 255, np.uint8))
    assert (where.height, where.width) == inside
    assert planes.shape == (3, 1024, 1024)
    assert (planes[:, : where.height, : where.width] > 2).all()
    assert (planes[:, where.height :] == 0).all()
    assert (planes[:, :, where.width :] == 0).all()


def test_prompts_are_placed_in_the_fitted_picture() -> None:
    inside = fit(500, 1000)
    assert places(np.array([[0.5, 0.5], [1, 0]]), inside).tolist() == [[512, 256], [1024, 0]]
    assert places(np.array([0.25, 0, 0.75, 1]), inside).tolist() == [[256, 0], [768, 512]]

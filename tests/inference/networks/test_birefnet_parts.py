"""Tiles and windows, by their definitions on pictures that are small enough to write down."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.ops import deform_conv2d

from editor.inference.networks.birefnet.sampling import by_rows
from editor.inference.networks.birefnet.tiles import PatchOrder, tiles
from editor.inference.networks.birefnet.windows import apart, distances, filled, joined, windows

# Two rows and three columns of tiles; the number of a pixel tells its colour, row and column.
PICTURE = torch.tensor(
    [[[[100 * c + 10 * y + x for x in range(6)] for y in range(4)] for c in range(3)]]
).float()
LEVEL = torch.zeros(1, 7, 2, 2)


@pytest.mark.parametrize(
    ("order", "channel"),
    [
        (PatchOrder.WG_HG_C, lambda c, row, column: (column * 2 + row) * 3 + c),
        (PatchOrder.C_HG_WG, lambda c, row, column: (c * 2 + row) * 3 + column),
    ],
)
def test_a_tile_is_a_block_of_neighbours_at_the_channel_of_its_order(
    order: PatchOrder, channel: object
) -> None:
    assert callable(channel)
    cut = tiles(PICTURE, LEVEL, order)
    assert cut.shape == (1, 18, 2, 2)
    for c in range(3):
        for row in range(2):
            for column in range(3):
                block = PICTURE[0, c, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
                assert torch.equal(cut[0, channel(c, row, column)], block)


sides = st.integers(1, 20)


@given(sides, sides, st.integers(1, 8))
def test_windows_join_to_the_map_that_they_were_cut_from(rows: int, columns: int, s: int) -> None:
    x = torch.randn(2, rows, columns, 3)
    whole = filled(x, s)
    assert whole.shape[1] % s == whole.shape[2] % s == 0
    assert whole.shape[1] < rows + s
    assert torch.equal(whole[:, :rows, :columns], x)
    assert whole.abs().sum().isclose(x.abs().sum()), "what is filled in is zero"
    assert torch.equal(joined(windows(whole, s), s, whole.shape[1], whole.shape[2]), whole)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(2, 7))
def test_rolled_in_cells_look_only_at_their_old_neighbours(down: int, across: int, s: int) -> None:
    rows, columns, shift = down * s, across * s, s // 2
    # A window of the rolled map holds at most four blocks that didn't touch before: cells
    # belong together when neither rows nor columns were rolled around between them.
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    places = torch.stack((y, x), -1)[None].roll((-shift, -shift), (1, 2))
    cut = windows(places, s)
    far = (cut[:, :, None] - cut[:, None, :]).abs().amax(-1) >= s
    mask = apart(rows, columns, s, torch.zeros(1))
    assert mask.shape == (down * across, s * s, s * s)
    if min(down, across) > 1:
        assert torch.equal(mask == -math.inf, far)
    assert torch.equal(mask, mask.transpose(1, 2))
    assert (mask.diagonal(dim1=1, dim2=2) == 0).all()


def test_a_map_of_one_window_is_parted_too() -> None:
    mask = apart(2, 2, 2, torch.zeros(1))
    expected = torch.full((4, 4), -math.inf).fill_diagonal_(0)
    assert torch.equal(mask[0], expected)


def test_distances_number_the_pairs_of_a_window() -> None:
    # In a 2 x 2 window: dy, dx in -1..1, numbered row by row from (-1, -1).
    assert distances(2).tolist() == [[4, 3, 1, 0], [5, 4, 2, 1], [7, 6, 4, 3], [8, 7, 5, 4]]


@given(
    n=st.integers(1, 2),
    height=st.integers(1, 9),
    width=st.integers(1, 9),
    side=st.sampled_from([1, 3, 7]),
    far=st.sampled_from([0.0, 0.7, 5.0, 1e9]),
    dtype=st.sampled_from([torch.float32, torch.float64]),
    seed=st.integers(0, 999),
)
def test_rows_of_a_table_give_what_torchvisions_kernel_gives(
    n: int, height: int, width: int, side: int, far: float, dtype: torch.dtype, seed: int
) -> None:
    draw = torch.Generator().manual_seed(seed)

    def noise(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=draw, dtype=dtype)

    x, weights = noise(n, 4, height, width), noise(5, 4, side, side)
    offsets = far * noise(n, 2 * side * side, height, width)
    taps = noise(n, side * side, height, width)
    expected = deform_conv2d(x, offsets, weights, padding=side // 2, mask=taps)
    assert torch.allclose(by_rows(x, offsets, weights, taps), expected, atol=1e-4)


def test_large_maps_are_sampled_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    x, weights = torch.randn(1, 3, 20, 30), torch.randn(2, 3, 3, 3)
    offsets, taps = torch.randn(1, 18, 20, 30), torch.rand(1, 9, 20, 30)
    whole = by_rows(x, offsets, weights, taps)
    monkeypatch.setattr("editor.inference.networks.birefnet.sampling.ROWS_AT_ONCE", 100)
    assert torch.allclose(by_rows(x, offsets, weights, taps), whole, atol=1e-5)

"""The picture cut into tiles that lie on one another as channels, at the size of a level."""

from __future__ import annotations

from enum import StrEnum

from torch import Tensor


class PatchOrder(StrEnum):
    """How the channels of the tiles follow one another, from slow to fast.

    It isn't written in the weights: files trained until November 2024 expect `wg_hg_c`, newer
    ones `c_hg_wg`. The same file in the other order loads and draws a worse matte.
    """

    WG_HG_C = "wg_hg_c"
    """Column of the tile, row of the tile, colour."""
    C_HG_WG = "c_hg_wg"
    """Colour, row of the tile, column of the tile."""


def tiles(picture: Tensor, like: Tensor, order: PatchOrder) -> Tensor:
    """(n, 3 * rows * columns of tiles, height, width) with the height and width of `like`.

    A tile is a block of neighbouring pixels, not every so many-th one.
    """
    n, colours, tall, wide = picture.shape
    height, width = like.shape[2:]
    rows, columns = tall // height, wide // width
    blocks = picture.reshape(n, colours, rows, height, columns, width)
    if order is PatchOrder.WG_HG_C:
        ordered = blocks.permute(0, 4, 2, 1, 3, 5)
    else:
        ordered = blocks.permute(0, 1, 2, 4, 3, 5)
    return ordered.reshape(n, colours * rows * columns, height, width)

"""Polygons become mattes with soft edges."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from editor.inference.evaluate.boards.outlines import Board, Polygon
from editor.inference.evaluate.region import HALF, Matte

FINER = 16
"""How many times finer than the picture polygons are drawn before they are averaged down.
OpenCV fills the pixels that an edge touches, too: the error is at most 1/16 of a pixel."""

_SHIFT = 4


def matte(board: Board) -> Matte:
    """1 in the thing, 0 outside and in its holes, between on the edge."""
    fine = _filled(board.size, board.outlines)
    fine[_filled(board.size, board.holes) > 0] = 0
    return _averaged(fine, board.size)


def shadows(board: Board) -> tuple[npt.NDArray[np.bool_], ...]:
    """Per marked shadow the pixels that lie mostly in it."""
    return tuple(_averaged(_filled(board.size, [one]), board.size) >= HALF for one in board.shadow)


def _filled(size: tuple[int, int], polygons: Sequence[Polygon]) -> npt.NDArray[np.uint8]:
    fine = np.zeros((size[1] * FINER, size[0] * FINER), np.uint8)
    for polygon in polygons:
        # OpenCV counts from the middle of the first pixel, and takes 1/16 of a pixel as unit.
        corners = (np.array(polygon) * FINER - 0.5) * (1 << _SHIFT)
        cv2.fillPoly(fine, [np.rint(corners).astype(np.int32)], 255, shift=_SHIFT)
    return fine


def _averaged(fine: npt.NDArray[np.uint8], size: tuple[int, int]) -> Matte:
    small = np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA), np.float32)
    return np.asarray(small / 255, np.float32)

"""The marked photographs as the folder of pairs that every evaluation reads."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from editor.inference.evaluate.boards.drawing import matte
from editor.inference.evaluate.boards.outlines import Board, photo_path

SET = "boards"


def stem(board: Board) -> str:
    """The name of its pair; what is before `__` is the set."""
    return f"{SET}__{Path(board.name).stem}"


def written(boards: Sequence[Board], photos: Path, out: Path) -> Path:
    """`out/image` and `out/matte`. Nothing is written when a photograph is missing or another."""
    found = [photo_path(board, photos) for board in boards]
    for part in ("image", "matte"):
        (out / part).mkdir(parents=True, exist_ok=True)
    for board, path in zip(boards, found, strict=True):
        shutil.copyfile(path, out / "image" / f"{stem(board)}{path.suffix}")
        grey = np.rint(matte(board) * 255).astype(np.uint8)
        cv2.imwrite(str(out / "matte" / f"{stem(board)}.png"), grey)
    return out

"""Contact sheets: many photographs, what the mattes leave out tinted blue, to judge by eye.

`python -m editor.inference.training.labels.sheets --photos DIR --mattes DIR --out DIR`
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np

from editor.inference.training.labels.board import Bytes
from editor.inference.training.labels.making import picture_of

ACROSS, DOWN = 6, 5
CELL = (240, 180)


def main(arguments: list[str]) -> int:
    """0; the sheets are `sheet-001.png` and so on, in the order of the names."""
    parser = argparse.ArgumentParser(prog="editor.inference.training.labels.sheets")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--mattes", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begins", default="", help="What the names begin with.")
    parser.add_argument("--grid", type=int, nargs=2, default=(ACROSS, DOWN))
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    across, down = asked.grid
    stems = sorted(path.stem for path in asked.mattes.glob(f"{asked.begins}*.png"))
    for number, first in enumerate(range(0, len(stems), across * down), 1):
        cells = [_cell(asked.photos, asked.mattes, s) for s in stems[first : first + across * down]]
        cv2.imwrite(str(asked.out / f"sheet-{number:03}.png"), _sheet(cells, across, down))
    return 0


def _sheet(cells: list[Bytes], across: int, down: int) -> Bytes:
    """BGR; places without a photograph are black."""
    empty = np.zeros((CELL[1], CELL[0], 3), np.uint8)
    cells = cells + [empty] * (across * down - len(cells))
    rows = [np.hstack(cells[row * across : (row + 1) * across]) for row in range(down)]
    return np.vstack(rows)


def _cell(photos: Path, mattes: Path, stem: str) -> Bytes:
    photo = picture_of(next(photos.glob(f"{stem}.*")))[..., ::-1]
    matte = cv2.imread(str(mattes / f"{stem}.png"), cv2.IMREAD_GRAYSCALE)
    alpha = cv2.resize(np.asarray(matte), photo.shape[1::-1])[..., None] / 255
    tinted = photo * 0.4 + np.array([150.0, 60, 0])
    laid = np.clip(photo * alpha + tinted * (1 - alpha), 0, 255).astype(np.uint8)
    share = min(CELL[0] / laid.shape[1], CELL[1] / laid.shape[0])
    small = cv2.resize(laid, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    cell = np.zeros((CELL[1], CELL[0], 3), np.uint8)
    cell[: small.shape[0], : small.shape[1]] = small
    cv2.putText(cell, stem[-26:], (2, 12), 0, 0.42, (0, 0, 255), 1)
    return cell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

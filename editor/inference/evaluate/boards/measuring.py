"""How well a model cuts out what was marked, and in how many photographs it keeps a shadow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from editor.inference.evaluate.boards.drawing import shadows
from editor.inference.evaluate.boards.outlines import Board
from editor.inference.evaluate.boards.pairing import stem
from editor.inference.evaluate.measuring import WARM_UP, Result, measured
from editor.inference.evaluate.pairs import pairs
from editor.inference.evaluate.region import HALF, Matte
from editor.inference.evaluate.subjects import Subject, as_matte
from editor.inference.models.base import Picture

KEPT = 0.25
"""A shadow is kept as subject when more than this share of it is above alpha 0.5."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One model's figures, and the photographs (file names) in which it keeps a shadow, of
    `shadowed` that show one."""

    result: Result
    kept: tuple[str, ...]
    shadowed: int


def judged(subject: Subject, boards: Sequence[Board], folder: Path) -> Judged:
    """`folder` is what `pairing.written` made of `boards`."""
    seen: list[object] = []

    def see(picture: Picture) -> object:
        seen.append(subject.see(picture))
        return seen[-1]

    every = pairs(folder)
    result = measured(replace(subject, see=see), every)
    answers = dict(zip((pair.name for pair in every), seen[WARM_UP:], strict=True))
    found = {
        board.name: as_matte(answers[stem(board)], (board.size[1], board.size[0]))
        for board in boards
    }
    return Judged(result, shadows_kept(found, boards), sum(bool(board.shadow) for board in boards))


def shadows_kept(found: Mapping[str, Matte], boards: Sequence[Board]) -> tuple[str, ...]:
    """The names of the boards of whose shadows one is kept; `found` holds a matte per name."""
    return tuple(board.name for board in boards if keeps_shadow(found[board.name], board))


def keeps_shadow(found: Matte, board: Board) -> bool:
    return any(np.mean(found[mask] > HALF) > KEPT for mask in shadows(board) if mask.any())

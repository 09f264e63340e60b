"""Whether two outlines of one object agree well enough to trust either."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from editor.inference.training.labels.tidy import Flags, grown, opened

AGREED = 0.92
EDGE = 2
"""Pixels beside the outline where the two may differ."""
SMALLEST, LARGEST = 0.02, 0.85
FRAME = 0.5
"""How much of the frame an object may cover."""
THICK = 0.03
DISAGREE = ("the methods disagree", "the methods disagree over a part")


@dataclass(frozen=True, slots=True)
class Verdict:
    agreement: float
    """Share of overlap, 0..1, away from the outline."""
    why_not: str
    """Empty for an object that is kept."""


def verdict(first: Flags, second: Flags) -> Verdict:
    """Of two filled outlines; the sentence names the first thing that is wrong."""
    beside = grown(first, EDGE) & ~grown(first, -EDGE)
    both, either = first & second & ~beside, (first | second) & ~beside
    agreement = round(float(both.sum() / max(1, either.sum())), 4)
    return Verdict(agreement, _why_not(first, second, agreement))


def _why_not(first: Flags, second: Flags, agreement: float) -> str:
    share = float(first.mean())
    frame = np.concatenate([first[0], first[-1], first[:, 0], first[:, -1]])
    differing = opened(first ^ second, 4).sum() / max(1, first.sum())
    checks = (
        (share < SMALLEST, "too small"),
        (share > LARGEST, "fills the photograph"),
        (float(frame.mean()) > FRAME, "cut off by the frame"),
        (agreement < AGREED, DISAGREE[0]),
        (float(differing) > THICK, DISAGREE[1]),
    )
    return next((text for wrong, text in checks if wrong), "")

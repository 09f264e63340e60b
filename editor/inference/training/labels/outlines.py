"""First method: the board is what can be walked from the frame without crossing an edge.

Colour hardly matters, only smoothness does, so soft shadows are walked through and the inside
of clear glass, behind its outline, is never reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from editor.inference.training.labels.board import Difference
from editor.inference.training.labels.tidy import (
    Flags,
    closed,
    filled,
    grown,
    main_part,
    opened,
    reached,
    without_specks,
)


@dataclass(frozen=True, slots=True)
class Edges:
    """What counts as an edge."""

    strong: float
    weak: float
    """Slopes, in logarithms per pixel: an edge begins at the first and goes on to the second."""
    sharp: float
    """How much steeper it is at a fine scale than at a coarse one."""


USUAL = Edges(0.045, 0.020, 1.25)
STRICT = Edges(0.075, 0.034, 1.45)

OTHER_COLOUR = 0.35
DARKEST, LIGHTEST = -2.4, 0.30
SEED_COLOUR, SEED_DARK, SEED_LIGHT = 0.07, -0.9, 0.12
DUST = 60
REACH = 2
"""Pixels that an edge is found beyond the outline: it is as wide as its blur."""


def by_outlines(seen: Difference, edges: Edges = USUAL) -> Flags:
    """The object, filled."""
    distance = np.hypot(seen.colour[..., 0], seen.colour[..., 1])
    other = (distance > OTHER_COLOUR) | (seen.light < DARKEST) | (seen.light > LIGHTEST)
    barrier = without_specks(closed(_edges(seen, edges) | opened(other, 1), 3), DUST)
    seeds = np.zeros_like(barrier)
    near = (distance < SEED_COLOUR) & (seen.light > SEED_DARK) & (seen.light < SEED_LIGHT)
    for line in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        seeds[line] = near[line]
    board = reached(~barrier, seeds)
    return main_part(opened(grown(filled(~board), -REACH), 2))


def _edges(seen: Difference, edges: Edges) -> Flags:
    quiet = float(np.median(seen.slope))
    sharp = seen.sharpness > edges.sharp
    strong = (seen.slope > max(edges.strong, 3.0 * quiet)) & sharp
    weak = (seen.slope > max(edges.weak, 1.8 * quiet)) & sharp
    return without_specks(reached(weak, strong), 12)

"""First method: the board is what can be walked from the frame without crossing an edge.

Colour hardly matters, only smoothness does, so soft shadows are walked through and the inside
of clear glass, behind its outline, is never reached.
"""

from __future__ import annotations

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

STRONG, WEAK = 0.045, 0.020
"""Slopes, in logarithms per pixel: an edge begins at the first and goes on down to the second."""
SHARP = 1.25
OTHER_COLOUR = 0.35
DARKEST, LIGHTEST = -2.4, 0.30
SEED_COLOUR, SEED_DARK, SEED_LIGHT = 0.07, -0.9, 0.12
DUST = 60


def by_outlines(seen: Difference) -> Flags:
    """The object, filled."""
    distance = np.hypot(seen.colour[..., 0], seen.colour[..., 1])
    edges = _edges(seen)
    other = (distance > OTHER_COLOUR) | (seen.light < DARKEST) | (seen.light > LIGHTEST)
    barrier = without_specks(closed(edges | opened(other, 1), 3), DUST)
    seeds = np.zeros_like(barrier)
    near = (distance < SEED_COLOUR) & (seen.light > SEED_DARK) & (seen.light < SEED_LIGHT)
    for line in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        seeds[line] = near[line]
    board = reached(~barrier, seeds)
    # An edge is as wide as its blur: the true outline lies inside it.
    return main_part(opened(grown(filled(~board), -2), 2))


def _edges(seen: Difference) -> Flags:
    quiet = float(np.median(seen.slope))
    strong = (seen.slope > max(STRONG, 3.0 * quiet)) & (seen.sharpness > SHARP)
    weak = (seen.slope > max(WEAK, 1.8 * quiet)) & (seen.sharpness > SHARP)
    return without_specks(reached(weak, strong), 12)

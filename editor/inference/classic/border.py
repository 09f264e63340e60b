"""What belongs to the border of the picture, and what therefore stands before it.

After Zhu, Liang, Wei & Sun, "Saliency optimization from robust background detection" (2014): a
region is background when the patch of like colours that it lies in touches the border along a
great length for its area. So many border colours are modelled at once, and a subject that merely
reaches over the lower edge stays a subject.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from editor.inference.classic.regions import Flags, Floats, Regions, shortest

# Lab units within which neighbouring regions count as one patch.
ALIKE = 8.0
# Boundary connectivity at which a patch is more likely background than not.
CONNECTED = 1.0
# Distance, in longest sides, over which contrast counts.
REACH = 0.25
# People and products stand on the lower edge more often than they touch the others.
LOWER_EDGE = 0.25

BACKGROUND_WEIGHT = 5.0
SMOOTHNESS_FLOOR = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Border:
    """How much each region lies on the border (0..1), and which regions that joins."""

    weights: Floats
    members: Flags


def border_of(regions: Regions, taken: Floats) -> Border:
    """The border, without what `taken` (0..1 for each region) says belongs to the subject."""
    labels = regions.labels
    weights = np.zeros(regions.count)
    weights[np.unique(labels[-1])] = LOWER_EDGE
    for edge in (labels[0], labels[:, 0], labels[:, -1]):
        weights[np.unique(edge)] = 1.0
    return Border(weights * (1 - np.minimum(1, 1.5 * taken)), (weights > 0) & (taken < 0.3))


def background(regions: Regions, border: Border) -> Floats:
    """For each region, how likely it is background (0..1)."""
    near = np.exp(-np.square(patches(regions, border.members)) / (2 * ALIKE**2))
    length, area = (near * border.weights).sum(axis=1), near.sum(axis=1)
    connectivity = length / np.sqrt(area)
    likely: Floats = 1 - np.exp(-np.square(connectivity) / (2 * CONNECTED**2))
    return likely


def patches(regions: Regions, joined: Flags) -> Floats:
    """(n, n): the least colour change on any way between two regions, steps added up.

    Regions that are `joined` (the border) lie beside each other: background goes on outside.
    """
    colours = regions.colour_distances()
    links = regions.touching | (joined[:, None] & joined[None])
    # The usual change between like neighbours is texture, not a way.
    to_nearest = np.where(regions.touching, colours, np.inf).min(axis=1)
    texture = float(np.mean(to_nearest[np.isfinite(to_nearest)])) if regions.count > 1 else 0.0
    return shortest(np.where(links, np.maximum(colours - texture, 0), np.inf))


def contrast(regions: Regions, background: Floats) -> Floats:
    """For each region, how much it differs from likely background near it (0..1)."""
    near = np.exp(-np.square(regions.distances()) / (2 * REACH**2))
    raw = (regions.colour_distances() * near * background[None]).sum(axis=1)
    spread: Floats = (raw - raw.min()) / (np.ptp(raw) + 1e-6)
    return spread


def settle(regions: Regions, border: Border, background: Floats, subject: Floats) -> Floats:
    """One map (0..1) from both votes: the least squares of background, subject and smoothness
    between regions that touch, or touch a common one, and are alike."""
    steps = regions.touching.astype(np.float32)
    links = regions.touching | (steps @ steps > 0) | (border.members[:, None] & border.members)
    np.fill_diagonal(links, False)
    alike = np.exp(-np.square(regions.colour_distances()) / (2 * ALIKE**2))
    smooth = (alike + SMOOTHNESS_FLOOR) * links
    pull = smooth.sum(axis=1) + BACKGROUND_WEIGHT * background + subject + 1e-6
    solved = np.linalg.solve(np.diag(pull) - smooth, subject)
    settled: Floats = (solved - solved.min()) / (np.ptp(solved) + 1e-6)
    return settled

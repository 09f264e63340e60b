"""Regions put in order: specks, gaps and holes."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


def disc(radius: int) -> npt.NDArray[np.uint8]:
    """A round window for the operations of shapes."""
    kernel: npt.NDArray[np.uint8] = cv2.getStructuringElement(
        cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)
    ).astype(np.uint8)
    return kernel


def grown(region: Flags, radius: int) -> Flags:
    """Larger by `radius` pixels; smaller where that is negative. Outside counts as the edge's."""
    if radius == 0:
        return region
    act = cv2.dilate if radius > 0 else cv2.erode
    done: Flags = (
        act(region.astype(np.uint8), disc(abs(radius)), borderType=cv2.BORDER_REPLICATE) > 0
    )
    return done


def closed(region: Flags, radius: int) -> Flags:
    """With gaps up to twice `radius` bridged."""
    return grown(grown(region, radius), -radius)


def opened(region: Flags, radius: int) -> Flags:
    """Without what is thinner than twice `radius`."""
    return grown(grown(region, -radius), radius)


def without_specks(region: Flags, smallest: int) -> Flags:
    """Without parts of fewer than `smallest` pixels."""
    count, labels, facts, _ = cv2.connectedComponentsWithStats(
        region.astype(np.uint8), connectivity=8
    )
    keep = np.zeros(count, bool)
    keep[1:] = facts[1:, cv2.CC_STAT_AREA] >= smallest
    kept: Flags = keep[labels]
    return kept


def main_part(region: Flags, share: float = 0.15) -> Flags:
    """The largest part, and those of at least `share` of its size."""
    count, labels, facts, _ = cv2.connectedComponentsWithStats(
        region.astype(np.uint8), connectivity=8
    )
    if count == 1:
        return region
    keep = np.zeros(count, bool)
    sizes = facts[1:, cv2.CC_STAT_AREA]
    keep[1:] = sizes >= share * sizes.max()
    kept: Flags = keep[labels]
    return kept


def reached(through: Flags, seeds: Flags) -> Flags:
    """The parts of `through` that hold a seed."""
    count, labels = cv2.connectedComponents(through.astype(np.uint8), connectivity=4)
    keep = np.zeros(count, bool)
    keep[np.unique(labels[seeds & through])] = True
    keep[0] = False
    kept: Flags = keep[labels]
    return kept


def filled(region: Flags) -> Flags:
    """Without holes: what the frame can't be reached from belongs to the region."""
    frame = np.zeros_like(region)
    frame[0], frame[-1], frame[:, 0], frame[:, -1] = True, True, True, True
    around: Flags = reached(~region, frame)
    return ~around

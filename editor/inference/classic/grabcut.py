"""From a rough map of the subject to its outline (GrabCut, Rother et al. 2004) and soft edge."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from editor.inference.classic.guided_filter import guided_filter

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

ROUNDS = 4
SEED = 1
"""GrabCut's clusters start at random; the same picture must give the same matte."""

# Parts of the picture: what is smaller than these is a speck or a pinhole.
SPECK, PINHOLE = 0.0005, 0.003
SPECK_OF_LARGEST = 0.08

SOFTNESS = 0.02
"""Width of the soft edge, in longest sides."""
FLAT = 1e-3
HAZE = 0.1


def outline(picture: Bytes, seeds: Bytes) -> Flags:
    """The subject in an RGB picture. `seeds` holds OpenCV's GC_* codes; without both a subject
    and a background among them there is nothing to tell apart, and the subject's are returned."""
    mask = seeds.copy()
    ours = _is_subject(mask)
    if ours.all() or not ours.any():
        return ours
    cv2.setRNGSeed(SEED)
    swapped = np.ascontiguousarray(picture[..., ::-1])
    behind, before = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(swapped, mask, (0, 0, 1, 1), behind, before, ROUNDS, cv2.GC_INIT_WITH_MASK)
    return _tidied(_is_subject(mask))


def soft_edge(picture: Bytes, subject: Flags) -> Bytes:
    """The outline as soft alpha at the size of `picture`, following its colours near the edge."""
    height, width = picture.shape[:2]
    radius = max(2, round(SOFTNESS * max(height, width)))
    hard = subject.astype(np.float32)
    rough: Any = cv2.resize(hard, (width, height), interpolation=cv2.INTER_LINEAR)
    guide = picture.astype(np.float32) / np.float32(255)
    # The filter leaves a haze of a few per cent on both sides of the edge.
    alpha = (guided_filter(guide, rough, radius, FLAT) - HAZE) / (1 - 2 * HAZE)
    window = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    alpha[cv2.erode(rough, window) >= 1] = 1
    alpha[cv2.dilate(rough, window) <= 0] = 0
    soft: Bytes = np.rint(np.clip(alpha, 0, 1) * 255).astype(np.uint8)
    return soft


def _is_subject(mask: Bytes) -> Flags:
    ours: Flags = (mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)
    return ours


def _tidied(subject: Flags) -> Flags:
    """Without specks beside the subject and pinholes inside it; real holes stay."""
    tidy = subject.astype(np.uint8)
    area = subject.size
    count, labels, facts, _ = cv2.connectedComponentsWithStats(tidy, connectivity=8)
    sizes = facts[:, cv2.CC_STAT_AREA]
    smallest = max(SPECK * area, SPECK_OF_LARGEST * max(sizes[1:], default=0))
    for part in range(1, count):
        if sizes[part] < smallest:
            tidy[labels == part] = 0
    count, labels, facts, _ = cv2.connectedComponentsWithStats(1 - tidy, connectivity=4)
    on_edge = set(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]).tolist())
    for hole in range(1, count):
        if facts[hole, cv2.CC_STAT_AREA] < PINHOLE * area and hole not in on_edge:
            tidy[labels == hole] = 1
    return tidy > 0

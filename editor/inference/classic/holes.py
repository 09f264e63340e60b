"""Holes in a cutout that show no background: a badge on a coat, a label on a can.

What is seen through a ring or a handle looks like what lies around the subject; there a hole stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

SOLID = 128
"""Alpha from which a pixel counts as the subject's."""
LARGEST = 0.05
"""Larger holes, in shares of the subject, stay: much of it would hang on one judgement."""
FIRM = 0.95
"""A network that is so sure of what lies in the hole is believed, whatever its colours are."""
UNLIKE = 7.0
"""Distance in Lab, lightness counting half, from which a colour isn't the background's."""
# Chosen on 129 holes in mattes of people, streets and videos whose truth is known: beyond these,
# all of more than a few px were the subject's; below, nearly all showed what lay behind.
NEAREST = 0.02
"""So many of the background's pixels, the most alike ones, are what a hole is held against."""
AROUND = 0.2
"""In longest sides: so far around a hole its background is looked for."""
RIM = 3
"""Px: the soft rim that a hole leaves."""
FEWEST, SAMPLES = 50, 400
"""Pixels: as many of a background make it known, and as many of each side are compared."""
_LIGHTNESS = np.array((0.5, 1, 1), np.float32)


Part = tuple[slice, slice]


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """What holes are judged by. `labels` numbers the empty parts; `clear` is background without the
    subject's soft edge."""

    lab: Floats
    sure: Floats
    labels: npt.NDArray[np.int32]
    clear: Flags


def closed(picture: Bytes, alpha: Bytes, likely: Floats) -> Bytes:
    """`alpha` (height, width) of an RGB picture of its size, without holes that show none of the
    background. `likely` is how sure a network is of each pixel, 0 to 1, in any size."""
    labels, holes, outer = _empty(alpha)
    if not holes:
        return alpha
    outside = outer[labels]
    sure = np.asarray(cv2.resize(likely, alpha.shape[::-1]), np.float32)
    lab: Any = cv2.cvtColor(picture.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    scene = _Scene(lab * _LIGHTNESS, sure, labels, outside & ~_wider(~outside))
    wrong = [number for number, part in holes.items() if _is_subject(scene, number, part)]
    if not wrong:
        return alpha
    inside = np.isin(labels, wrong)
    mended = alpha.copy()
    mended[inside | (_wider(inside) & ~_wider(outside))] = 255
    return mended


def _empty(alpha: Bytes) -> tuple[npt.NDArray[np.int32], Mapping[int, Part], Flags]:
    """The numbered parts that aren't the subject's (0: the subject); which of them are holes that
    may be closed, each with its box; for each number, whether it lies outside the subject."""
    empty = (alpha < SOLID).astype(np.uint8)
    most = LARGEST * (empty.size - int(empty.sum()))
    count, labels, facts, _ = cv2.connectedComponentsWithStats(empty, connectivity=4)
    edges = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outer = np.isin(np.arange(count), edges)
    outer[0] = False
    holes = {}
    for number in range(1, count):
        left, top, width, height, size = facts[number].tolist()
        if not outer[number] and size <= most:
            holes[number] = slice(top, top + height), slice(left, left + width)
    return np.asarray(labels, np.int32), holes, outer


def _is_subject(scene: _Scene, number: int, part: Part) -> bool:
    hole = scene.labels[part] == number
    if scene.sure[part][hole].mean() > FIRM:
        return True
    behind = _background(scene, part)
    if behind is None:
        return False
    inner = cv2.erode(np.pad(hole, 1).astype(np.uint8), np.ones((3, 3), np.uint8))[1:-1, 1:-1] > 0
    own = _some(scene.lab[part][inner if inner.any() else hole])
    apart = np.linalg.norm(own[:, None] - behind[None], axis=2)
    nearest = np.sort(apart, axis=1)[:, : max(1, round(NEAREST * len(behind)))]
    return float(np.median(nearest.mean(axis=1))) > UNLIKE


def _background(scene: _Scene, part: Part) -> Floats | None:
    """Colours of the background near a hole, else of all of it; None where there is hardly any."""
    reach = round(AROUND * max(scene.clear.shape))
    near = tuple(slice(max(0, one.start - reach), one.stop + reach) for one in part)
    for where in (near, (slice(None), slice(None))):
        colours = scene.lab[where][scene.clear[where]]
        if len(colours) >= FEWEST:
            return _some(colours)
    return None


def _some(colours: Floats) -> Floats:
    """At most SAMPLES of them, evenly."""
    return colours[:: max(1, len(colours) // SAMPLES)]


def _wider(mask: Flags) -> Flags:
    window = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    wide: Flags = cv2.dilate(mask.astype(np.uint8), window) > 0
    return wide

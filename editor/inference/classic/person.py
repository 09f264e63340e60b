"""Where a person's head and body probably are, told from the face."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from editor.findings import Face

SMALLEST = 0.05
"""Faces lower than this part of the longest side are bystanders."""
HEAD, BODY, CORE = 0.9, 0.55, 0.9

Outline = tuple[tuple[float, float], ...]

# Half an outline, downwards: x in face widths from the face's middle, y in face heights from the
# chin. The other half mirrors it.
SHOULDERS: Outline = ((0.35, -0.1), (1.0, 0.45), (1.25, 1.5), (1.2, 6.0))
CHEST: Outline = ((0.3, 0.0), (0.55, 0.6), (0.55, 1.6))
ARMS: Outline = ((0.5, 0.3), (1.5, 0.8), (1.75, 1.5), (1.75, 6.0))


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """`likely` (h, w) in 0..1, `certain` (h, w) where nearly every face has its person, and
    `reached` (h, w) where broad shoulders and arms may be as well."""

    likely: npt.NDArray[np.float32]
    certain: npt.NDArray[np.bool_]
    reached: npt.NDArray[np.bool_]


def people(faces: Iterable[Face], shape: tuple[int, int]) -> People:
    """Maps of (height, width) `shape`; all zero without faces that are large enough."""
    height, width = shape
    head, body, core, arms = (np.zeros(shape, np.uint8) for _ in range(4))
    for face in faces:
        box = face.box.scaled(width, height)
        if box.height < SMALLEST * max(shape):
            continue
        x, y, chin = box.centre.x, box.centre.y, box.bottom
        crown = y - 0.1 * box.height
        _ellipse(head, x, crown, 1.35 * box.width, 1.45 * box.height)
        _ellipse(core, x, y, 0.8 * box.width, 0.9 * box.height)
        for drawn, outline in ((body, SHOULDERS), (core, CHEST), (arms, ARMS)):
            right = [(x + a * box.width, chin + b * box.height) for a, b in outline]
            left = [(x - a * box.width, chin + b * box.height) for a, b in outline]
            corners = np.round([*right, *reversed(left)]).astype(np.int32)
            cv2.fillPoly(drawn, [corners], 1)
    likely = np.maximum(np.maximum(HEAD * head, BODY * body), CORE * core)
    return People(likely.astype(np.float32), core > 0, arms > 0)


def _ellipse(drawn: npt.NDArray[np.uint8], x: float, y: float, width: float, height: float) -> None:
    cv2.ellipse(drawn, ((x, y), (width, height), 0), 1, -1)

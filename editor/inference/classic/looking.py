"""How the engines without weights look at a picture: small, as Lab, divided into regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from editor.geometry import Size
from editor.inference.classic.regions import Regions, divide

LOOK_PX = 384
"""Longest side at which the subject is told from the background."""
ALPHA_PX = 768
"""Longest side of the matte."""
REGIONS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The small RGB picture, its regions, and the larger one that the edge follows."""

    small: npt.NDArray[np.uint8]
    regions: Regions
    large: npt.NDArray[np.uint8]

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the small picture."""
        return self.small.shape[0], self.small.shape[1]


def look(picture: npt.NDArray[np.uint8]) -> Look:
    small = shrunk(picture, LOOK_PX)
    lab: Any = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    lab = cv2.GaussianBlur(lab, (0, 0), 1)
    return Look(small, divide(lab, REGIONS), shrunk(picture, ALPHA_PX))


def shrunk(picture: npt.NDArray[np.uint8], longest: int) -> npt.NDArray[np.uint8]:
    """The picture with no side above `longest` px; never enlarged."""
    height, width = picture.shape[:2]
    size = Size(width, height).within(longest)
    if (size.width, size.height) == (width, height):
        return picture
    smaller: Any = cv2.resize(picture, (size.width, size.height), interpolation=cv2.INTER_AREA)
    shrunken: npt.NDArray[np.uint8] = smaller
    return shrunken

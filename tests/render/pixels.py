"""Distances between pictures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Levels = npt.NDArray[np.float64]


def array(picture: Image.Image) -> Levels:
    """Levels as floats: differences don't wrap."""
    return np.asarray(picture).astype(np.float64)


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Peak signal-to-noise ratio in dB."""
    error = np.mean((array(one) - array(other)) ** 2)
    return float(10 * np.log10(255**2 / error)) if error else float("inf")

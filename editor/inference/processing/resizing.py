"""The ways to resize that published pre-processing uses; each network saw only its own."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from PIL import Image

Rgb = npt.NDArray[np.uint8]
"""(height, width, 3)."""
Floats = npt.NDArray[np.float64]

BLUR_REACH = 4.0
"""A Gaussian ends after so many standard deviations."""


def antialiased(picture: Rgb, height: int, width: int) -> Rgb:
    """Pillow's bilinear: every pixel of the source counts when it shrinks."""
    resized = Image.fromarray(picture).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(resized)


def pointwise(picture: Rgb, height: int, width: int) -> Rgb:
    """Between the four nearest pixels, cut to whole numbers."""
    planes = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None].float()
    resized = F.interpolate(planes, (height, width), mode="bilinear", align_corners=False)
    whole: Rgb = resized[0].permute(1, 2, 0).to(torch.uint8).numpy()
    return whole


def blurred(picture: Rgb, height: int, width: int) -> Floats:
    """In 0..1: a Gaussian of half of what it shrinks by, then between the four nearest pixels;
    beyond the edges it is black (the resize of scikit-image in its mode "constant")."""
    scaled = picture.astype(np.float64) / 255
    down, across = picture.shape[0] / height, picture.shape[1] / width
    if down > 1 or across > 1:
        kernels = _gaussian((across - 1) / 2), _gaussian((down - 1) / 2)
        zeros = cv2.BORDER_CONSTANT
        scaled = np.asarray(cv2.sepFilter2D(scaled, cv2.CV_64F, *kernels, borderType=zeros), float)
    return _between(_between(scaled, height).transpose(1, 0, 2), width).transpose(1, 0, 2)


def _gaussian(sigma: float) -> Floats:
    if sigma <= 0:
        return np.ones(1)
    radius = int(BLUR_REACH * sigma + 0.5)
    bell = np.exp(-0.5 * np.square(np.arange(-radius, radius + 1) / sigma))
    kernel: Floats = bell / bell.sum()
    return kernel


def _between(lines: Floats, wanted: int) -> Floats:
    """`wanted` lines (axis 0) between those given, pixel centres aligned, zeros outside."""
    places = (np.arange(wanted) + 0.5) * (len(lines) / wanted) - 0.5
    first = np.floor(places).astype(int)
    share = (places - first)[:, None, None]
    framed = np.pad(lines, ((1, 1), (0, 0), (0, 0)))
    mixed: Floats = framed[first + 1] * (1 - share) + framed[first + 2] * share
    return mixed

"""What light and cameras do to a picture; faces stay where they are."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from editor.inference.training.faces.teachers import Bgr
from editor.inference.training.faces.views import Rng

GREY, GRADIENT, SHARP, BLURRED, SMALLER, NOISY, JPEG = 0.12, 0.25, 0.2, 0.25, 0.2, 0.35, 0.35


def lit(rng: Rng, bgr: Bgr) -> Bgr:
    """Another exposure, contrast, white balance and direction of light; sometimes grey."""
    if rng.random() < GREY:
        grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
        bgr = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    level = np.linspace(0, 1, 256)
    gamma = np.exp(rng.normal(0, 0.35))
    contrast, gains = np.exp(rng.normal(0, 0.2)), np.exp(rng.normal(0, 0.1, 3))
    curves = (level**gamma)[:, None] * gains
    curves = (curves - 0.5) * contrast + 0.5 + rng.normal(0, 0.06)
    table = np.asarray(np.clip(curves * 255, 0, 255), np.uint8).reshape(1, 256, 3)
    bgr = np.asarray(cv2.LUT(bgr, table), np.uint8)
    return _shaded(rng, bgr) if rng.random() < GRADIENT else bgr


def taken(rng: Rng, bgr: Bgr) -> Bgr:
    """As a worse camera would have taken and stored it."""
    if rng.random() < SHARP:
        soft = cv2.GaussianBlur(bgr, (0, 0), float(rng.uniform(0.8, 2)))
        amount = float(rng.uniform(0.5, 1.5))
        bgr = np.asarray(cv2.addWeighted(bgr, 1 + amount, soft, -amount, 0), np.uint8)
    elif rng.random() < BLURRED:
        bgr = _blurred(rng, bgr)
    if rng.random() < SMALLER:
        height, width = bgr.shape[:2]
        share = rng.uniform(0.35, 0.8)
        size = (max(4, int(width * share)), max(4, int(height * share)))
        small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
        bgr = np.asarray(cv2.resize(small, (width, height)), np.uint8)
    if rng.random() < NOISY:
        grains = rng.standard_normal(bgr.shape, np.float32) * float(rng.uniform(2, 16))
        bgr = np.asarray(np.clip(bgr + grains, 0, 255), np.uint8)
    if rng.random() < JPEG:
        quality = int(rng.integers(25, 90))
        _, file = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
        bgr = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)
    return bgr


def _shaded(rng: Rng, bgr: Bgr) -> Bgr:
    """Darker towards one side, by a plane that is made small and enlarged."""
    height, width = bgr.shape[:2]
    corners = rng.uniform(0.35, 1.3, (2, 2)).astype(np.float32)
    plane = cv2.resize(corners, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(bgr * plane[:, :, None], 0, 255), np.uint8)


def _blurred(rng: Rng, bgr: Bgr) -> Bgr:
    """Out of focus, or moved while it was taken."""
    if rng.random() < 0.6:
        return np.asarray(cv2.GaussianBlur(bgr, (0, 0), float(rng.uniform(0.5, 2))), np.uint8)
    length = int(rng.integers(3, 8))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), rng.uniform(0, 180), 1)
    kernel = cast("np.ndarray", cv2.warpAffine(kernel, turn, (length, length)))
    return np.asarray(cv2.filter2D(bgr, -1, kernel / max(float(kernel.sum()), 1e-3)), np.uint8)

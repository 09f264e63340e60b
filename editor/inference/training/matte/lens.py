"""What a camera and a file format do to a picture."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.matte.chance import Chance, Floats, floats, greyed, often, sized
from editor.inference.training.matte.cutouts import Bytes


def taken(rng: Chance, picture: Floats) -> Bytes:
    """Exposure, colour, blur, noise and compression of one shot; 0..1 -> 0..255."""
    made = picture
    if often(rng, 0.6):
        made = made * sized(rng, 0.65, 1.4)
    if often(rng, 0.5):
        made = made * (1 + rng.normal(0, 0.05, 3).astype(np.float32))
    if often(rng, 0.3):
        made = floats(cv2.pow(np.clip(made, 0, 1), sized(rng, 0.7, 1.4)))
    if often(rng, 0.04):
        made = np.repeat(greyed(made.astype(np.float32)), 3, 2)
    if often(rng, 0.25):
        made = _blurred(rng, made)
    if often(rng, 0.4):
        spread = sized(rng, 0.004, 0.05)
        made = made + spread * rng.standard_normal(made.shape, dtype=np.float32)
    whole = np.asarray(np.clip(made * 255 + 0.5, 0, 255), np.uint8)
    if often(rng, 0.4):
        quality = int(rng.integers(25, 95))
        _, file = cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, quality])
        whole = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)
    return whole


def _blurred(rng: Chance, picture: Floats) -> Floats:
    size = len(picture)
    if often(rng, 0.6):
        return np.asarray(
            cv2.GaussianBlur(picture, (0, 0), sized(rng, 0.4, 1.8) * size / 256), np.float32
        )
    length = int(rng.integers(2, 3 + size // 40))
    shape = (length, 1) if often(rng, 0.5) else (1, length)
    return np.asarray(cv2.blur(picture, shape), np.float32)

"""Second method: two mixtures of colours (GrabCut), over maps that a shadow hardly shows in."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from editor.inference.training.labels.board import Bytes, Difference, Floats
from editor.inference.training.labels.tidy import Flags, closed, filled, grown, main_part, opened

ALLOWED_DARK, ALLOWED_LIGHT = 0.9, 0.10
"""What a shadow or the light may change lightness by without being seen here."""
SHARP = 1.2
SMALLER = 2
"""Colours are looked at in a photograph this much smaller: four times as fast."""
ROUNDS = 4
SEED = 1


def by_colours(seen: Difference) -> Flags:
    """The object, filled, to within a few pixels at its outline."""
    beyond, texture = _beyond(seen), _texture(seen)
    score = _smaller(_score(seen, beyond, texture))
    light = beyond * 160 + np.where(beyond < 0, -1, 1) * texture * 1200
    maps = _smaller(np.dstack([seen.colour * 260, light]).astype(np.float32)) + 128
    ours = _cut(np.clip(maps, 0, 255).astype(np.uint8), score)
    whole: Any = cv2.resize(
        ours.astype(np.float32), seen.light.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    return main_part(whole > 0.5)


def _cut(maps: Bytes, score: Floats) -> Flags:
    likely = filled(opened(closed(score > 1, 2), 1))
    codes = np.where(likely, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    frame = np.ones_like(likely)
    frame[2:-2, 2:-2] = False
    codes[frame & (score < 0.5)] = cv2.GC_BGD
    if not 0.005 < likely.mean() < 0.97:
        return likely
    cv2.setRNGSeed(SEED)
    behind, before = np.zeros((1, 65)), np.zeros((1, 65))
    maps = np.ascontiguousarray(maps)
    cv2.grabCut(maps, codes, (0, 0, 1, 1), behind, before, ROUNDS, cv2.GC_INIT_WITH_MASK)
    ours = (codes == cv2.GC_PR_FGD) | (codes == cv2.GC_FGD)
    return opened(filled(grown(grown(ours, 1), -1)), 1)


def _smaller(maps: Floats) -> Floats:
    height, width = maps.shape[0] // SMALLER, maps.shape[1] // SMALLER
    small: Floats = cv2.resize(maps, (width, height), interpolation=cv2.INTER_AREA).astype(
        np.float32
    )
    return small


def _beyond(seen: Difference) -> Floats:
    """Lightness beyond what shadow and light explain."""
    dark = np.maximum(0, -seen.light - ALLOWED_DARK)
    bright = np.maximum(0, seen.light - ALLOWED_LIGHT)
    beyond: Floats = (bright - dark).astype(np.float32)
    return beyond


def _texture(seen: Difference) -> Floats:
    """How much goes on around a pixel, soft shadows left out."""
    sharp = np.where(seen.sharpness > SHARP, seen.slope, 0).astype(np.float32)
    return cv2.GaussianBlur(sharp, (0, 0), 1.4).astype(np.float32)


def _score(seen: Difference, beyond: Floats, texture: Floats) -> Floats:
    """Above 1 where a pixel is more likely object than board."""
    distance = np.hypot(seen.colour[..., 0], seen.colour[..., 1])
    told = distance / 0.15, np.abs(beyond) / 0.25, texture / 0.03
    score: Floats = np.sqrt(sum(one**2 for one in told)).astype(np.float32)
    return score

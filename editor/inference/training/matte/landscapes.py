"""Open country, drawn: sky, something at the horizon, ground that grows finer with distance. Large
bright or coloured stretches aren't subjects, which shops and streets don't teach."""

from __future__ import annotations

import cv2
import numpy as np

from editor.inference.training.matte.chance import (
    Chance,
    Floats,
    between,
    clipped,
    clouds,
    floats,
    often,
    sized,
)

SKIES = (
    (0.45, 0.65, 0.9),
    (0.8, 0.85, 0.9),
    (0.95, 0.95, 0.95),
    (0.9, 0.7, 0.5),
    (0.3, 0.35, 0.45),
)
GROUNDS = (
    (0.30, 0.42, 0.16),  # grass
    (0.45, 0.36, 0.26),  # earth
    (0.78, 0.70, 0.55),  # sand
    (0.42, 0.42, 0.43),  # asphalt
    (0.20, 0.36, 0.48),  # water
    (0.88, 0.90, 0.93),  # snow
)
FAR = ((0.16, 0.24, 0.12), (0.30, 0.34, 0.36), (0.45, 0.38, 0.32), (0.35, 0.45, 0.55))


def landscape(rng: Chance, size: int) -> Floats:
    """(size, size, 3) in 0..1; at times only ground, seen from above."""
    horizon = between(rng, -0.3, 0.75)
    made = _ground(rng, size, horizon)
    if horizon > 0:
        line = horizon * size + size * between(rng, 0, 0.02) * _waves(rng, size, 12)
        made = _over(made, _sky(rng, size), _above(size, line))
        if often(rng, 0.7):
            made = _far(rng, made, line)
    if often(rng, 0.5):
        made = floats(cv2.GaussianBlur(made, (0, 0), sized(rng, 0.5, 4) * size / 256))
    return clipped(made)


def _near(rng: Chance, colours: tuple[tuple[float, float, float], ...]) -> Floats:
    """One of the colours, or something like it."""
    picked = np.array(colours[int(rng.integers(len(colours)))])
    return floats(np.clip(picked * sized(rng, 0.7, 1.3) + rng.normal(0, 0.05, 3), 0, 1))


def _sky(rng: Chance, size: int) -> Floats:
    above, below = _near(rng, SKIES), _near(rng, SKIES)
    down = np.linspace(0, 1, size, dtype=np.float32)[:, None, None]
    made = above * (1 - down) + below * down
    covered = np.clip(_rough(rng, size, 3) * between(rng, 0, 0.6), 0, 0.8)[..., None]
    return floats(made * (1 - covered) + 0.95 * covered)


def _ground(rng: Chance, size: int, horizon: float) -> Floats:
    """One or two materials, in noise that a plane carries away to the horizon."""
    rows = np.arange(size, dtype=np.float32) / size
    depth = 1 / np.maximum(rows - horizon + between(rng, 0.05, 0.4), 0.02)
    depth *= between(rng, 0.3, 1) / depth.min()
    x = floats((np.arange(size, dtype=np.float32)[None] - size / 2) * depth[:, None])
    y = floats(np.broadcast_to(size * between(rng, 0.4, 1.5) * depth[:, None], (size, size)))
    aside = between(rng, size, 20 * size)
    grain, patches = (
        _carried(_rough(rng, size, least), floats(x + aside), y)
        for least in (size // 16, int(rng.integers(2, 8)))
    )
    one, other = _near(rng, GROUNDS), _near(rng, GROUNDS)
    share = np.clip(patches * sized(rng, 0.3, 6) + rng.normal(0, 1), 0, 1) * between(rng, 0, 1)
    made = one * (1 - share[..., None]) + other * share[..., None]
    return floats(made * (1 + between(rng, 0.03, 0.25) * grain[..., None]))


def _carried(noise: Floats, x: Floats, y: Floats) -> Floats:
    return floats(cv2.remap(noise, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101))


def _far(rng: Chance, scene: Floats, line: Floats) -> Floats:
    """Trees, hills or houses that stand on the horizon."""
    size = len(scene)
    tall = size * sized(rng, 0.02, 0.35)
    if often(rng, 0.3):
        count = int(rng.integers(3, 12))
        top = floats(np.repeat(rng.uniform(0.1, 1, count), -(-size // count))[:size])
    else:
        top = floats(0.5 + 0.35 * _waves(rng, size, int(rng.integers(2, 9))))
        top += between(rng, 0, 0.25) * _waves(rng, size, size // 4)
    ridge = floats(line - tall * np.clip(top, 0, 2))
    between_them = _above(size, line) * (1 - _above(size, ridge))
    rough = 1 + between(rng, 0.1, 0.6) * _rough(rng, size, int(rng.integers(6, 40)))
    return _over(scene, floats(_near(rng, FAR) * rough[..., None]), floats(between_them))


def _rough(rng: Chance, size: int, least: int) -> Floats:
    """Noise of several sizes, from so many hills along a side to fine grain; spread about 1."""
    made: Floats = np.zeros((size, size), np.float32)
    cells, weight = max(1, least), 1.0
    while cells < size and weight > 0.1:
        made += weight * clouds(rng, size, cells)
        cells, weight = cells * 2, weight * 0.6
    return made


def _waves(rng: Chance, size: int, hills: int) -> Floats:
    """Smooth noise along a line, (size,)."""
    coarse = rng.standard_normal((1, max(2, hills))).astype(np.float32)
    return floats(cv2.resize(coarse, (size, 1), interpolation=cv2.INTER_CUBIC)[0])


def _above(size: int, line: Floats) -> Floats:
    """1 above a line of heights, 0 below."""
    return floats(np.clip(line[None] - np.arange(size, dtype=np.float32)[:, None] + 0.5, 0, 1))


def _over(scene: Floats, surface: Floats, mask: Floats) -> Floats:
    return floats(scene * (1 - mask[..., None]) + surface * mask[..., None])

"""The Porter-Duff operators beside `over`: the drawn picture is the source, what lies below the
backdrop (W3C Compositing and Blending 1, 9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]
Shares = Callable[[Floats, Floats], tuple[Floats, Floats]]

_ROWS = 16
"""Rows that are worked on at once: they stay in the processor's cache."""

SHARES: Mapping[str, Shares] = MappingProxyType(
    {
        "in": lambda source, below: (below, 0 * source),
        "out": lambda source, below: (1 - below, 0 * source),
        "atop": lambda source, below: (below, 1 - source),
        "xor": lambda source, below: (1 - below, 1 - source),
        "lighter": lambda source, below: (0 * below + 1, 0 * source + 1),
    }
)
"""Alphas (0..1) of source and backdrop -> how much of each, premultiplied, stays."""


def composite(below: Image.Image, layer: Image.Image, mode: str) -> Image.Image:
    """Two pictures of one size (RGB, or RGBA with straight alpha) under an operator: RGBA."""
    under, above = np.asarray(below.convert("RGBA")), np.asarray(layer.convert("RGBA"))
    out = np.empty_like(under)
    for top in range(0, len(out), _ROWS):
        rows = slice(top, top + _ROWS)
        out[rows] = _mixed(under[rows], above[rows], SHARES[mode])
    return Image.fromarray(out)


def _mixed(
    under: npt.NDArray[np.uint8], above: npt.NDArray[np.uint8], shares: Shares
) -> npt.NDArray[np.uint8]:
    one = np.float32(255)
    source = (above[..., 3:] / one).astype(np.float32)
    backdrop = (under[..., 3:] / one).astype(np.float32)
    of_source, of_backdrop = shares(source, backdrop)
    weights = source * of_source, backdrop * of_backdrop
    alpha = np.minimum(1, weights[0] + weights[1])
    colour = above[..., :3] * weights[0] + under[..., :3] * weights[1]
    straight = np.minimum(colour / np.maximum(alpha, np.float32(1e-6)), one)
    mixed = np.concatenate([straight, alpha * one], axis=2)
    return (mixed + np.float32(0.5)).astype(np.uint8)

"""Blend modes against the formulas of W3C Compositing and Blending 1, in float64."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.plan.drawing import BLENDS
from editor.render.blend import MODES, mix


def hard_light(cb: float, cs: float) -> float:
    return 2 * cb * cs if cs <= 0.5 else cb + (2 * cs - 1) - cb * (2 * cs - 1)


def soft_light(cb: float, cs: float) -> float:
    if cs <= 0.5:
        return cb - (1 - 2 * cs) * cb * (1 - cb)
    d = ((16 * cb - 12) * cb + 4) * cb if cb <= 0.25 else math.sqrt(cb)
    return cb + (2 * cs - 1) * (d - cb)


def dodge(cb: float, cs: float) -> float:
    if cb == 0:
        return 0
    return 1 if cs == 1 else min(1, cb / (1 - cs))


def burn(cb: float, cs: float) -> float:
    if cb == 1:
        return 1
    return 0 if cs == 0 else 1 - min(1, (1 - cb) / cs)


FORMULAS: dict[str, Callable[[float, float], float]] = {
    "normal": lambda cb, cs: cs,
    "multiply": lambda cb, cs: cb * cs,
    "screen": lambda cb, cs: cb + cs - cb * cs,
    "overlay": lambda cb, cs: hard_light(cs, cb),
    "darken": min,
    "lighten": max,
    "color-dodge": dodge,
    "color-burn": burn,
    "hard-light": hard_light,
    "soft-light": soft_light,
    "difference": lambda cb, cs: abs(cb - cs),
    "exclusion": lambda cb, cs: cb + cs - 2 * cb * cs,
}

STEP = 1.01
"""One 8-bit step: half of one for rounding the mixed colour, half for laying it over the backdrop,
and a hundredth for the integer arithmetic in between."""

ALPHAS = (0, 1, 3, 77, 128, 200, 254, 255)


def expected(mode: str, cb: float, ab: float, cs: float, alpha: float) -> tuple[float, float]:
    """Premultiplied colour, and alpha, of the result, 0..1."""
    if mode == "plus-lighter":
        return min(1, cb * ab + cs * alpha), min(1, ab + alpha)
    mixed = (1 - ab) * cs + ab * FORMULAS[mode](cb, cs)
    return alpha * mixed + (1 - alpha) * ab * cb, alpha + ab * (1 - alpha)


@cache
def table(mode: str) -> npt.NDArray[np.float64]:
    """B of all pairs of bytes: a row for each Cs, a column for each Cb."""
    formula = FORMULAS.get(mode, lambda cb, cs: 0.0)
    return np.array([[formula(cb / 255, cs / 255) for cb in range(256)] for cs in range(256)])


def result(mode: str, below: tuple[int, ...], above: tuple[int, ...]) -> tuple[int, ...]:
    canvas = Image.new("RGBA", (1, 1), below)
    mix(canvas, Image.new("RGBA", (1, 1), above), (0, 0), mode)
    pixel = canvas.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def test_every_mode_that_plans_know_can_be_drawn():
    assert set(BLENDS) == {"normal", "plus-lighter", *MODES}


@pytest.mark.parametrize("ab", ALPHAS)
@pytest.mark.parametrize("mode", BLENDS)
def test_all_pairs_of_colours_lie_within_one_step_of_the_formula(mode: str, ab: int):
    cb, cs = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    exact = table(mode)
    for alpha in ALPHAS:
        canvas = Image.fromarray(np.dstack([cb, cb, cb, np.full_like(cb, ab)]))
        mix(canvas, Image.fromarray(np.dstack([cs, cs, cs, np.full_like(cs, alpha)])), (0, 0), mode)
        got = np.asarray(canvas).astype(float)
        b, a = ab / 255, alpha / 255
        if mode == "plus-lighter":
            colour = np.minimum(1, cb / 255 * b + cs / 255 * a)
            cover = min(1, a + b)
        else:
            colour = a * ((1 - b) * cs / 255 + b * exact) + (1 - a) * b * cb / 255
            cover = a + b * (1 - a)
        assert np.abs(got[..., 3] - 255 * cover).max() <= STEP
        if cover:
            assert np.abs(got[..., 0] - 255 * colour / cover).max() <= STEP


@pytest.mark.parametrize("mode", BLENDS)
def test_a_canvas_without_alpha_follows_the_formula_of_an_opaque_one(mode: str):
    cb, cs = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    exact = table(mode)
    for alpha in ALPHAS:
        canvas = Image.fromarray(np.dstack([cb, cb, cb]))
        layer = Image.fromarray(np.dstack([cs, cs, cs, np.full_like(cs, alpha)]))
        mix(canvas, layer if alpha < 255 else layer.convert("RGB"), (0, 0), mode)
        a = alpha / 255
        colour = a * exact + (1 - a) * cb / 255
        if mode == "plus-lighter":
            colour = np.minimum(1, cb / 255 + a * cs / 255)
        got = np.asarray(canvas).astype(float)[..., 0]
        assert canvas.mode == "RGB"
        assert np.abs(got - 255 * colour).max() <= STEP


@given(
    mode=st.sampled_from(BLENDS),
    below=st.tuples(*[st.integers(0, 255)] * 4),
    above=st.tuples(*[st.integers(0, 255)] * 4),
)
@settings(max_examples=300, deadline=None)
def test_the_channels_of_any_two_pixels_mix_by_the_formula(mode, below, above):
    got = result(mode, below, above)
    for channel in range(3):
        colour, alpha = expected(
            mode, below[channel] / 255, below[3] / 255, above[channel] / 255, above[3] / 255
        )
        assert abs(got[3] - 255 * alpha) <= 1
        if alpha:
            assert abs(got[channel] - 255 * colour / alpha) <= STEP


@pytest.mark.parametrize("mode", BLENDS)
def test_a_layer_on_nothing_stays_as_it_is(mode: str):
    assert result(mode, (0, 0, 0, 0), (200, 100, 50, 255)) == (200, 100, 50, 255)


@pytest.mark.parametrize("mode", BLENDS)
def test_an_invisible_layer_changes_nothing(mode: str):
    assert result(mode, (200, 100, 50, 255), (9, 8, 7, 0)) == (200, 100, 50, 255)


@pytest.mark.parametrize("mode", BLENDS)
def test_only_the_pixels_under_the_layer_change(mode: str):
    canvas = Image.new("RGBA", (200, 200), (200, 100, 50, 255))
    mix(canvas, Image.new("RGBA", (70, 90), (40, 90, 160, 255)), (30, 20), mode)
    changed = np.any(np.asarray(canvas) != (200, 100, 50, 255), axis=2)
    assert changed[20:110, 30:100].all()
    changed[20:110, 30:100] = False
    assert not changed.any()

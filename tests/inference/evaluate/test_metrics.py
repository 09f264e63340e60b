"""Figures of mattes, against cases that can be counted by hand and against a kept library."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from editor.inference.evaluate.boundary import band, boundary_iou
from editor.inference.evaluate.metrics import METRICS, figures
from editor.inference.evaluate.region import Matte, accuracy, dice, iou, mae
from editor.inference.evaluate.soft import conn, grad, sad
from editor.inference.evaluate.structure import s_measure
from editor.inference.evaluate.weighted import weighted_f

LESS_IS_BETTER = {"mae", "sad", "grad", "conn"}


def square(left: int, top: int, side: int = 4, size: int = 10) -> Matte:
    matte = np.zeros((size, size), np.float32)
    matte[top : top + side, left : left + side] = 1
    return matte


def blob(height: int, width: int, seed: int) -> npt.NDArray[np.float64]:
    drawn = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    soft = np.zeros((height, width))
    for _ in range(3):
        cy, cx = drawn.uniform(0, height), drawn.uniform(0, width)
        ry, rx = drawn.uniform(height / 8, height / 3), drawn.uniform(width / 8, width / 3)
        away = np.hypot((y - cy) / ry, (x - cx) / rx)
        soft = np.maximum(soft, 1 / (1 + np.exp(8 * (away - 1))))
    return soft


def test_overlaps_are_counted_in_pixels() -> None:
    found, true = square(0, 0), square(2, 0)  # 16 px each, 8 shared
    assert iou(found, true) == pytest.approx(8 / 24)
    assert dice(found, true) == pytest.approx(16 / 32)
    assert accuracy(found, true) == pytest.approx(84 / 100)
    assert mae(found, true) == pytest.approx(16 / 100)
    assert sad(found, true) == pytest.approx(0.016)


def test_half_alpha_is_the_subject() -> None:
    half = np.full((4, 4), 0.5, np.float32)
    assert iou(half, np.ones_like(half)) == 1
    assert mae(half, np.ones_like(half)) == 0.5


@pytest.mark.parametrize("name", METRICS)
def test_a_perfect_matte_gets_the_best_figure(name: str) -> None:
    true = square(3, 2)
    best = 0 if name in LESS_IS_BETTER else 1
    assert METRICS[name](true, true) == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("name", METRICS)
def test_a_worse_matte_gets_a_worse_figure(name: str) -> None:
    true = square(10, 10, 20, 48)
    near, far = square(12, 10, 20, 48), square(26, 24, 20, 48)
    better, worse = METRICS[name](near, true), METRICS[name](far, true)
    assert better < worse if name in LESS_IS_BETTER else better > worse


def test_two_empty_mattes_agree() -> None:
    nothing = np.zeros((8, 8), np.float32)
    told = figures(nothing, nothing)
    assert (told["iou"], told["dice"], told["boundary_iou"], told["s_measure"]) == (1, 1, 1, 1)


def test_the_band_follows_the_outline_and_the_picture_s_edge() -> None:
    mask = square(0, 0, 4, 6) > 0
    assert np.count_nonzero(band(mask, 1)) == 12  # 16 px without the 2 x 2 in the middle
    assert np.count_nonzero(band(np.ones((6, 6), bool), 1)) == 20


def test_the_boundary_alone_counts_for_boundary_iou() -> None:
    true = square(20, 20, 60, 100)
    hollow = true.copy()
    hollow[38:62, 38:62] = 0
    moved = square(24, 20, 60, 100)
    assert iou(hollow, true) < iou(moved, true)
    assert boundary_iou(hollow, true) > boundary_iou(moved, true)


def test_a_loose_piece_costs_connectivity_by_its_alpha() -> None:
    true = square(0, 0, 4, 10)
    loose = true.copy()
    loose[8, 8] = 0.6
    # The piece is not part of the common subject at any level: it hangs loose from 0 on.
    assert conn(loose, true) == pytest.approx(0.6 / 1000)
    faint = true.copy()
    faint[8, 8] = 0.1
    assert conn(faint, true) == 0


def test_a_step_is_steeper_than_a_ramp() -> None:
    ramp = np.tile(np.linspace(0, 1, 40, dtype=np.float32), (20, 1))
    step = (ramp > 0.5).astype(np.float32)
    assert grad(step, step) == 0
    assert grad(ramp, step) > grad(np.clip(ramp * 3 - 1, 0, 1), step) > 0


# Of pysodmetrics 1.6.2 (MIT), for the pictures that `blob` draws; it stretches mattes to 0..1.
KEPT = [
    (0, 40, 60, 0.6299678218175353, 0.5545697871813484, 0.2662040682414698),
    (1, 61, 37, 0.5730932313340121, 0.6241024422346716, 0.21567932445463786),
    (2, 90, 120, 0.7762158766349732, 0.6742325340584892, 0.22435693536673929),
    (3, 33, 33, 0.6659420258145576, 0.6084138463355623, 0.2924863609355588),
]


@pytest.mark.parametrize(("number", "height", "width", "s", "weighted", "error"), KEPT)
def test_the_figures_are_those_of_a_kept_library(
    number: int, height: int, width: int, s: float, weighted: float, error: float
) -> None:
    true = (blob(height, width, 100 + number) >= 0.5).astype(np.float32)
    mixed = 0.5 * blob(height, width, 200 + number) + 0.6 * blob(height, width, 100 + number)
    found = np.rint(np.clip(mixed - 0.05, 0, 1) * 255) / 255
    found = ((found - found.min()) / (found.max() - found.min())).astype(np.float32)
    assert s_measure(found, true) == pytest.approx(s, abs=1e-5)
    assert weighted_f(found, true) == pytest.approx(weighted, abs=1e-5)
    assert mae(found, true) == pytest.approx(error, abs=1e-5)

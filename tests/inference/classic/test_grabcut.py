from __future__ import annotations

import cv2
import numpy as np

from editor.inference.classic.grabcut import outline, soft_edge

RNG = np.random.default_rng(3)


def disc(radius: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """A noisy red disc on noisy grey, and where it is."""
    picture = np.full((160, 200, 3), 150, np.uint8)
    cv2.circle(picture, (100, 80), radius, (200, 40, 30), -1, cv2.LINE_AA)
    truth = np.zeros((160, 200), np.uint8)
    cv2.circle(truth, (100, 80), radius, 1, -1)
    noise = RNG.normal(0, 6, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8), truth > 0


def test_a_rough_guess_becomes_the_outline() -> None:
    picture, truth = disc()
    seeds = np.full(truth.shape, cv2.GC_PR_BGD, np.uint8)
    seeds[50:110, 70:130] = cv2.GC_PR_FGD
    found = outline(picture, seeds)
    assert (found & truth).sum() / (found | truth).sum() > 0.97


def test_the_same_picture_gives_the_same_outline() -> None:
    picture, truth = disc()
    seeds = np.full(truth.shape, cv2.GC_PR_BGD, np.uint8)
    seeds[70:90, 90:110] = cv2.GC_FGD
    first = outline(picture, seeds)
    cv2.setRNGSeed(99)
    assert (outline(picture, seeds) == first).all()


def test_without_two_kinds_of_seeds_they_are_the_answer() -> None:
    picture, truth = disc()
    assert not outline(picture, np.full(truth.shape, cv2.GC_BGD, np.uint8)).any()
    assert outline(picture, np.full(truth.shape, cv2.GC_PR_FGD, np.uint8)).all()


def test_specks_go_and_real_holes_stay() -> None:
    picture, truth = disc(60)
    picture[75:85, 60:140] = 150  # a slit through the disc
    picture[5:9, 5:9] = (200, 40, 30)
    truth[75:85, 60:140] = False
    seeds = np.where(truth, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    seeds[5:9, 5:9] = cv2.GC_FGD
    found = outline(picture, seeds)
    assert not found[5:9, 5:9].any()
    assert not found[78:82, 70:130].any()
    assert found[40, 100]


def test_the_edge_is_soft_and_the_rest_is_not() -> None:
    picture, truth = disc()
    large = cv2.resize(picture, (400, 320), interpolation=cv2.INTER_CUBIC)
    alpha = soft_edge(large, truth)
    assert (alpha.shape, alpha.dtype) == ((320, 400), np.uint8)
    assert (alpha[140:180, 180:220] == 255).all()
    assert (alpha[:40] == 0).all()
    assert ((alpha > 0) & (alpha < 255)).any()

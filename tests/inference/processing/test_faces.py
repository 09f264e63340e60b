"""Anchors, moved boxes and overlaps are RetinaFace's own; findings stay inside of the picture."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.geometry import Point
from editor.inference.processing.anchors import (
    PUBLISHED,
    RELEASE_1MB,
    anchors,
    boxes,
    landmarks,
)
from editor.inference.processing.faces import Found, apart, faces, for_retinaface, found
from tests.inference.networks.goldens import golden

VARIANTS = [
    ("retinaface_mobilenet025", PUBLISHED),
    ("retinaface_mobilenet025_1mb", RELEASE_1MB),
    ("retinaface_resnet50", PUBLISHED),
]
CLOSE = 1e-6


def distance(ours: np.ndarray, theirs: np.ndarray) -> float:
    """max|ours - theirs| / max|theirs|"""
    assert ours.shape == theirs.shape
    apart: float = np.abs(ours.astype(np.float64) - theirs.astype(np.float64)).max()
    return apart / float(np.abs(theirs).max())


@pytest.mark.parametrize("picture", ["A", "B"])
@pytest.mark.parametrize(("name", "sizes"), VARIANTS, ids=[name for name, _ in VARIANTS])
def test_anchors_and_what_is_made_of_them_are_the_published_ones(
    name: str, sizes: object, picture: str
) -> None:
    assert sizes in (PUBLISHED, RELEASE_1MB)
    known = golden(name)
    height, width = known.input(picture).shape[2:]
    around = anchors(height, width, RELEASE_1MB if sizes == RELEASE_1MB else PUBLISHED)
    assert distance(around, known.arrays[f"priors|{picture}"]) <= CLOSE
    told = {k: known.arrays[f"output|{picture}|{k}"][0] for k in ("loc", "landms")}
    placed = known.arrays[f"decoded|{picture}|boxes_norm"]
    assert distance(boxes(told["loc"], around), placed) <= CLOSE
    points = known.arrays[f"decoded|{picture}|landms_norm"]
    assert distance(landmarks(told["landms"], around).reshape(-1, 10), points) <= CLOSE


@given(st.integers(1, 100), st.integers(1, 100))
def test_each_started_cell_has_two_square_anchors_around_its_middle(h: int, w: int) -> None:
    around = anchors(h, w, PUBLISHED) * np.array([w, h, w, h], np.float32)
    assert len(around) == sum(2 * ceil(h / s) * ceil(w / s) for s in (8, 16, 32))
    assert around[:2].tolist() == [pytest.approx([4, 4, side, side]) for side in (16, 32)]
    assert around[-1, 2:].tolist() == pytest.approx([512, 512])


spans = st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(0, 40), st.floats(0, 40))


@given(st.lists(spans, max_size=12))
def test_a_box_stays_when_no_better_one_that_stays_overlaps_it(drawn: list[object]) -> None:
    placed = np.array(drawn, float).reshape(-1, 4)
    placed[:, 2:] += placed[:, :2]
    kept = apart(placed)
    for i in range(len(placed)):
        beaten = any(_overlap(placed[i], placed[k]) > 0.4 for k in kept if k < i)
        assert (i in kept) != beaten
    assert kept == sorted(kept)


def _overlap(one: np.ndarray, other: np.ndarray) -> float:
    """IoU of boxes whose last pixel belongs to them."""
    wide = min(one[2], other[2]) - max(one[0], other[0]) + 1
    high = min(one[3], other[3]) - max(one[1], other[1]) + 1
    shared = max(wide, 0) * max(high, 0)
    areas = [(box[2] - box[0] + 1) * (box[3] - box[1] + 1) for box in (one, other)]
    return float(shared / (sum(areas) - shared))


def test_the_best_come_first_and_what_scores_below_a_half_is_no_face() -> None:
    count = len(anchors(64, 64, PUBLISHED))
    scores = np.zeros((count, 2), np.float32)
    scores[[0, 60, 90], 1] = (0.6, 0.9, 0.49)
    seen = found((np.zeros((count, 4)), scores, np.zeros((count, 10))), 64, 64, PUBLISHED)
    assert seen.scores.tolist() == pytest.approx([0.9, 0.6])
    assert seen.boxes.shape == (2, 4)
    assert seen.landmarks.shape == (2, 5, 2)


def test_findings_end_at_the_edges_of_the_picture() -> None:
    marks = np.full((1, 5, 2), 0.5)
    seen = Found(np.array([[-0.2, 0.5, 0.4, 1.3]]), np.array([0.9]), marks)
    (face,) = faces(seen)
    assert face.box.ltrb == pytest.approx((0, 0.5, 0.4, 1))
    assert face.score == 0.9
    assert face.landmarks == (Point(0.5, 0.5),) * 5


@pytest.mark.parametrize(
    ("size", "given"),
    [((30, 1024), (30, 1024)), ((30, 2048), (15, 1024)), ((3, 5), (3, 5)), ((1, 3000), (1, 3000))],
)
def test_only_pictures_above_the_longest_side_are_shrunk(
    size: tuple[int, int], given: tuple[int, int]
) -> None:
    planes = for_retinaface(np.zeros((*size, 3), np.uint8))
    assert tuple(planes.shape) == (3, *given)
    assert planes[:, 0, 0].tolist() == [-104, -117, -123]

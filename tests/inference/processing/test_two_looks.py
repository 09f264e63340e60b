"""One face found at two sizes of a picture is one face: the better of both."""

from __future__ import annotations

import numpy as np
import pytest

from editor.inference.processing.anchors import RELEASE_1MB, anchors
from editor.inference.processing.faces import Answer, Found, Planes
from editor.inference.processing.two_looks import Looks, faces_in, merged

BOX = (0.25, 0.25, 0.75, 0.75)


def one(box: tuple[float, ...], score: float) -> Found:
    return Found(np.array([box]), np.array([score]), np.full((1, 5, 2), score))


def test_of_two_that_overlap_the_better_stays_with_its_marks() -> None:
    seen = merged([one(BOX, 0.7), one((0.3, 0.25, 0.75, 0.75), 0.9)], 640)
    assert seen.scores.tolist() == [0.9]
    assert seen.landmarks[0, 0, 0] == 0.9


def test_faces_apart_stay_best_first() -> None:
    seen = merged([one((0, 0, 0.1, 0.1), 0.6), one(BOX, 0.8)], 640)
    assert seen.scores.tolist() == [0.8, 0.6]


def test_a_network_is_asked_at_each_size_and_again_for_what_it_found() -> None:
    asked: list[tuple[int, ...]] = []

    def ask(planes: Planes) -> Answer:
        """Sees a face in the middle, at whatever size, once the picture is 160 px at most."""
        asked.append(planes.shape)
        height, width = planes.shape[2:]
        around = anchors(height, width, RELEASE_1MB)
        far = np.abs(around[:, :2] - 0.5).sum(1) + np.abs(around[:, 2:].mean(1) - 0.4)
        scores = np.zeros((len(planes), len(around), 2), np.float32)
        if max(height, width) <= 200:
            scores[:, far.argmin(), 1] = 0.9
        nothing = np.zeros((len(planes), len(around), 4), np.float32)
        return nothing, scores, np.zeros((len(planes), len(around), 10), np.float32)

    picture = np.zeros((640, 640, 3), np.uint8)
    (face,) = faces_in(picture, ask, RELEASE_1MB, Looks((640, 160)))
    assert face.box.width == pytest.approx(0.4, abs=0.05)
    assert [shape[2:] for shape in asked[:2]] == [(640, 640), (160, 160)]
    assert len(asked) > 2
    assert faces_in(picture, ask, RELEASE_1MB, Looks((640,))) == ()
    assert faces_in(picture, ask, RELEASE_1MB, Looks((640, 160), sure=0.95)) == ()


@pytest.mark.parametrize(("side", "shown"), [(640, 640), (400, 640), (100, 200), (900, 640)])
def test_a_small_picture_is_enlarged_but_not_too_much(side: int, shown: int) -> None:
    asked: list[int] = []

    def ask(planes: Planes) -> Answer:
        asked.append(max(planes.shape[2:]))
        count = len(anchors(*planes.shape[2:], RELEASE_1MB))
        offsets, scores, marks = (np.zeros((1, count, n), np.float32) for n in (4, 2, 10))
        return offsets, scores, marks

    picture = np.zeros((side // 2, side, 3), np.uint8)
    assert faces_in(picture, ask, RELEASE_1MB, Looks((640,), enlarged=2.0)) == ()
    assert asked == [shown]

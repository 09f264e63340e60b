"""Faces stay under their boxes and marks, whatever is done to the picture."""

from __future__ import annotations

import numpy as np
import pytest

from editor.inference.processing.anchors import RELEASE_1MB, anchors
from editor.inference.processing.faces import Answer, Planes
from editor.inference.training.faces import light
from editor.inference.training.faces.labels import iou
from editor.inference.training.faces.lures import lures
from editor.inference.training.faces.photos import Photo, Photos, subject_alone
from editor.inference.training.faces.scenes import Scenes
from editor.inference.training.faces.views import (
    SMALLEST_PX,
    VISIBLE,
    add_faces,
    blank,
    covers,
    moved,
    paint,
    visible,
)
from tests.inference.training.faces.drawn import FACE, photos, with_face

TWICE = np.array([[2.0, 0, 0.5], [0, 2.0, 0.5]])
MIRROR = np.array([[-1.0, 0, 63], [0, 1.0, 0]])


def test_a_turned_box_holds_the_turned_ellipse() -> None:
    quarter = np.array([[0.0, -1, 50], [1, 0, 0]])
    box = moved(np.array([[10, 10, 20, 30]], np.float32), quarter)
    assert box.tolist() == [[20, 10, 40, 20]]


def test_a_mirrored_face_keeps_its_left_eye_on_the_left() -> None:
    view = blank(80, 64)
    add_faces(view, with_face(), MIRROR)
    assert view.marks[0, 0, 0] < view.marks[0, 1, 0]
    assert view.marks[0, 3, 0] < view.marks[0, 4, 0]


def test_the_picture_moves_with_the_marks() -> None:
    view = blank(160, 128)
    photo = with_face()
    paint(view, photo, TWICE)
    add_faces(view, photo, TWICE)
    for x, y in view.marks[0, :2]:
        assert view.bgr[round(float(y)), round(float(x))].max() < 60


@pytest.mark.parametrize("scale", [0.25, 0.5])
def test_a_shrunk_picture_moves_with_the_marks(scale: float) -> None:
    view = blank(40, 32)
    photo = with_face()
    how = np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2]])
    paint(view, photo, how)
    left, top, right, bottom = moved(photo.boxes, how)[0]
    middle = view.bgr[round((top + bottom) / 2), round((left + right) / 2)].astype(int)
    assert abs(middle - (180, 200, 230)).max() < 25


def test_a_face_cut_off_by_the_edge_becomes_unsure() -> None:
    view = blank(80, 64)
    shift = np.array([[1.0, 0, -34], [0, 1.0, 0]])
    add_faces(view, with_face(), shift)
    assert len(view.boxes) == 0
    assert len(view.unsure) == 1


def test_a_photograph_covers_a_view_only_when_it_fills_every_corner() -> None:
    assert covers(with_face(), TWICE, 140, 120)
    assert not covers(with_face(), TWICE, 170, 120)
    turned = np.array([[0.7, -0.7, 40], [0.7, 0.7, -10]])
    assert not covers(with_face(), turned, 70, 60)


def test_a_cut_out_subject_keeps_only_its_own_faces() -> None:
    photo = with_face()
    alpha = np.zeros(photo.bgr.shape[:2], np.uint8)
    nobody = Photo(photo.bgr, photo.boxes, photo.marks, photo.unsure, alpha)
    assert len(subject_alone(nobody).boxes) == 0
    whole = Photo(photo.bgr, photo.boxes, photo.marks, photo.unsure, alpha + 255)
    assert subject_alone(whole).boxes.tolist() == [list(FACE)]


def test_scenes_are_the_same_for_the_same_seed_and_hold_good_faces() -> None:
    scenes = Scenes(photos(), side=96, empty=0.2)
    first = [scenes.scene(np.random.default_rng(7)) for _ in range(2)]
    assert np.array_equal(first[0].bgr, first[1].bgr)
    rng = np.random.default_rng(8)
    views = [scenes.scene(rng) for _ in range(40)]
    faces = np.concatenate([view.boxes for view in views])
    assert len(faces) > 20
    assert (faces[:, 2:] - faces[:, :2]).min() >= SMALLEST_PX
    assert all((visible(view.boxes, 96, 96) >= VISIBLE - 0.2).all() for view in views)
    assert any(len(view.boxes) == 0 for view in views)


def test_no_picture_without_people_holds_a_face() -> None:
    scenes = Scenes(photos(), side=96, empty=1.0)
    rng = np.random.default_rng(9)
    assert not any(len(scenes.scene(rng).boxes) for _ in range(10))


def test_mistakes_are_found_and_shown_again_without_a_face() -> None:
    store = photos()

    def ask(given: Planes) -> Answer:
        """Takes something in the upper left for a face, and the face for one."""
        count = len(anchors(*given.shape[2:], RELEASE_1MB))
        scores = np.zeros((1, count, 2), np.float32)
        scores[0, 40, 1] = 0.9
        return np.zeros((1, count, 4)), scores, np.zeros((1, count, 10))

    wrong = lures(ask, [*store.people, *store.empty])
    assert wrong
    assert all((iou(box[None], photo.boxes) < 0.3).all() for photo, box in wrong)
    scenes = Scenes(Photos(store.empty, store.empty, ()), 96, 0.0, wrong[-1:], lured=1.0)
    assert len(scenes.scene(np.random.default_rng(4)).boxes) == 0


def test_light_and_cameras_keep_shape_and_kind() -> None:
    rng = np.random.default_rng(3)
    for _ in range(30):
        bgr = light.taken(rng, light.lit(rng, with_face().bgr))
        assert bgr.shape == (80, 64, 3)
        assert bgr.dtype == np.uint8

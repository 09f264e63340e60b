"""The detector that comes with the studio finds people's faces at all sizes, and no dog's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from editor.findings import Face
from editor.geometry import Box
from editor.inference import embedded
from editor.inference.embedded.files import graph_of
from editor.inference.evaluate.detecting import MATCH, marked, overlap
from editor.inference.models.base import Picture
from editor.inference.models.studio_faces import StudioFaces
from tests.inference.doubles import settings
from tests.needs import shared

TWO_MB = 2_000_000
DOGS = "dogs.jpg"
NEAR = 0.3
OF_ONE = ("img21", "img25", "img50", "img8", "obama", "obama2")


@pytest.fixture(scope="module")
def model() -> StudioFaces:
    return StudioFaces.load(settings())


def photo(path: Path) -> Picture:
    bgr = cv2.imread(str(path))
    assert bgr is not None
    return np.ascontiguousarray(bgr[:, :, ::-1]).astype(np.uint8)


def faces(model: StudioFaces, path: Path) -> tuple[Face, ...]:
    (seen,) = model.predict([photo(path)], None)
    assert isinstance(seen, tuple)
    return seen


def in_pixels(model: StudioFaces, path: Path) -> list[Box]:
    height, width = photo(path).shape[:2]
    return [face.box.scaled(width, height) for face in faces(model, path)]


def box_of(values: Sequence[float]) -> Box:
    left, top, right, bottom = values[:4]
    return Box(left, top, right - left, bottom - top)


def test_its_weights_are_small() -> None:
    weights = StudioFaces.card.weights
    assert weights is not None
    path = embedded.FOLDER / weights.file
    assert path.stat().st_size + graph_of(path).stat().st_size < TWO_MB


def test_a_face_is_found_with_its_marks_however_large_the_picture(model: StudioFaces) -> None:
    picture = photo(Path(__file__).parents[2] / "pictures" / "person.jpg")
    places: list[Any] = []
    for longest in (300, 800, 1600):
        scale = longest / max(picture.shape[:2])
        sized = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale), np.uint8)
        (seen,) = model.predict([sized], None)
        assert isinstance(seen, tuple)
        face = seen[0]
        left, right, nose = face.landmarks[:3]
        assert left.x < nose.x < right.x
        assert max(left.y, right.y) < nose.y
        places.append(face.box)
    assert all(overlap(one, other) > 0.7 for one, other in pairwise(places))


def test_every_hand_marked_face_is_found(model: StudioFaces) -> None:
    for known in marked(shared("pictures/faces")):
        placed = in_pixels(model, known.pair.photo)
        for box in known.boxes:
            assert max(overlap(box, one) for one in placed) > MATCH, known.pair.name


def test_nothing_is_found_that_no_published_detector_sees(model: StudioFaces) -> None:
    folder = shared("pictures/faces")
    told: Any = json.loads((folder / "boxes.json").read_text())
    for name, given in told.items():
        if name == DOGS:
            continue
        theirs = [box_of(one) for seen in given.values() for one in seen]
        for box in in_pixels(model, folder / name):
            assert max(overlap(box, one) for one in theirs) > NEAR, name


@pytest.mark.parametrize("name", OF_ONE)
def test_a_portrait_has_the_face_that_both_published_detectors_see(
    model: StudioFaces, name: str
) -> None:
    folder = shared("pictures/faces")
    told: Any = json.loads((folder / "boxes.json").read_text())[f"{name}.jpg"]
    (ours,) = in_pixels(model, folder / f"{name}.jpg")
    assert overlap(ours, box_of(told["retinaface_mnet025"][0])) > MATCH


def test_dogs_are_not_people(model: StudioFaces) -> None:
    assert faces(model, shared(f"pictures/faces/{DOGS}")) == ()

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from editor.errors import ModelMissing
from editor.geometry import Box
from editor.inference.classic import cascades
from editor.inference.classic.cascades import Cascades


@pytest.fixture(scope="module")
def detector() -> Cascades:
    return Cascades()


@pytest.fixture
def portrait(person: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(person)))


def test_the_box_reaches_from_brow_to_chin(detector: Cascades, portrait: np.ndarray) -> None:
    [face] = detector.faces(portrait)
    marked = Box(175 / 512, 110 / 600, 175 / 512, 225 / 600)
    common = face.box.intersection(marked).area
    assert common / (face.box.area + marked.area - common) > 0.75
    assert 0.6 < face.score < 1


def test_the_mirrored_picture_gives_the_mirrored_face(
    detector: Cascades, portrait: np.ndarray
) -> None:
    [face], [mirrored] = detector.faces(portrait), detector.faces(portrait[:, ::-1].copy())
    assert mirrored.box.centre.x == pytest.approx(1 - face.box.centre.x, abs=0.02)
    assert mirrored.box.width == pytest.approx(face.box.width, abs=0.04)


def test_every_face_of_several_is_found(detector: Cascades, portrait: np.ndarray) -> None:
    row = np.hstack([portrait, portrait, portrait])
    found = sorted(face.box.centre.x for face in detector.faces(row))
    assert found == pytest.approx([0.17, 0.51, 0.84], abs=0.03)


def test_a_large_picture_is_scanned_small_and_answered_in_fractions(
    detector: Cascades, portrait: np.ndarray
) -> None:
    large = cv2.resize(portrait, None, fx=3, fy=3, interpolation=cv2.INTER_LINEAR)
    [small_face], [large_face] = detector.faces(portrait), detector.faces(large)
    assert large_face.box.ltrb == pytest.approx(small_face.box.ltrb, abs=0.03)


@pytest.mark.parametrize("shape", [(2, 2), (10, 300), (400, 600)])
def test_nothing_is_seen_where_nothing_is(detector: Cascades, shape: tuple[int, int]) -> None:
    assert detector.faces(np.full((*shape, 3), 127, np.uint8)) == ()


def test_noise_has_no_faces(detector: Cascades) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8)
    assert detector.faces(noise) == ()


def test_an_opencv_without_cascades_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cascades, "EYES", ("third_eye",))
    with pytest.raises(ModelMissing) as caught:
        Cascades()
    assert "opencv-python-headless" in caught.value.remedy

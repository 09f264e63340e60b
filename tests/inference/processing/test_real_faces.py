"""RetinaFace with real weights finds what its publishers find, and people's faces only."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import nn

from editor.inference.networks import build, load_checkpoint
from editor.inference.networks.reading import read_weights
from editor.inference.processing.anchors import RELEASE_1MB
from editor.inference.processing.faces import Answer, Found, Planes, for_retinaface, found
from editor.inference.processing.resizing import Rgb
from editor.inference.processing.second_look import Ask, confirmed
from tests.needs import shared

NAME = "retinaface_mobilenet025_1mb"
MARKED = ("2008_002079", "2008_002470", "2008_002506", "2008_007676", "2009_004587")
OF_PEOPLE = ("img21", "img25", "img50", "img8", "multiface", "obama", "obama2")
ANIMALS = ("dog2_00", "dog2_01", "dog5_00", "dog6_00", "dog_00", "cat2_00", "cat2_01")


@pytest.fixture(scope="module")
def network() -> nn.Module:
    module = build(NAME)
    load_checkpoint(module, read_weights(shared(f"weights/{NAME}.pth")))
    return module


def asked(network: nn.Module) -> Ask:
    def ask(planes: Planes) -> Answer:
        with torch.inference_mode():
            loc, conf, landms = network(torch.from_numpy(planes))
        return loc.numpy(), conf.numpy(), landms.numpy()

    return ask


def look(network: nn.Module, picture: Rgb) -> Found:
    planes = for_retinaface(picture)
    loc, conf, landms = (np.asarray(part)[0] for part in asked(network)(planes[None]))
    return found((loc, conf, landms), planes.shape[1], planes.shape[2], RELEASE_1MB)


def look_twice(network: nn.Module, picture: Rgb) -> Found:
    return confirmed(picture, look(network, picture), asked(network), RELEASE_1MB)


def photo(path: str) -> Rgb:
    bgr = cv2.imread(str(shared(f"pictures/{path}.jpg")))
    assert bgr is not None
    return np.ascontiguousarray(bgr[:, :, ::-1])


@cache
def told() -> Any:
    return json.loads(shared("pictures/faces/boxes.json").read_text())


def in_pixels(seen: Found, picture: Rgb) -> npt.NDArray[Any]:
    height, width = picture.shape[:2]
    return seen.boxes * (width, height, width, height)


def overlap(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    a, b = np.asarray(one, float), np.asarray(other, float)
    shared_sides = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    both = float(np.clip(shared_sides, 0, None).prod())
    return both / float((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - both)


def test_the_stored_picture_gives_the_published_numbers(network: nn.Module) -> None:
    known = np.load(shared(f"goldens/{NAME}/golden_real_raw.npz"))
    picture = np.ascontiguousarray(known["image_bgr_uint8"][:, :, ::-1])
    answer = asked(network)(for_retinaface(picture)[None])
    for ours, key in zip(answer, ("loc", "conf", "landms"), strict=True):
        np.testing.assert_allclose(ours, known[key], rtol=0, atol=1e-4)
    seen = look(network, picture)
    np.testing.assert_allclose(in_pixels(seen, picture), known["dets"][:, :4], rtol=0, atol=0.05)
    np.testing.assert_allclose(seen.scores, known["dets"][:, 4], rtol=0, atol=1e-4)
    points = (seen.landmarks * (320, 168)).reshape(-1, 10)
    np.testing.assert_allclose(points, known["dets_landms"], rtol=0, atol=0.05)


@pytest.mark.parametrize("name", ["img3", "multiface"])
def test_photos_give_the_published_detections(network: nn.Module, name: str) -> None:
    """The others of the published list aren't stored here."""
    listed = json.loads(shared(f"goldens/{NAME}/golden_real.json").read_text())["images"]
    known = next(image for image in listed if image["path"].endswith(f"/{name}.jpg"))
    picture = photo(f"faces/{name}")
    seen = look(network, picture)
    bytes_agree = sha256(picture[:, :, ::-1].tobytes()).hexdigest() == known["sha256_decoded_bgr"]
    for detection in known["detections"]:
        if abs(detection["score"] - 0.5) < (1e-3 if bytes_agree else 0.05):
            continue
        near = [overlap(detection["box"], box) for box in in_pixels(seen, picture)]
        best = int(np.argmax(near))
        assert near[best] >= 0.8
        if bytes_agree:
            assert np.abs(in_pixels(seen, picture)[best] - detection["box"]).max() <= 0.05
        limit = 1e-4 if bytes_agree else 0.05
        assert seen.scores[best] == pytest.approx(detection["score"], abs=limit)


@pytest.mark.parametrize("name", MARKED)
def test_every_hand_marked_face_is_found_at_both_looks(network: nn.Module, name: str) -> None:
    picture = photo(f"faces/{name}")
    boxes = in_pixels(look_twice(network, picture), picture)
    for marked in told()[f"{name}.jpg"]["gt_boxes"]:
        assert max(overlap(marked, box) for box in boxes) > 0.5, marked


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_the_second_look_loses_no_face_of_a_person(network: nn.Module, name: str) -> None:
    picture = photo(f"faces/{name}")
    first, second = look(network, picture), look_twice(network, picture)
    assert first.scores.tolist() == second.scores.tolist()
    assert len(second.scores) == len(told()[f"{name}.jpg"]["retinaface_mnet025"])


def test_the_first_look_takes_dogs_for_people_as_published(network: nn.Module) -> None:
    picture = photo("faces/dogs")
    boxes = in_pixels(look(network, picture), picture)
    published = np.array(told()["dogs.jpg"]["retinaface_mnet025"])
    np.testing.assert_allclose(boxes, published[:, :4], rtol=0, atol=0.5)


@pytest.mark.parametrize("path", ["faces/dogs", *(f"products/{name}" for name in ANIMALS)])
def test_the_second_look_finds_no_person_among_animals(network: nn.Module, path: str) -> None:
    assert look_twice(network, photo(path)).scores.tolist() == []


def test_a_picture_without_any_face_needs_no_second_look(network: nn.Module) -> None:
    nobody = Found(np.zeros((0, 4)), np.zeros(0), np.zeros((0, 5, 2)))
    black = np.zeros((9, 9, 3), np.uint8)
    assert len(confirmed(black, nobody, asked(network), RELEASE_1MB).scores) == 0

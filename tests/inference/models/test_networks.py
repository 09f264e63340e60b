"""Models that run a network: loaded from a file of weights as published files are laid out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from editor.errors import ModelMissing, WrongWeights
from editor.geometry import Box, Point
from editor.inference.models import models
from editor.inference.models._network import NetworkModel
from editor.inference.models.base import Model, Picture
from editor.inference.networks import build
from editor.inference.prompt import Prompt
from editor.inference.settings import Settings
from tests.inference.doubles import settings
from tests.inference.networks.seeded import GAINS, seeded_state
from tests.needs import shared

rng = np.random.default_rng(5)
NETWORKS = {n: kind for n, kind in models().items() if issubclass(kind, NetworkModel)}
MOVED_PX = 1.0
"""How far half precision may move the edges of a face."""
QUICK = ("u2netp", "retinaface-mobilenet025")
LARGE = ("birefnet-lite", "isnet", "retinaface-resnet50", "u2net")


def with_weights(name: str, folder: Path) -> tuple[type[Model], Settings]:
    """The model with seeded weights of its network in the models folder."""
    kind = NETWORKS[name]
    module = build(kind.network, **kind.options)
    weights = kind.card.weights
    assert weights
    folder.mkdir(exist_ok=True)
    state = seeded_state(module, GAINS[kind.network])
    path = folder / weights.file
    if path.suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(state, path)
    else:
        torch.save(state, path)
    return kind, replace(settings(), models_dir=str(folder), device="cpu")


def noise(height: int, width: int) -> Picture:
    return rng.integers(0, 256, (height, width, 3), np.uint8)


def looks(name: str, folder: Path) -> None:
    kind, known = with_weights(name, folder)
    assert kind.is_present(known)
    model = kind.load(known)
    pictures = [noise(61, 97), noise(200, 3)]
    first = model.predict(pictures, None)
    for seen in first:
        if isinstance(seen, np.ndarray):
            assert seen.dtype == np.uint8
            assert seen.ndim == 2
            assert seen.std() > 1
    alone = model.predict(pictures[1:], None)[0]
    if isinstance(alone, np.ndarray):
        assert np.abs(alone.astype(int) - np.asarray(first[1], int)).max() <= 1
    model.close()


@pytest.mark.parametrize("name", QUICK)
def test_a_model_answers_from_its_file_of_weights(name: str, tmp_path: Path) -> None:
    looks(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_large_model_answers_from_its_file_of_weights(name: str, tmp_path: Path) -> None:
    looks(name, tmp_path)


@pytest.mark.parametrize("name", NETWORKS)
def test_without_its_weights_a_model_says_so(name: str, tmp_path: Path) -> None:
    known = replace(settings(), models_dir=str(tmp_path))
    assert NETWORKS[name].lacks(known) == "weights"
    with pytest.raises(ModelMissing, match=name):
        NETWORKS[name].load(known)


def test_every_network_of_a_card_is_known_with_its_options() -> None:
    for kind in NETWORKS.values():
        if kind.network.startswith(("birefnet", "u2netp")):
            with torch.device("meta"):
                build(kind.network, **kind.options)


def test_a_cut_short_file_of_weights_is_refused(tmp_path: Path) -> None:
    kind, known = with_weights("u2netp", tmp_path)
    assert kind.card.weights
    path = tmp_path / kind.card.weights.file
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(WrongWeights):
        kind.load(known)


def test_the_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    _, known = with_weights("retinaface-mobilenet025", tmp_path)
    given, wanted = (NETWORKS[n].card.weights for n in ("retinaface-mobilenet025", "u2netp"))
    assert given
    assert wanted
    (tmp_path / given.file).rename(tmp_path / wanted.file)
    with pytest.raises(WrongWeights, match="missing"):
        NETWORKS["u2netp"].load(known)


def test_the_small_retinaface_finds_people_and_no_dogs(tmp_path: Path) -> None:
    kind = NETWORKS["retinaface-1mb"]
    weights = kind.card.weights
    assert weights
    real = shared("weights/retinaface_mobilenet025_1mb.pth")
    (tmp_path / weights.file).symlink_to(real)
    model = kind.load(replace(settings(), models_dir=str(tmp_path), device="cpu"))
    pictures = [read("pictures/faces/multiface.jpg"), read("pictures/faces/dogs.jpg")]
    people, dogs = model.predict(pictures, None)
    assert len(people) >= 4
    assert all(len(face.landmarks) == 5 for face in people)
    assert dogs == ()


def test_in_half_precision_the_small_retinaface_finds_the_same_faces(tmp_path: Path) -> None:
    kind = NETWORKS["retinaface-1mb"]
    assert kind.card.weights
    real = shared("weights/retinaface_mobilenet025_1mb.pth")
    (tmp_path / kind.card.weights.file).symlink_to(real)
    names = ("multiface", "obama_partial_face2", "dogs")
    pictures = [read(f"pictures/faces/{name}.jpg") for name in names]
    known = replace(settings(), models_dir=str(tmp_path), device="cpu")
    exact = kind.load(known).predict(pictures, None)
    half = kind.load(replace(known, precision="bfloat16"))
    assert half.way() == {"device": "cpu", "dtype": "bfloat16", "way": "eager"}
    for picture, faces, others in zip(pictures, exact, half.predict(pictures, None), strict=True):
        height, width = picture.shape[:2]
        ours, theirs = (
            np.array([face.box.ltrb for face in some]).reshape(-1, 4) for some in (faces, others)
        )
        assert len(ours) == len(theirs)
        apart = np.abs(ours[:, None] - theirs[None]) * (width, height, width, height)
        assert (apart.max(2).min(1, initial=np.inf) <= MOVED_PX).all()


def read(path: str) -> Picture:
    bgr = cv2.imread(str(shared(path)))
    assert bgr is not None
    return np.ascontiguousarray(bgr[:, :, ::-1]).astype(np.uint8)


@pytest.mark.slow
def test_sam_looks_once_and_cuts_as_often_as_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, known = with_weights("sam-vit-b", tmp_path)
    model = kind.load(known)
    looked = []
    encoder = model.running.module.embed
    monkeypatch.setattr(
        model.running.module, "embed", lambda planes: looked.append(1) or encoder(planes)
    )
    picture = noise(60, 90)
    inside = (Point(0.5, 0.5),)
    answers = [
        model.predict([picture], prompt)[0]
        for prompt in (
            Prompt(inside),
            Prompt(inside, (Point(0.1, 0.1),)),
            Prompt(box=Box(0.2, 0.2, 0.5, 0.5)),
            *(Prompt(inside, mask=number) for number in range(3)),
        )
    ]
    assert len(looked) == 1
    assert {np.asarray(one).shape for one in answers} == {(60, 90)}
    three = [np.asarray(one) for one in answers[3:]]
    assert any(np.array_equal(answers[0], one) for one in three)
    assert not np.array_equal(three[0], three[1])

"""Every model of the registry, by listing it."""

from __future__ import annotations

import numpy as np
import pytest

from editor.findings import Face
from editor.geometry import Box
from editor.inference import checkpoints
from editor.inference.card import Task
from editor.inference.embedded import files
from editor.inference.models import models
from editor.inference.models.base import Model, Seen
from editor.inference.prompt import Prompt
from tests.inference.doubles import settings

SHAPES = [(2, 2), (3, 200), (200, 3), (64, 48), (61, 97)]
PROMPT = Prompt(box=Box(0.2, 0.2, 0.5, 0.5))

every_model = pytest.mark.parametrize("kind", models().values(), ids=lambda kind: kind.card.name)
rng = np.random.default_rng(5)


def works_at_once(kind: type[Model]) -> bool:
    return kind.card.weights is None or kind.card.weights.embedded


ready = pytest.mark.parametrize(
    "kind",
    [kind for kind in models().values() if works_at_once(kind)],
    ids=lambda kind: kind.card.name,
)
"""Those that work without a download; the others are loaded in test_networks.py."""


def prompt_of(kind: type[Model]) -> Prompt | None:
    return PROMPT if kind.card.task == Task.PROMPTED_MATTE else None


def check(kind: type[Model], seen: Seen) -> None:
    if kind.card.task == Task.FACES:
        assert isinstance(seen, tuple)
        for face in seen:
            assert isinstance(face, Face)
            assert 0 <= min(face.box.ltrb) <= max(face.box.ltrb) <= 1
            assert 0 <= face.score <= 1
    else:
        assert isinstance(seen, np.ndarray)
        assert seen.ndim == 2
        assert seen.dtype in (np.uint8, np.uint16)


def test_faces_mattes_and_prompted_mattes_need_no_weights() -> None:
    without = {kind.card.task for kind in models().values() if kind.card.weights is None}
    assert without == set(Task)


def test_no_two_models_share_a_name_or_a_digest() -> None:
    cards = [kind.card for kind in models().values()]
    assert len({card.name for card in cards}) == len({card.digest for card in cards}) == len(cards)


@every_model
def test_a_card_is_complete(kind: type[Model]) -> None:
    card = kind.card
    for text in (card.name, card.network, card.normalisation, card.accuracy, card.quality):
        assert text.strip()
    assert card.name == card.name.lower()
    assert set(card.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 64 <= card.input_px <= 4096
    assert card.revision >= 1
    assert card.memory > 0
    if card.weights is None:
        assert card.quality == "fallback quality"
    else:
        facts = card.weights
        assert facts.source.startswith("https://") or facts.embedded
        assert len(facts.sha256) in (0, 64)  # of some files nobody published a digest
        assert facts.bytes > 0
        assert facts.licence
        assert facts.training_data


def test_what_comes_with_the_studio_is_what_its_cards_say() -> None:
    for kind in models().values():
        weights = kind.card.weights
        if weights and weights.embedded:
            path = checkpoints.find(weights, settings().models_dir)
            assert path, kind.card.name
            files.checked(path, weights.sha256)
            assert path.stat().st_size == weights.bytes
            assert kind.lacks(settings()) == ""


@ready
@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_of_any_shape_is_answered(kind: type[Model], shape: tuple[int, int]) -> None:
    noise = rng.integers(0, 256, (*shape, 3), np.uint8)
    flat = np.full((*shape, 3), 200, np.uint8)
    answers = kind.load(settings()).predict([noise, flat], prompt_of(kind))
    assert len(answers) == 2
    for seen in answers:
        check(kind, seen)


@ready
def test_the_same_picture_gives_the_same_answer(kind: type[Model]) -> None:
    model = kind.load(settings())
    picture = rng.integers(0, 256, (80, 60, 3), np.uint8)
    picture[20:60, 20:40] = (200, 30, 30)
    picture.flags.writeable = False  # as decoders hand it over
    first, again = (model.predict([picture], prompt_of(kind))[0] for _ in range(2))
    assert np.array_equal(np.asarray(first, object), np.asarray(again, object))

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from editor.inference.card import Card, Task
from tests.inference.doubles import CARD, WEIGHTS

CHANGES = {
    "name": "other",
    "task": Task.FACES,
    "network": "other",
    "input_px": 65,
    "normalisation": "other",
    "accuracy": "other",
    "quality": "other",
    "revision": 2,
    "memory": 101,
    "weights": WEIGHTS,
}


def test_every_fact_but_the_rank_is_in_the_digest() -> None:
    assert {f.name for f in fields(Card)} - {"rank"} == set(CHANGES)
    digests = {replace(CARD, **{name: value}).digest for name, value in CHANGES.items()}
    assert len(digests | {CARD.digest}) == len(CHANGES) + 1


def test_other_weights_give_another_digest() -> None:
    first = replace(CARD, weights=WEIGHTS)
    second = replace(CARD, weights=replace(WEIGHTS, sha256="1" * 64))
    assert first.digest != second.digest


def test_the_rank_changes_no_answer_and_no_digest() -> None:
    assert replace(CARD, rank=7).digest == CARD.digest


def test_the_digest_stays_the_same_between_processes() -> None:
    # Kept findings of a running studio hang on it.
    assert CARD.digest == "cd2d75e8e8"
    assert CARD.key == f"brightness@{CARD.digest}"


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_a_card_survives_json(weights: object) -> None:
    card = replace(CARD, weights=weights)  # type: ignore[arg-type]
    assert Card.from_json(json.loads(json.dumps(card.as_json()))) == card


@pytest.mark.parametrize("broken", [{}, {"task": "cooking"}, {"weights": {"file": "x"}}])
def test_a_broken_card_is_refused(broken: dict[str, object]) -> None:
    data = {**CARD.as_json(), **broken} if broken else {}
    with pytest.raises((KeyError, TypeError, ValueError)):
        Card.from_json(data)

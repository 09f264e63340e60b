from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import InferenceUnavailable
from editor.findings import Face, Matte
from editor.geometry import Box, Point
from editor.library.deadline import Deadline
from editor.library.findings_store import FindingsStore, Question, Seen
from editor.models import Blob, Finding
from tests.together import Together

pytestmark = pytest.mark.django_db(transaction=True)
FACES = Question("1" * 64, "cascade@abc", "faces")
MATTE = Question("1" * 64, "grabcut@abc", "matte", "the dog")


@pytest.fixture
def store(tmp_path: Path) -> FindingsStore:
    return FindingsStore(tmp_path / "findings", tmp_path / "tmp", budget=1_000_000, lease_s=1)


def soon() -> Deadline:
    return Deadline.after(10)


def never() -> Seen:
    raise AssertionError("it was asked again")


def test_faces_come_back_as_they_were_seen(store: FindingsStore) -> None:
    faces = (
        Face(Box(0.1, 0.2, 0.3, 0.4), 0.9, (Point(0.2, 0.3), Point(0.25, 0.3))),
        Face(Box(0.5, 0.2, 0.3, 0.4), 0.4),
    )
    assert store.get(FACES, lambda: faces, (), soon()) == faces
    assert store.get(FACES, never, (), soon()) == faces


def test_no_faces_is_an_answer_too(store: FindingsStore) -> None:
    assert store.get(FACES, lambda: (), (), soon()) == ()
    assert store.get(FACES, never, (), soon()) == ()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_a_matte_comes_back_bit_for_bit(store: FindingsStore, kind: type) -> None:
    top = np.iinfo(kind).max
    alpha = np.random.default_rng(3).integers(0, top, (40, 30), kind, endpoint=True)
    store.get(MATTE, lambda: Matte(alpha, MATTE.card), (), soon())
    seen = store.get(MATTE, never, (), soon())
    assert isinstance(seen, Matte)
    assert seen.alpha.dtype == kind
    assert (seen.alpha == alpha).all()
    assert seen.card == MATTE.card


@pytest.mark.parametrize("damage", ["delete", "truncate", "replace"])
def test_a_lost_or_damaged_matte_is_asked_for_again(
    store: FindingsStore, tmp_path: Path, damage: str
) -> None:
    matte = Matte(np.full((8, 8), 7, np.uint8), MATTE.card)
    store.get(MATTE, lambda: matte, (), soon())
    path = store.shelf.path(MATTE.key)
    size = path.stat().st_size
    if damage == "delete":
        shutil.rmtree(tmp_path / "findings")
    else:
        path.write_bytes(b"\0" * (size if damage == "replace" else size // 2))
    again = Matte(np.full((8, 8), 9, np.uint8), MATTE.card)
    seen = store.get(MATTE, lambda: again, (), soon())
    assert isinstance(seen, Matte)
    assert (seen.alpha == 9).all()


def test_equal_questions_are_asked_once(tmp_path: Path, together: Together) -> None:
    stores = [FindingsStore(tmp_path / "f", tmp_path / "t", 10**6, lease_s=2) for _ in range(2)]
    asked = []

    def look() -> Seen:
        asked.append(1)
        time.sleep(0.3)
        return ()

    assert together(lambda n: stores[n % 2].get(FACES, look, (), soon()), 10) == [()] * 10
    assert len(asked) == 1


def test_an_error_is_not_remembered(store: FindingsStore) -> None:
    def down() -> Seen:
        raise InferenceUnavailable("It restarts.", remedy="Try again.", retry_after_s=1)

    with pytest.raises(InferenceUnavailable):
        store.get(FACES, down, (), soon())
    assert store.get(FACES, lambda: (), (), soon()) == ()


def test_a_finding_knows_the_originals_that_it_saw(store: FindingsStore) -> None:
    Blob.objects.create(pk="b" * 64, bytes=1, format="png", width=1, height=1)
    store.get(FACES, lambda: (), ["b" * 64], soon())
    row = Finding.objects.get(pk=FACES.key)
    assert [blob.pk for blob in row.blobs.all()] == ["b" * 64]
    assert (row.task, row.card) == ("faces", "cascade@abc")


def test_answers_without_a_file_go_when_nobody_asked_for_a_month(store: FindingsStore) -> None:
    store.get(FACES, lambda: (), (), soon())
    matte = Matte(np.full((8, 8), 7, np.uint8), MATTE.card)
    store.get(MATTE, lambda: matte, (), soon())
    store.shelf.sweep()
    assert Finding.objects.count() == 2
    Finding.objects.update(used=timezone.now() - timedelta(days=31))
    store.shelf.sweep()
    assert list(Finding.objects.values_list("task", flat=True)) == ["matte"]


words = st.text(max_size=20).filter(lambda text: "\0" not in text)


@given(st.tuples(words, words, words, words), st.tuples(words, words, words, words))
def test_different_questions_have_different_keys(
    a: tuple[str, str, str, str], b: tuple[str, str, str, str]
) -> None:
    assert (Question(*a).key == Question(*b).key) == (a == b)

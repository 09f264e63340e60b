"""What the library shows, and in which order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from editor.flows import documents, shelf, trash
from editor.models import Document, Original, Workspace
from tests.flows.conftest import hold
from tests.flows.test_documents import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def photos(workspace: Workspace, data_dir: Path) -> dict[str, Original]:
    """By name, the first one the oldest; their sizes in bytes differ."""
    now = timezone.now()
    found = {}
    for age, (name, content) in enumerate([("b.png", b"12"), ("A.png", b"1234"), ("c.png", b"1")]):
        row = hold(workspace, content, data_dir, name)
        Original.objects.filter(pk=row.pk).update(created=now - timedelta(hours=9 - age))
        found[name] = row
    return found


def names(workspace: Workspace, place: str = "photos", **how: str) -> list[str]:
    return [one.name for one in shelf.items(workspace, shelf.keys(workspace, place, **how))]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["c.png", "A.png", "b.png"]),
        ("oldest", ["b.png", "A.png", "c.png"]),
        ("name", ["A.png", "b.png", "c.png"]),
        ("size", ["A.png", "b.png", "c.png"]),
    ],
)
def test_photos_are_sorted(
    workspace: Workspace, photos: dict[str, Original], sort: str, expected: list[str]
) -> None:
    assert names(workspace, sort=sort) == expected


def test_a_search_finds_by_name(workspace: Workspace, photos: dict[str, Original]) -> None:
    assert names(workspace, search="a.p") == ["A.png"]
    assert names(workspace, search="zzz") == []


def test_documents_come_with_their_canvas_and_without_their_body(
    workspace: Workspace, django_assert_num_queries: object
) -> None:
    small = documents.create(workspace, "Small", body()).document
    large = documents.create(
        workspace, "Large", {**body(), "canvas": {"width": 900, "height": 90}}
    ).document
    assert names(workspace, "documents", sort="size") == ["Large", "Small"]
    assert names(workspace, "documents", sort="newest") == ["Large", "Small"]
    [row] = shelf.items(workspace, [f"document-{small.pk}"])
    assert isinstance(row, Document)
    assert row.get_deferred_fields() == {"body"}
    assert (int(row.canvas_width), int(row.canvas_height)) == (100, 80)  # type: ignore[attr-defined]
    assert large.pk != small.pk


def test_the_trash_holds_both_the_last_thrown_away_first(
    workspace: Workspace, photos: dict[str, Original]
) -> None:
    paper = documents.create(workspace, "Poster", body()).document
    trash.discard(workspace, [photos["b.png"].pk], [])
    trash.discard(workspace, [], [paper.pk])
    assert names(workspace, "trash") == ["Poster", "b.png"]
    assert names(workspace, "trash", sort="oldest") == ["b.png", "Poster"]
    assert names(workspace) == ["c.png", "A.png"]
    assert shelf.counts(workspace) == shelf.Counts(photos=2, documents=0, trash=2)


def test_other_people_s_keys_and_nonsense_give_nothing(
    workspace: Workspace, stranger: Workspace, photos: dict[str, Original]
) -> None:
    keys = shelf.keys(workspace, "photos")
    assert shelf.items(stranger, keys) == []
    assert shelf.items(workspace, ["", "photo-", "photo-x", "cat-1", keys[0], keys[0]]) != []

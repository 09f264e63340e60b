"""Many things at once into the trash, back, and gone for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.flows import documents, originals, trash
from editor.flows.engines import Caches
from editor.library.originals import local
from editor.models import Blob, Document, Original, Workspace
from tests.flows.conftest import hold
from tests.flows.test_documents import body, layer

pytestmark = pytest.mark.django_db


@pytest.fixture
def photos(workspace: Workspace, data_dir: Path) -> list[Original]:
    return [hold(workspace, f"picture {n}".encode(), data_dir, f"{n}.png") for n in range(3)]


def ids(rows: list[Original]) -> list[object]:
    return [row.pk for row in rows]


def test_photos_and_documents_go_and_come_back_together(
    workspace: Workspace, photos: list[Original]
) -> None:
    paper = documents.create(workspace, "Poster", body()).document
    gone = trash.discard(workspace, [photos[0].pk, photos[1].pk], [paper.pk])
    assert set(gone.originals) == {photos[0].pk, photos[1].pk}
    assert gone.documents == (paper.pk,)
    assert gone.left == 3
    assert [o.pk for o in originals.listing(workspace)] == [photos[2].pk]
    assert {o.kind for o in gone.outcomes if hasattr(o, "kind")} == {
        "library.changed",
        "document.trashed",
    }
    back = trash.restore(workspace, list(gone.originals), [paper.pk])
    assert set(back.originals) == set(gone.originals)
    assert originals.listing(workspace).count() == 3
    assert documents.listing(workspace).count() == 1


def test_what_is_elsewhere_or_somebody_else_s_is_left_alone(
    workspace: Workspace, stranger: Workspace, photos: list[Original]
) -> None:
    assert trash.discard(stranger, ids(photos), []).originals == ()
    assert trash.remove(workspace, ids(photos), []).originals == (), "not in the trash"
    assert trash.restore(workspace, ids(photos), []).originals == ()
    assert Original.objects.count() == 3


def test_what_is_removed_is_gone_with_its_bytes(
    workspace: Workspace, photos: list[Original], kept: Caches
) -> None:
    file = local(photos[0].blob_id)
    assert file is not None
    assert file.exists()
    trash.discard(workspace, ids(photos), [])
    done = trash.remove(workspace, [photos[0].pk], [], there=kept)
    assert done.originals == (photos[0].pk,)
    assert done.left == 2
    assert not file.exists()
    assert not Blob.objects.filter(pk=photos[0].blob_id).exists()


def test_a_photo_that_a_document_shows_stays_and_is_named(
    workspace: Workspace, photos: list[Original], kept: Caches
) -> None:
    paper = documents.create(workspace, "Poster", body(layer("a", photos[0].pk))).document
    trash.discard(workspace, ids(photos), [])
    done = trash.remove(workspace, ids(photos), [], there=kept)
    assert set(done.originals) == {photos[1].pk, photos[2].pk}
    [stays] = done.kept
    assert (stays.id, [user.name for user in stays.documents]) == (photos[0].pk, ["Poster"])
    trash.discard(workspace, [], [paper.pk])
    done = trash.remove(workspace, [photos[0].pk], [paper.pk], there=kept)
    assert (done.originals, done.documents, done.left) == ((photos[0].pk,), (paper.pk,), 0)


def test_the_trash_is_emptied_in_steps_that_end(
    workspace: Workspace,
    photos: list[Original],
    kept: Caches,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trash, "MOST", 2)
    documents.create(workspace, "In use", body(layer("a", photos[0].pk)))
    trash.discard(workspace, ids(photos), [])
    other = hold(workspace, b"picture 4", data_dir, "4.png")
    trash.discard(workspace, [other.pk], [])
    first = trash.empty(workspace, there=kept)
    assert len(first.originals) == 2
    second = trash.empty(workspace, there=kept)
    assert len(second.originals) == 1
    last = trash.empty(workspace, there=kept)
    assert (last.originals, last.left) == ((), 1), "the one in use stays"
    assert Document.objects.count() == 1

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from editor.errors import Gone, NotFound
from editor.flows import originals
from editor.flows.engines import Caches
from editor.library.deadline import Deadline
from editor.library.variants import Made
from editor.models import Blob, Document, Original, Variant, Workspace
from tests.flows.conftest import files_in, hold

pytestmark = pytest.mark.django_db(transaction=True)


def document(workspace: Workspace, original: Original, name: str = "Poster") -> Document:
    made = Document.objects.create(workspace=workspace, name=name, body={})
    made.uses.add(original)
    return made


def test_other_peoples_originals_are_not_there(original: Original, stranger: Workspace) -> None:
    for ask in (originals.get, originals.delete, originals.restore):
        with pytest.raises(NotFound):
            ask(stranger, original.pk)
    with pytest.raises(NotFound):
        originals.rename(stranger, original.pk, "mine")
    assert Original.objects.get(pk=original.pk).trashed is None


@pytest.mark.parametrize("id", ["", "x", "..", uuid.uuid4().hex, "0" * 400])
def test_ids_that_name_nothing_are_not_found(workspace: Workspace, id: str) -> None:
    with pytest.raises(NotFound):
        originals.get(workspace, id)


def test_an_unused_original_goes_for_good_with_all_that_was_made_from_it(
    workspace: Workspace, original: Original, kept: Caches, data_dir: Path
) -> None:
    def draw(path: Path) -> Made:
        path.write_bytes(b"thumbnail")
        return Made("image/png", 1, 1)

    kept.variants.get("ab" * 32, draw, [original.blob_id], Deadline.after(5))
    deleted = originals.delete(workspace, original.pk)
    assert not deleted.trashed
    assert deleted.outcomes[0].data == {"id": str(original.pk), "trashed": False}
    assert files_in(data_dir) == []
    assert not Blob.objects.exists()
    assert not Variant.objects.exists()


def test_bytes_that_somebody_else_holds_stay(
    workspace: Workspace, stranger: Workspace, original: Original, data_dir: Path
) -> None:
    other = hold(stranger, b"bytes of a picture", data_dir)
    originals.delete(workspace, original.pk)
    with originals.open_bytes(originals.get(stranger, other.pk)) as file:
        assert file.read() == b"bytes of a picture"


def test_an_original_in_use_goes_to_the_trash_and_names_its_documents(
    workspace: Workspace, original: Original
) -> None:
    document(workspace, original, "Zebra")
    document(workspace, original, "Ape")
    deleted = originals.delete(workspace, original.pk)
    assert deleted.trashed
    assert [user.name for user in deleted.documents] == ["Ape", "Zebra"]
    assert list(originals.listing(workspace)) == []
    assert list(originals.listing(workspace, trashed=True)) == [original]
    with originals.open_bytes(original) as file:
        assert file.read()


def test_the_trash_gives_back_what_it_holds(workspace: Workspace, original: Original) -> None:
    document(workspace, original)
    originals.delete(workspace, original.pk)
    originals.restore(workspace, original.pk)
    assert list(originals.listing(workspace)) == [original]


def test_deleting_twice_goes_for_good_once_no_document_uses_it(
    workspace: Workspace, original: Original
) -> None:
    using = document(workspace, original)
    assert originals.delete(workspace, original.pk).trashed
    first = Original.objects.get().trashed
    assert originals.delete(workspace, original.pk).trashed
    assert Original.objects.get().trashed == first
    using.delete()
    assert not originals.delete(workspace, original.pk).trashed
    assert not Original.objects.exists()


def test_lost_bytes_are_told_as_gone(original: Original, data_dir: Path) -> None:
    for path in files_in(data_dir):
        path.unlink()
    with pytest.raises(Gone):
        originals.open_bytes(original)


def test_bytes_that_were_cut_off_are_told_as_damaged(original: Original, data_dir: Path) -> None:
    [path] = files_in(data_dir / "originals")
    path.write_bytes(path.read_bytes()[:5])
    with pytest.raises(Gone, match="5 of 18"):
        originals.open_bytes(original)


def test_a_new_name_is_made_fit_to_show(workspace: Workspace, original: Original) -> None:
    assert originals.rename(workspace, original.pk, "../new\u202e.png").name == "new.png"


def test_a_search_looks_into_names_whatever_is_sought(
    workspace: Workspace, original: Original
) -> None:
    assert list(originals.listing(workspace, search="X.P")) == [original]
    assert list(originals.listing(workspace, search="x\0.png")) == [original]
    assert list(originals.listing(workspace, search="dog")) == []

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from editor.conf import Conf
from editor.errors import (
    BadRequest,
    InvalidOption,
    NotFound,
    QuotaExceeded,
    TooLarge,
    UnknownName,
)
from editor.flows import documents, originals
from editor.models import Document, Original, Workspace
from tests.flows.conftest import hold

pytestmark = pytest.mark.django_db


def body(*layers: dict[str, Any]) -> dict[str, Any]:
    sheet = {"width": 100, "height": 80, "background": "white"}
    return {"schema": 1, "canvas": sheet, "layers": list(layers)}


def layer(id: str, source: object, **fields: Any) -> dict[str, Any]:
    place = {"x": 50, "y": 40, "width": 40, "height": 30}
    return {"id": id, "kind": "image", "source": str(source), **place, **fields}


def test_a_document_starts_at_revision_one_and_knows_its_originals(
    workspace: Workspace, original: Original
) -> None:
    saved = documents.create(workspace, " Poster \n", body(layer("a", original.pk)))
    row = documents.get(workspace, saved.document.pk)
    assert (row.name, row.revision) == ("Poster", 1)
    assert row.body["layers"][0]["source"] == str(original.pk)
    assert list(row.uses.all()) == [original]
    assert saved.outcomes[0].kind == "document.created"


def test_a_workspace_holds_only_so_many_documents(
    workspace: Workspace, stranger: Workspace, settings: Settings
) -> None:
    settings.STUDIO = replace(settings.STUDIO, documents=1)
    first = documents.create(workspace, "d", body()).document
    documents.trash(workspace, first.pk)
    with pytest.raises(QuotaExceeded, match="1 documents"):
        documents.create(workspace, "d", body())
    assert documents.create(stranger, "d", body()).document.revision == 1


def test_an_original_may_be_named_by_its_digest(workspace: Workspace, original: Original) -> None:
    saved = documents.create(workspace, "d", body(layer("a", f"sha256:{original.blob_id}")))
    assert list(saved.document.uses.all()) == [original]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"source": str(uuid.uuid4())}, NotFound),
        ({"source": "nonsense"}, NotFound),
        ({"kind": "imago"}, InvalidOption),
        ({"colour": "red"}, UnknownName),
        ({"recipe": {"blurr": 3}}, UnknownName),
        ({"recipe": {"blur": 9999}}, InvalidOption),
        ({"width": -1}, InvalidOption),
    ],
)
def test_a_wrong_document_is_refused_and_not_kept(
    workspace: Workspace, original: Original, change: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        documents.create(workspace, "d", body({**layer("a", original.pk), **change}))
    assert not Document.objects.exists()


def test_somebody_elses_original_cannot_be_used(
    workspace: Workspace, stranger: Workspace, data_dir: Path
) -> None:
    foreign = hold(stranger, b"theirs", data_dir)
    for ref in (foreign.pk, f"sha256:{foreign.blob_id}"):
        with pytest.raises(NotFound):
            documents.create(workspace, "d", body(layer("a", ref)))


def test_other_peoples_documents_are_not_there(workspace: Workspace, stranger: Workspace) -> None:
    row = documents.create(workspace, "d", body()).document
    for ask in (documents.get, documents.trash, documents.restore):
        with pytest.raises(NotFound):
            ask(stranger, row.pk)
    with pytest.raises(NotFound):
        documents.rename(stranger, row.pk, "mine")
    assert list(documents.listing(stranger)) == []
    row.refresh_from_db()
    assert (row.name, row.trashed) == ("d", None)


def test_renaming_leaves_the_revision(workspace: Workspace) -> None:
    row = documents.create(workspace, "d", body()).document
    assert documents.rename(workspace, row.pk, "Summer / sale").document.name == "Summer / sale"
    assert documents.get(workspace, row.pk).revision == 1


def test_the_trash_hides_and_gives_back(workspace: Workspace) -> None:
    row = documents.create(workspace, "d", body()).document
    documents.trash(workspace, row.pk)
    assert list(documents.listing(workspace)) == []
    assert list(documents.listing(workspace, trashed=True)) == [row]
    documents.restore(workspace, row.pk)
    assert list(documents.listing(workspace)) == [row]


def test_a_document_larger_than_a_browser_may_send_is_refused(
    workspace: Workspace, settings: Settings
) -> None:
    settings.STUDIO = Conf(json_bytes=2000)
    shapes = [
        {"id": f"s{n}", "kind": "shape", "shape": {"fill": "#123456"}, "x": 1, "y": 1,
         "width": 9, "height": 9, "name": "x" * 60}
        for n in range(20)
    ]  # fmt: skip
    with pytest.raises(TooLarge):
        documents.create(workspace, "d", body(*shapes))


def test_what_is_no_document_at_all_is_a_bad_request(workspace: Workspace) -> None:
    for nothing in (None, [], "x", {"schema": 99}, {}):
        with pytest.raises(BadRequest):
            documents.create(workspace, "d", nothing)


def test_a_used_original_goes_to_the_trash_and_still_renders_for_its_document(
    workspace: Workspace, original: Original
) -> None:
    documents.create(workspace, "Poster", body(layer("a", original.pk)))
    deleted = originals.delete(workspace, original.pk)
    assert [user.name for user in deleted.documents] == ["Poster"]
    assert deleted.trashed

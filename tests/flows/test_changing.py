"""Saves as patches: merged, never lost without a word, undone by their inverse."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest

from editor.errors import BadRequest, Conflict, InvalidOption, NotFound
from editor.flows import changing, documents
from editor.flows.changing import Patched
from editor.flows.outcomes import Happened
from editor.models import Document, Original, Workspace
from tests.flows.conftest import hold
from tests.flows.test_documents import body, layer
from tests.together import Together

pytestmark = pytest.mark.django_db


def put(id: str, field: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "layer": id, "field": field, "value": value}


@pytest.fixture
def poster(workspace: Workspace, original: Original) -> Document:
    layers = layer("a", original.pk), layer("b", original.pk)
    return documents.create(workspace, "Poster", body(*layers)).document


def save(poster: Document, revision: int, *changes: Any, client: str = "") -> Patched:
    return changing.patch(poster.workspace, poster.pk, revision, list(changes), client)


def fields(poster: Document, id: str) -> dict[str, Any]:
    row = Document.objects.get(pk=poster.pk)
    found: dict[str, Any] = next(la for la in row.body["layers"] if la["id"] == id)
    return found


def test_a_save_raises_the_revision_and_tells_the_others(poster: Document) -> None:
    done = save(poster, 1, put("a", "opacity", 0.5), client="tab-1")
    assert done.document.revision == 2
    assert fields(poster, "a")["opacity"] == 0.5
    [news] = done.outcomes
    assert isinstance(news, Happened)
    assert news.kind == "document.changed"
    assert news.data["revision"] == 2
    assert news.data["client"] == "tab-1"
    assert news.data["patch"] == done.patch


def test_the_inverse_undoes_a_save(poster: Document) -> None:
    before = Document.objects.get(pk=poster.pk).body
    done = save(poster, 1, put("a", "x", 7), {"op": "remove", "layer": "b"})
    save(poster, 2, *done.inverse)
    assert Document.objects.get(pk=poster.pk).body == before


def test_changes_of_different_fields_merge(poster: Document) -> None:
    save(poster, 1, put("a", "x", 10), client="one")
    done = save(poster, 1, put("a", "y", 20), put("b", "x", 30), client="two")
    assert done.document.revision == 3
    assert (fields(poster, "a")["x"], fields(poster, "a")["y"]) == (10, 20)
    assert done.lost == []
    assert [one.revision for one in done.missed] == [2]


def test_of_two_values_the_later_stays_and_the_earlier_is_told_and_kept(poster: Document) -> None:
    save(poster, 1, put("a", "x", 10), client="one")
    done = save(poster, 1, put("a", "x", 20), client="two")
    assert fields(poster, "a")["x"] == 20
    assert done.lost == [{"layer": "a", "field": "x", "value": 10}]
    assert changing.history(poster.workspace, poster.pk)[-1].lost == done.lost


def test_a_client_does_not_lose_values_to_itself(poster: Document) -> None:
    save(poster, 1, put("a", "x", 10), client="one")
    assert save(poster, 1, put("a", "x", 20), client="one").lost == []


def test_a_change_of_a_deleted_layer_is_a_conflict_and_changes_nothing(poster: Document) -> None:
    save(poster, 1, {"op": "remove", "layer": "a"}, client="one")
    with pytest.raises(Conflict, match="a"):
        save(poster, 1, put("a", "x", 20), client="two")
    assert Document.objects.get(pk=poster.pk).revision == 2


def test_the_rest_of_a_patch_with_a_conflict_is_saved_and_the_conflict_shown(
    poster: Document,
) -> None:
    save(poster, 1, {"op": "remove", "layer": "a"}, client="one")
    done = save(poster, 1, put("a", "x", 20), put("b", "x", 30), client="two")
    assert fields(poster, "b")["x"] == 30
    assert done.conflicts == [put("a", "x", 20)]
    assert done.document.revision == 3


def test_what_both_deleted_is_no_conflict_and_no_revision(poster: Document) -> None:
    save(poster, 1, {"op": "remove", "layer": "a"}, client="one")
    done = save(poster, 1, {"op": "remove", "layer": "a"}, client="two")
    assert done.document.revision == 2
    assert done.patch == []


def test_a_patch_that_is_sent_again_counts_once(poster: Document) -> None:
    """The first answer may be lost on the way; the client then sends the same again."""
    added = {"op": "add", "layer": layer("c", fields(poster, "a")["source"])}
    first = save(poster, 1, added, client="one")
    again = save(poster, 1, added, client="one")
    assert again.document.revision == first.document.revision == 2
    assert again.patch == first.patch
    assert again.inverse == first.inverse


def test_only_the_last_patch_of_a_client_counts_as_sent_again(poster: Document) -> None:
    for x in (1, 2, 1):
        save(poster, 1, put("a", "x", x), client="one")
    assert fields(poster, "a")["x"] == 1


def test_a_numbered_save_counts_once_whatever_came_after_it(poster: Document) -> None:
    first = save(poster, 1, put("a", "x", 1), client="tab/1")
    save(poster, 1, put("a", "x", 2), client="tab/2")
    again = save(poster, 1, put("a", "x", 1), client="tab/1")
    assert fields(poster, "a")["x"] == 2
    assert again.patch == first.patch
    assert (again.document.revision, [one.revision for one in again.missed]) == (3, [3])


def test_the_same_change_under_another_number_counts_again(poster: Document) -> None:
    for number, x in enumerate((1, 2, 1)):
        save(poster, 1, put("a", "x", x), client=f"tab/{number}")
    assert Document.objects.get(pk=poster.pk).revision == 4
    assert fields(poster, "a")["x"] == 1


def test_a_save_sent_again_tells_its_conflicts_again(poster: Document) -> None:
    save(poster, 1, {"op": "remove", "layer": "a"}, client="other/1")
    patch = put("a", "x", 20), put("b", "x", 30)
    first = save(poster, 1, *patch, client="tab/1")
    assert save(poster, 1, *patch, client="tab/1").conflicts == first.conflicts == [patch[0]]


def test_a_window_does_not_lose_values_to_its_own_numbered_saves(poster: Document) -> None:
    save(poster, 1, put("a", "x", 10), client="tab/1")
    assert save(poster, 1, put("a", "x", 20), client="tab/2").lost == []


def test_the_saves_are_told_without_what_was_changed(poster: Document, stranger: Workspace) -> None:
    for number in (1, 2):
        save(poster, number, put("a", "x", number), client=f"tab/{number}")
    found = changing.saves(poster.workspace, poster.pk)
    assert [(one.revision, one.client) for one in found] == [(2, "tab/1"), (3, "tab/2")]
    assert "patch" in found[0].get_deferred_fields()
    with pytest.raises(NotFound):
        changing.saves(stranger, poster.pk)


@pytest.mark.parametrize("revision", [0, -1, 2, 99])
def test_a_revision_that_never_was_is_a_conflict(poster: Document, revision: int) -> None:
    with pytest.raises(Conflict):
        save(poster, revision, put("a", "x", 1))


def test_a_revision_beyond_the_kept_history_is_a_conflict(
    poster: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "HISTORY", 3)
    for n in range(1, 7):
        save(poster, n, put("a", "x", n))
    assert len(changing.history(poster.workspace, poster.pk)) == 3
    save(poster, 4, put("a", "y", 1))
    with pytest.raises(Conflict, match="too old"):
        save(poster, 2, put("a", "y", 1))


def test_a_wrong_patch_changes_nothing(poster: Document) -> None:
    before = Document.objects.get(pk=poster.pk).body
    with pytest.raises(InvalidOption):
        save(poster, 1, put("a", "x", 1), put("a", "opacity", 7))
    with pytest.raises(InvalidOption):
        save(poster, 1, put("a", "recipe", {"blur": 9999}))
    for client in ("x" * 65, "a\x00b"):
        with pytest.raises(BadRequest):
            save(poster, 1, put("a", "x", 1), client=client)
    with pytest.raises(BadRequest):
        changing.patch(poster.workspace, poster.pk, 1, "not a patch")
    row = Document.objects.get(pk=poster.pk)
    assert (row.body, row.revision) == (before, 1)


def test_a_foreign_original_cannot_be_patched_in(
    poster: Document, stranger: Workspace, data_dir: Path
) -> None:
    foreign = hold(stranger, b"theirs", data_dir)
    for ref in (foreign.pk, uuid.uuid4(), f"sha256:{foreign.blob_id}"):
        with pytest.raises(NotFound):
            save(poster, 1, put("a", "source", str(ref)))
    assert Document.objects.get(pk=poster.pk).revision == 1


def test_uses_follow_the_layers(poster: Document, data_dir: Path) -> None:
    other = hold(poster.workspace, b"another", data_dir)
    first = Original.objects.exclude(pk=other.pk).get()
    save(poster, 1, put("a", "source", str(other.pk)))
    assert set(poster.uses.all()) == {first, other}
    save(poster, 2, {"op": "remove", "layer": "b"})
    assert set(poster.uses.all()) == {other}


def test_a_document_whose_original_is_lost_can_still_be_changed(poster: Document) -> None:
    poster.uses.clear()
    Original.objects.all().delete()
    assert save(poster, 1, put("a", "x", 3)).document.revision == 2


def test_a_document_in_the_trash_is_not_changed(poster: Document) -> None:
    documents.trash(poster.workspace, poster.pk)
    with pytest.raises(Conflict, match="trash"):
        save(poster, 1, put("a", "x", 3))


def test_other_peoples_documents_cannot_be_patched(poster: Document, stranger: Workspace) -> None:
    with pytest.raises(NotFound):
        changing.patch(stranger, poster.pk, 1, [put("a", "x", 3)])
    with pytest.raises(NotFound):
        changing.history(stranger, poster.pk)


def test_a_large_patch_is_announced_without_its_content(poster: Document) -> None:
    strokes = [{"points": [[n / 1000, 0.5] for n in range(900)]} for _ in range(4)]
    [news] = save(poster, 1, put("a", "strokes", strokes)).outcomes
    assert isinstance(news, Happened)
    assert news.data["patch"] is None
    assert news.data["revision"] == 2


@pytest.mark.django_db(transaction=True)
def test_saves_that_race_all_count(poster: Document, together: Together) -> None:
    def one(n: int) -> int:
        names = ["x", "y", "width", "height", "rotation", "opacity"]
        done = save(poster, 1, put("ab"[n % 2], names[n // 2], 0.5 + n / 100), client=f"c{n}")
        return done.document.revision

    assert sorted(together(one, 12)) == list(range(2, 14))
    a, b = fields(poster, "a"), fields(poster, "b")
    assert [a["x"], b["x"], a["opacity"], b["opacity"]] == [0.5, 0.51, 0.6, 0.61]

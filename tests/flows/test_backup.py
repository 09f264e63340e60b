"""What a backup holds comes back byte for byte; what is damaged touches nothing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from editor.errors import BadRequest, Conflict, Gone
from editor.flows import changing, documents, originals, share, workspaces
from editor.flows.access import by_token
from editor.flows.archive import MANIFEST, TABLES
from editor.flows.backup import backup
from editor.flows.restore import restore
from editor.models import Blob, Event, Job, Original, Recipe, Token, Variant, Workspace
from tests.flows.conftest import files_in, hold
from tests.flows.test_changing import put
from tests.flows.test_documents import body, layer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_secret_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_SECRET_KEY", raising=False)


@pytest.fixture
def token(workspace: Workspace, original: Original, data_dir: Path) -> str:
    """A studio with a bit of everything; a token of its workspace."""
    poster = documents.create(workspace, "Poster", body(layer("a", original.pk))).document
    changing.patch(workspace, poster.pk, 1, [put("a", "x", 3)], "tab")
    share.create(workspace, poster.pk, 3600)
    hold(workspaces.guest(), b"a guest's", data_dir)
    recipe = Recipe.objects.create(pk="1" * 64, composition={"source": {}}, cards={"a": "b"})
    recipe.workspaces.add(workspace)
    recipe.blobs.add(original.blob)
    Job.objects.create(workspace=workspace, kind="export", key="k", state="done", result={"w": 1})
    Variant.objects.create(pk="2" * 64, ready=True)
    Event.objects.create(workspace=workspace, kind="x")
    return workspaces.make_token("tests")


def rows() -> dict[str, Any]:
    """Everything that a backup keeps, relations included."""
    found = {t.__name__: sorted(map(str, t._default_manager.values_list())) for t in TABLES}
    found["uses"] = sorted(map(str, Original.objects.values_list("pk", "documents")))
    found["recipes"] = sorted(map(str, Recipe.objects.values_list("pk", "workspaces", "blobs")))
    return found


def empty() -> None:
    for table in (*reversed(TABLES), Event, Variant):
        table._default_manager.all().delete()


def test_everything_comes_back_as_it_was(token: str, data_dir: Path, tmp_path: Path) -> None:
    before, bytes_before = rows(), {p.name: p.read_bytes() for p in files_in(data_dir)}
    done = backup(tmp_path / "b.zip")
    assert (done.originals, done.bytes) == (2, (tmp_path / "b.zip").stat().st_size)
    empty()
    for path in files_in(data_dir):
        path.unlink()
    restored = restore(tmp_path / "b.zip")
    assert (restored.rows, restored.originals, restored.new_secret) == (done.rows, 2, False)
    assert rows() == before
    assert {p.name: p.read_bytes() for p in files_in(data_dir)} == bytes_before
    assert by_token(token) is not None
    assert not Variant.objects.exists()
    assert not Event.objects.exists()


def test_new_rows_after_a_restore_get_numbers_of_their_own(token: str, tmp_path: Path) -> None:
    backup(tmp_path / "b.zip")
    restore(tmp_path / "b.zip", force=True)
    workspaces.make_token("tests")
    assert Token.objects.count() == 2


def test_a_backup_is_private_and_replaces_the_last_one_whole(token: str, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"the last one")
    backup(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert zipfile.is_zipfile(path)
    assert [p.name for p in tmp_path.iterdir() if p.name != "data"] == ["b.zip"]


def test_no_backup_is_left_when_an_original_is_lost(
    token: str, original: Original, data_dir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"the last one")
    lost = next(p for p in files_in(data_dir) if p.name == original.blob_id)
    lost.unlink()
    with pytest.raises(Gone):
        backup(path)
    lost.write_bytes(b"other bytes")
    with pytest.raises(Gone, match="damaged"):
        backup(path)
    assert path.read_bytes() == b"the last one"
    assert [p.name for p in tmp_path.iterdir() if p.name != "data"] == ["b.zip"]


def test_an_original_deleted_during_the_backup_is_no_fault(
    token: str, workspace: Workspace, original: Original, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from editor.flows import backup as flow

    real = flow._rows

    def then_deleted(folder: Path) -> Any:
        found = real(folder)
        monkeypatch.setattr(flow, "_rows", real)
        original.documents.clear()
        originals.delete(workspace, original.pk)
        return found

    monkeypatch.setattr(flow, "_rows", then_deleted)
    assert backup(tmp_path / "b.zip").originals == 1
    empty()
    assert restore(tmp_path / "b.zip").originals == 1


def test_a_folder_that_is_not_there_is_an_error(db: None, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no folder"):
        backup(tmp_path / "nowhere" / "b.zip")


def test_a_studio_with_something_in_it_is_not_overwritten_unasked(
    token: str, tmp_path: Path
) -> None:
    backup(tmp_path / "b.zip")
    late = Workspace.objects.create(name="late")
    with pytest.raises(Conflict):
        restore(tmp_path / "b.zip")
    assert Workspace.objects.filter(pk=late.pk).exists()
    restore(tmp_path / "b.zip", force=True)
    assert not Workspace.objects.filter(pk=late.pk).exists()


def test_the_secret_key_comes_back_unless_it_is_set_outside(
    token: str, tmp_path: Path, data_dir: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECRET_KEY = "old key"
    backup(tmp_path / "b.zip")
    settings.SECRET_KEY = "new key"
    monkeypatch.setenv("STUDIO_SECRET_KEY", "from outside")
    assert not restore(tmp_path / "b.zip", force=True).new_secret
    monkeypatch.delenv("STUDIO_SECRET_KEY")
    assert restore(tmp_path / "b.zip", force=True).new_secret
    kept = data_dir / "secret_key"
    assert kept.read_text() == "old key"
    assert kept.stat().st_mode & 0o777 == 0o600


def rewritten(path: Path, change: dict[str, bytes | None], *, manifest: Any = None) -> Path:
    """A copy of a backup with members replaced, added or (None) left out."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        members = {name: old.read(name) for name in old.namelist()}
        if manifest is not None:
            said = json.loads(members[MANIFEST])
            manifest(said)
            members[MANIFEST] = json.dumps(said).encode()
        for name, content in {**members, **change}.items():
            if content is not None:
                new.writestr(name, content)
    return copy


def _newer(said: dict[str, Any]) -> None:
    said["migration"] = "9999_from_the_future"


def _foreign(said: dict[str, Any]) -> None:
    said["format"] = "another program's"


def _climbing(said: dict[str, Any]) -> None:
    said["members"]["originals/../../../../tmp/evil"] = {"sha256": "0" * 64, "bytes": 4}


def _bomb(said: dict[str, Any]) -> None:
    said["members"]["rows/workspace.jsonl"]["bytes"] = 1


def _swapped(said: dict[str, Any]) -> None:
    a, b = [m for n, m in said["members"].items() if n.startswith("originals/")]
    a["sha256"], b["sha256"] = b["sha256"], a["sha256"]


@pytest.mark.parametrize(
    ("change", "manifest"),
    [
        ({"rows/workspace.jsonl": b"{}"}, None),
        ({"rows/workspace.jsonl": None}, None),
        ({"extra": b"?"}, None),
        ({MANIFEST: b"not json"}, None),
        ({MANIFEST: b"[" * 200_000}, None),
        ({MANIFEST: b"[]"}, None),
        ({MANIFEST: None}, None),
        ({"originals/../../../../tmp/evil": b"evil"}, _climbing),
        ({}, _newer),
        ({}, _foreign),
        ({}, _bomb),
        ({}, _swapped),
    ],
    ids=["damaged", "missing", "extra", "no json", "deep", "no object", "no manifest", "climbing",
         "newer", "foreign", "longer than told", "swapped"],
)  # fmt: skip
def test_a_wrong_backup_touches_nothing(
    token: str, tmp_path: Path, data_dir: Path, change: dict[str, bytes | None], manifest: Any
) -> None:
    path = backup(tmp_path / "b.zip").path
    before, files_before = rows(), files_in(data_dir)
    with pytest.raises(BadRequest) as refused:
        restore(rewritten(path, change, manifest=manifest), force=True)
    assert refused.value.remedy
    assert rows() == before
    assert files_in(data_dir) == files_before
    assert not Path("/tmp/evil").exists()


def test_rows_without_their_bytes_are_refused_and_undone(
    token: str, original: Original, tmp_path: Path, data_dir: Path
) -> None:
    path = backup(tmp_path / "b.zip").path
    name = f"originals/{original.blob_id}"

    def without(said: dict[str, Any]) -> None:
        del said["members"][name]

    changed = rewritten(path, {name: None}, manifest=without)
    before = rows()
    with pytest.raises(BadRequest, match="lacks"):
        restore(changed, force=True)
    assert rows() == before


def test_a_restore_that_fails_leaves_no_bytes_behind(
    token: str, original: Original, tmp_path: Path, data_dir: Path
) -> None:
    path = backup(tmp_path / "b.zip").path
    row = {"model": "editor.token", "pk": 1, "fields": {"workspace": "x"}}
    content = json.dumps(row).encode()

    def resealed(said: dict[str, Any]) -> None:
        import hashlib

        digest = hashlib.sha256(content).hexdigest()
        said["members"]["rows/token.jsonl"] = {"sha256": digest, "bytes": len(content)}

    changed = rewritten(path, {"rows/token.jsonl": content}, manifest=resealed)
    empty()
    for file in files_in(data_dir):
        file.unlink()
    with pytest.raises(BadRequest):
        restore(changed)
    assert files_in(data_dir) == []
    assert not Blob.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"PK no zip at all"])
def test_a_file_that_is_no_backup_is_refused(
    db: None, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "b.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadRequest):
        restore(path)

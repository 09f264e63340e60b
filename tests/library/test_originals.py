"""Bytes by sha256: stored once, whole, and never lost to a race with a deletion."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connections, transaction

from editor.errors import Gone
from editor.library import files, originals
from editor.library.incoming import Arrived, receive
from editor.models import Blob, Original, Workspace
from tests.together import Together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_dir")]
BYTES = b"the same bytes" * 100
SHA = hashlib.sha256(BYTES).hexdigest()


def arrive(folder: Path, name: str = "in") -> Arrived:
    folder.mkdir(exist_ok=True)
    return receive([BYTES], folder / name, 10_000)


def blob() -> Blob:
    return Blob(pk=SHA, bytes=len(BYTES), format="png", width=4, height=3)


def held(workspace: Workspace, arrived: Arrived) -> Original:
    originals.put(arrived)
    with transaction.atomic():
        row = originals.hold(blob(), arrived)
        return Original.objects.get_or_create(workspace=workspace, blob=row, name="x")[0]


def stored(folder: Path) -> list[Path]:
    return [p for p in (folder / "originals").rglob("*") if p.is_file()]


def test_bytes_lie_under_their_digest(tmp_path: Path, data_dir: Path) -> None:
    originals.put(arrive(tmp_path / "in"))
    assert stored(data_dir) == [data_dir / "originals" / SHA[:2] / SHA[2:4] / SHA]
    with originals.open_bytes(SHA) as file:
        assert file.read() == BYTES
    assert originals.size(SHA) == len(BYTES)
    assert list(originals.names()) == [SHA]


def test_missing_bytes_are_gone_not_an_io_error() -> None:
    with pytest.raises(Gone):
        originals.open_bytes(SHA)
    assert list(originals.names()) == []


def test_bytes_that_go_between_two_questions_are_stored_again(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = arrive(tmp_path / "in")
    originals.put(arrived)

    def deleted_before_it_is_measured(self: FileSystemStorage, name: str) -> int:
        Path(self.path(name)).unlink()
        raise FileNotFoundError(name)

    monkeypatch.setattr(FileSystemStorage, "size", deleted_before_it_is_measured)
    originals.put(arrived)
    assert stored(data_dir)[0].read_bytes() == BYTES


def test_racing_uploads_of_the_same_bytes_store_one_file(
    tmp_path: Path, data_dir: Path, together: Together
) -> None:
    workspaces = [Workspace.objects.create(name=f"w{n}") for n in range(8)]
    arrivals = [arrive(tmp_path / f"in{n}") for n in range(8)]
    got = together(lambda n: held(workspaces[n], arrivals[n]), 8)
    assert all(isinstance(one, Original) for one in got), got
    assert len(stored(data_dir)) == 1
    assert Blob.objects.count() == 1
    assert Original.objects.count() == 8


def test_bytes_stay_while_anybody_holds_them(tmp_path: Path, data_dir: Path) -> None:
    one, two = (Workspace.objects.create(name=name) for name in "ab")
    first, second = (held(w, arrive(tmp_path / "in")) for w in (one, two))
    first.delete()
    assert not originals.drop_unheld(SHA)
    assert len(stored(data_dir)) == 1
    second.delete()
    assert originals.drop_unheld(SHA)
    assert stored(data_dir) == []
    assert not Blob.objects.exists()


def test_bytes_without_a_row_are_dropped_too(tmp_path: Path, data_dir: Path) -> None:
    originals.put(arrive(tmp_path / "in"))
    assert originals.drop_unheld(SHA)
    assert stored(data_dir) == []
    assert not Blob.objects.exists()


def test_an_upload_whose_file_was_deleted_meanwhile_stores_it_again(
    tmp_path: Path, data_dir: Path
) -> None:
    """Between storing the bytes and writing the row, a purge may see bytes of nobody."""
    workspace, arrived = Workspace.objects.create(name="w"), arrive(tmp_path / "in")
    originals.put(arrived)
    assert originals.drop_unheld(SHA)
    with transaction.atomic():
        row = originals.hold(blob(), arrived)
        Original.objects.create(workspace=workspace, blob=row, name="x")
    assert stored(data_dir)[0].read_bytes() == BYTES


def test_uploads_and_deletions_that_race_never_leave_a_hold_without_bytes(
    tmp_path: Path, data_dir: Path, together: Together
) -> None:
    workspaces = [Workspace.objects.create(name=f"w{n}") for n in range(6)]
    arrivals = [arrive(tmp_path / f"in{n}") for n in range(6)]
    done = threading.Event()

    def purge() -> None:
        try:
            while not done.wait(0.005):
                originals.drop_unheld(SHA)
        finally:
            connections.close_all()

    purger = threading.Thread(target=purge)
    purger.start()
    try:
        for _ in range(3):
            got = together(lambda n: held(workspaces[n], arrivals[n]), 6)
            assert all(isinstance(one, Original) for one in got), got
            assert stored(data_dir)[0].read_bytes() == BYTES
            Original.objects.all().delete()
    finally:
        done.set()
        purger.join()


def test_a_half_written_file_is_never_visible(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "link", full)
    with pytest.raises(OSError, match="space"):
        originals.put(arrive(tmp_path / "in"))
    assert stored(data_dir) == []

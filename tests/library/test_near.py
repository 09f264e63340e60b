"""Near copies of originals in a remote storage: one without local paths."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from editor.errors import Gone
from editor.library import originals
from editor.library.deadline import Deadline
from editor.library.near import Near
from tests.together import Together


@pytest.fixture
def remote(settings: Settings) -> None:
    memory = {"BACKEND": "tests.library.remote.RemoteStorage"}
    settings.STORAGES = {**settings.STORAGES, "originals": memory}


def put(content: bytes) -> str:
    sha = hashlib.sha256(content).hexdigest()
    originals.storage().save(originals.name_of(sha), ContentFile(content))
    return sha


def soon() -> Deadline:
    return Deadline.after(10)


def test_a_local_original_is_used_where_it_lies(data_dir: Path, tmp_path: Path) -> None:
    sha = put(b"abc")
    near = Near(tmp_path / "near", tmp_path / "tmp", 100)
    assert near.path(sha, soon()) == originals.local(sha)
    assert not (tmp_path / "near").exists()
    with pytest.raises(Gone):
        near.path("0" * 64, soon())


@pytest.mark.usefixtures("remote")
def test_a_remote_original_is_fetched_once(tmp_path: Path, together: Together) -> None:
    sha = put(b"far away" * 1000)
    near = Near(tmp_path / "near", tmp_path / "tmp", 10**6)
    paths = together(lambda n: near.path(sha, soon()), 8)
    assert len(set(paths)) == 1
    assert paths[0].read_bytes() == b"far away" * 1000
    assert originals.storage().opened == 1
    assert near.path(sha, soon()) == paths[0]
    assert originals.storage().opened == 1
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.usefixtures("remote")
def test_a_deleted_copy_is_fetched_again_and_lost_bytes_are_gone(tmp_path: Path) -> None:
    sha = put(b"far")
    near = Near(tmp_path / "near", tmp_path / "tmp", 10**6)
    near.path(sha, soon()).unlink()
    assert near.path(sha, soon()).read_bytes() == b"far"
    near.forget(sha)
    originals.storage().delete(originals.name_of(sha))
    with pytest.raises(Gone):
        near.path(sha, soon())


@pytest.mark.usefixtures("remote")
def test_bytes_that_are_not_the_originals_are_refused(tmp_path: Path) -> None:
    sha = hashlib.sha256(b"true").hexdigest()
    originals.storage().save(originals.name_of(sha), ContentFile(b"false"))
    near = Near(tmp_path / "near", tmp_path / "tmp", 10**6)
    with pytest.raises(Gone):
        near.path(sha, soon())
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.usefixtures("remote")
def test_the_longest_unused_copies_leave_but_not_those_in_use(tmp_path: Path) -> None:
    near = Near(tmp_path / "near", tmp_path / "tmp", budget=25)
    paths = [near.path(put(bytes([n]) * 10), soon()) for n in range(4)]
    for age, path in zip((900, 800, 700, 1), paths, strict=True):
        used = path.stat().st_mtime - age
        os.utime(path, (used, used))
    assert near.evict() == 20
    assert [path.exists() for path in paths] == [False, False, True, True]

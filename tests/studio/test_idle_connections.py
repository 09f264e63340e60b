"""A connection to SQLite's file outlives the request that opened it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, transaction

from editor.models import Variant, Workspace
from studio.sqlite3.idle import MOST, Idle

sqlite = pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="not a file")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.sqlite3"
    sqlite3.connect(path).execute("CREATE TABLE t (n)").connection.close()
    return path


def opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def test_what_was_left_is_taken_once(path: Path) -> None:
    idle, one = Idle(str(path)), opened(path)
    idle.put(one, idle.file())
    assert idle.take(idle.file()) is one
    assert idle.take(idle.file()) is None


def test_a_connection_to_a_file_that_was_replaced_is_closed(path: Path, tmp_path: Path) -> None:
    idle, one, other = Idle(str(path)), opened(path), opened(path)
    before = idle.file()
    idle.put(one, before)
    (tmp_path / "new").touch()
    os.replace(tmp_path / "new", path)
    assert idle.take(idle.file()) is None
    assert closed(one)
    idle.put(other, before)
    assert closed(other)


def test_a_connection_with_an_open_transaction_is_closed(path: Path) -> None:
    idle, one = Idle(str(path)), opened(path)
    one.execute("BEGIN IMMEDIATE")
    idle.put(one, idle.file())
    assert closed(one)
    opened(path).execute("BEGIN IMMEDIATE")


def test_only_a_few_are_kept(path: Path) -> None:
    idle, every = Idle(str(path)), [opened(path) for _ in range(MOST + 2)]
    for one in every:
        idle.put(one, idle.file())
    assert [closed(one) for one in every] == [False] * MOST + [True] * 2


def test_no_connection_is_carried_into_another_process(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, one = Idle(str(path)), opened(path)
    idle.put(one, idle.file())
    monkeypatch.setattr("studio.sqlite3.idle.os.getpid", lambda: -1)
    assert idle.take(idle.file()) is None
    assert not closed(one)  # it is the other one's


@sqlite
@pytest.mark.django_db(transaction=True)
def test_the_next_question_after_a_close_is_put_to_the_same_connection() -> None:
    connection.close()  # the very first one opened a file that wasn't there
    connection.ensure_connection()
    first = connection.connection
    connection.close()
    assert connection.connection is None
    assert not Workspace.objects.filter(name="nobody").exists()
    assert connection.connection is first
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@sqlite
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_within_a_transaction_isnt_used_again() -> None:
    with transaction.atomic():
        Workspace.objects.create(name="half")
        first = connection.connection
        connection.close()
    assert not Workspace.objects.filter(name="half").exists()
    assert connection.connection is not first


@sqlite
@pytest.mark.django_db(transaction=True)
def test_foreign_keys_hold_again_for_whoever_comes_after_they_were_off() -> None:
    connection.disable_constraint_checking()
    connection.close()
    with pytest.raises(IntegrityError):
        Variant.blobs.through.objects.create(variant_id="a" * 64, blob_id="b" * 64)

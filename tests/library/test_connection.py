"""A pool of connections is small: whoever waits must not hold one."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from django.db import connections, transaction

from editor.library.claims import Claims
from editor.library.coalesced import Coalesced
from editor.library.connection import held_open, released
from editor.library.deadline import Deadline
from editor.library.variants import Made, Variants
from editor.models import Variant, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_waits_for_work_holds_no_connection() -> None:
    mine = connections["default"]
    assert not Workspace.objects.exists()
    assert mine.connection is not None
    shared: Coalesced[bool] = Coalesced()

    def work() -> bool:
        time.sleep(0.1)
        return mine.connection is None

    assert shared.run("k", work, Deadline.after(5))
    assert not Workspace.objects.exists()


def test_who_waits_for_another_process_holds_no_connection(
    variants: Variants, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    claim = Claims(Variant, lease_s=0.3).take("ab" * 32, None)
    assert claim is not None
    real = time.sleep

    def sleep(seconds: float) -> None:
        held.append(connections["default"].connection is not None)
        real(seconds)

    monkeypatch.setattr("editor.library.single_flight.time.sleep", sleep)

    def draw(path: object) -> Made:
        variants.shelf.folder.mkdir(exist_ok=True)
        return Made("image/png", 1, 1)

    variants.get("ab" * 32, draw, (), Deadline.after(10))
    assert held
    assert not any(held)


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="not a file")
def test_a_file_that_is_held_open_keeps_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.sqlite3"
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", path)

    def write(table: str) -> None:
        made = sqlite3.connect(path)
        made.execute("PRAGMA journal_mode=WAL")
        made.execute(f"CREATE TABLE {table} (x)")
        made.commit()
        made.close()

    log = tmp_path / "a.sqlite3-wal"
    write("before")
    assert not log.exists(), "the last one that closes takes the log away"
    held = held_open()
    assert held is not None
    write("after")
    assert log.exists()
    held.close()
    assert not log.exists()


def test_a_transaction_keeps_its_connection() -> None:
    with transaction.atomic():
        kept = Workspace.objects.create(name="kept")
        released()
        assert Workspace.objects.filter(pk=kept.pk).exists()
    assert Workspace.objects.filter(pk=kept.pk).exists()

"""One computation over real processes that share nothing but the database and a folder."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "cd" * 32


@pytest.fixture
def database() -> str:
    if connection.vendor != "sqlite":
        pytest.skip("the other processes of this test open a SQLite file")
    return str(connection.settings_dict["NAME"])


def racer(database: str, folder: Path, seconds: float) -> subprocess.Popen[str]:
    arguments = [database, str(folder), KEY, str(folder / "log"), str(seconds)]
    command = [sys.executable, "-m", "tests.library.racer", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def renders(folder: Path) -> list[str]:
    log = folder / "log"
    return log.read_text().split() if log.exists() else []


def test_processes_that_ask_at_once_render_once(database: str, tmp_path: Path) -> None:
    racing = [racer(database, tmp_path, seconds=1.5) for _ in range(4)]
    answers = [process.communicate(timeout=120)[0].strip() for process in racing]
    assert answers == ["pixels"] * 4
    assert len(renders(tmp_path)) == 1


def test_a_killed_claimant_is_replaced_when_its_lease_ends(database: str, tmp_path: Path) -> None:
    first = racer(database, tmp_path, seconds=3600)
    until = time.monotonic() + 120
    while not renders(tmp_path):
        assert time.monotonic() < until, "the first process never began"
        time.sleep(0.05)
    first.kill()
    first.communicate()
    second = racer(database, tmp_path, seconds=0)
    # It gives up by itself after 30 s of waiting for the claim.
    assert second.communicate(timeout=120)[0].strip() == "pixels"
    assert len(renders(tmp_path)) == 2

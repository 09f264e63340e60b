"""The commands that a studio's owner types: what they print, and what they refuse."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editor.flows.access import by_token
from editor.models import Workspace
from tests.needs import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_dir")]


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_last_line_of_token_is_the_bare_token() -> None:
    token = run("token", "shop")[-1]
    found = by_token(token)
    assert found is not None
    assert found.name == "shop"
    again = run("token", "shop")[-1]
    assert again != token
    assert by_token(again) == found


def by_hand(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as its user types it, over the data in `folder`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("STUDIO_")}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**kept, "STUDIO_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_commands_work_before_the_studio_was_ever_started(tmp_path: Path) -> None:
    token = by_hand(tmp_path / "old", "token", "shop")
    assert token.returncode == 0, token.stderr
    kept = tmp_path / "kept.zip"
    assert by_hand(tmp_path / "old", "backup", str(kept)).returncode == 0
    moved = by_hand(tmp_path / "new", "restore", str(kept))
    assert moved.returncode == 0, moved.stderr
    assert "rows and 0 originals are back" in moved.stdout


def test_tables_of_an_older_version_are_left_as_they_are(tmp_path: Path) -> None:
    by_hand(tmp_path, "migrate", "editor", "0001", "--verbosity", "0")
    done = by_hand(tmp_path, "token", "shop")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "CommandError: The database is of an older version. Start the studio once, or run"
        " manage.py migrate."
    )


def test_a_token_needs_a_name() -> None:
    with pytest.raises(CommandError, match="can't name a workspace"):
        run("token", "")


def test_purge_says_what_it_removed() -> None:
    Workspace.objects.create(expires=timezone.now() - timedelta(days=1))
    assert "would remove 1 expired guests" in run("purge", "--dry-run")
    assert Workspace.objects.exists()
    assert "removed 1 expired guests" in run("purge")
    assert not Workspace.objects.exists()


def test_purge_removes_one_workspace_by_name() -> None:
    run("token", "shop")
    run("token", "other")
    assert "removed 1 workspaces" in run("purge", "--workspace", "shop")
    assert [w.name for w in Workspace.objects.all()] == ["other"]
    with pytest.raises(CommandError, match="no workspace"):
        run("purge", "--workspace", "shop")


def test_purge_forgets_remote_pictures_by_their_address() -> None:
    assert "removed 0 remote pictures" in run("purge", "--address", "https://example.com/*")
    with pytest.raises(CommandError, match="isn't possible"):
        run("purge", "--address", "example")


def test_backup_and_restore_bring_a_workspace_back(tmp_path: Path) -> None:
    token = run("token", "shop")[-1]
    path = str(tmp_path / "b.zip")
    assert "0 originals" in run("backup", path)[-1]
    with pytest.raises(CommandError, match="--force"):
        run("restore", path)
    run("purge", "--workspace", "shop")
    assert "are back" in run("restore", path)[0]
    assert by_token(token) is not None


def test_backup_and_restore_name_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        run("backup", str(tmp_path / "nowhere" / "b.zip"))
    with pytest.raises(CommandError, match="no file"):
        run("restore", str(tmp_path / "b.zip"))

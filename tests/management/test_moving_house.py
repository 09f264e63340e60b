"""A studio moves from SQLite and disk to PostgreSQL and a bucket, and back, by its commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.needs import ROOT
from tests.services import S3

SEED = """
from pathlib import Path
from editor.flows import documents
from editor.flows.workspaces import make_token, named
from editor.library import originals
from editor.library.incoming import receive
from editor.models import Blob, Original
make_token("shop")
arrived = receive([b"the bytes of a photo"], Path("{folder}/in"), 1000)
originals.put(arrived)
blob = Blob.objects.create(pk=arrived.sha256, bytes=20, format="png", width=4, height=3)
photo = Original.objects.create(workspace=named("shop"), blob=blob, name="Größe 東京.png")
place = dict(x=1, y=1, width=9, height=9)
layer = dict(id="a", kind="image", source=str(photo.pk), **place)
body = dict(schema=1, canvas=dict(width=10, height=10), layers=[layer])
documents.create(named("shop"), "Poster", body)
"""


@pytest.fixture
def database(postgres_url: str) -> str:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS moved")
        connection.execute("CREATE DATABASE moved")
    return postgres_url.rpartition("/")[0] + "/moved"


class House:
    """A data folder with its settings."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if not k.startswith("STUDIO_")}
        self._environment = {**kept, "STUDIO_DATA_DIR": str(folder), **environment}
        self.manage("migrate", "--verbosity", "0")

    def manage(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self._environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def backup(self, name: str) -> Path:
        path = self.folder.parent / name
        self.manage("backup", str(path))
        return path


def contents(path: Path) -> Mapping[str, Any]:
    """Bytes by member; rows as JSON, since PostgreSQL orders the names inside of it."""
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist() if n != "manifest.json"}
    return {n: rows(b) if n.startswith("rows/") else b for n, b in members.items()}


def rows(lines: bytes) -> list[Any]:
    return [json.loads(line) for line in lines.splitlines()]


def test_everything_moves_there_and_back(tmp_path: Path, database: str, s3: S3) -> None:
    old = House(tmp_path / "old")
    old.manage("shell", "--verbosity", "0", stdin=SEED.format(folder=tmp_path))
    first = old.backup("first.zip")
    assert any(name.startswith("originals/") for name in contents(first))

    grown = House(
        tmp_path / "grown",
        **s3.environment,
        STUDIO_DATABASE_URL=database,
        STUDIO_S3_BUCKET=s3.bucket,
        STUDIO_S3_ENDPOINT=s3.endpoint,
    )
    grown.manage("restore", str(first))
    second = grown.backup("second.zip")
    assert contents(second) == contents(first)
    assert grown.manage("token", "shop").splitlines()[-1].startswith("studio_")

    small = House(tmp_path / "small")
    small.manage("restore", str(second))
    assert contents(small.backup("third.zip")) == contents(first)
    assert not list((tmp_path / "grown").rglob("originals/*"))

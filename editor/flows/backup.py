"""Everything that can't be computed again, in one file: rows, originals, the secret key."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.db import connection, transaction
from django.utils import timezone

from editor.errors import BadRequest, Gone
from editor.flows.archive import (
    CHUNK,
    MANIFEST,
    SECRET,
    TABLES,
    Exact,
    Manifest,
    Member,
    copy_in,
    original_of,
    rows_of,
)
from editor.flows.migrations import newest
from editor.library import files, originals
from editor.models import Blob

TRIES = 3


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds."""

    path: Path
    rows: int
    originals: int
    bytes: int


def backup(path: Path) -> BackedUp:
    """Writes `path`, whole or not at all, while the studio runs: the rows are of one moment, and
    every original that they name is there. BadRequest when the folder isn't there; Gone when the
    storage lost an original, or holds other bytes than it should.
    """
    if not path.parent.is_dir():
        raise BadRequest(f"There is no folder {path.parent}.", remedy="Make it first.")
    for left in reversed(range(TRIES)):
        with files.temporary(path.parent, f".{path.name}-") as growing:
            try:
                done = _written(growing)
            except Gone:
                # Deleted after the rows were read; then newer rows don't name it any more.
                if left == 0:
                    raise
                continue
            files.settle(growing)
            files.move_into(growing, path)
            return BackedUp(path, done.rows, done.originals, path.stat().st_size)
    raise AssertionError("the last try ends in a return or in an error")


@dataclass(frozen=True, slots=True)
class _Counts:
    rows: int
    originals: int


def _written(path: Path) -> _Counts:
    members: dict[str, Member] = {}
    with (
        zipfile.ZipFile(path, "w", allowZip64=True) as archive,
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".rows-") as folder,
    ):
        rows, blobs = _rows(Path(folder))
        for table in TABLES:
            name = rows_of(table)
            members[name] = copy_in(archive, name, _pieces(Path(folder, Path(name).name)))
        for sha256 in blobs:
            members[original_of(sha256)] = _original(archive, sha256)
        if not os.environ.get("STUDIO_SECRET_KEY"):
            members[SECRET] = copy_in(archive, SECRET, [settings.SECRET_KEY.encode()])
        manifest = Manifest(newest(), timezone.now().isoformat(), members)
        copy_in(archive, MANIFEST, [manifest.to_json().encode()])
    return _Counts(rows, len(blobs))


def _rows(folder: Path) -> tuple[int, list[str]]:
    """Writes every table to a file of its own, as of one moment; the rows, and the blobs' keys."""
    count = 0
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in TABLES:
            every = table._default_manager.order_by("pk")
            with Path(folder, Path(rows_of(table)).name).open("w") as out:
                rows = every.iterator(chunk_size=500)
                serializers.serialize("jsonl", rows, stream=out, cls=Exact)
            count += every.count()
        blobs = list(Blob.objects.order_by("pk").values_list("pk", flat=True))
    return count, blobs


def _original(archive: zipfile.ZipFile, sha256: str) -> Member:
    with originals.open_bytes(sha256) as file:
        member = copy_in(archive, original_of(sha256), iter(lambda: file.read(CHUNK), b""))
    if member.sha256 != sha256:
        raise Gone(
            f"The stored original {sha256} is damaged.",
            remedy="Take it from an older backup, or delete it.",
        )
    return member


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK), b"")

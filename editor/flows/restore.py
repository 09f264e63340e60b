"""A backup brought back: verified whole before anything is touched, then all or nothing."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, connection, transaction

from editor.errors import BadRequest, Conflict
from editor.flows.archive import (
    SECRET,
    TABLES,
    UNREADABLE,
    Manifest,
    chunks_of,
    damaged,
    original_of,
    read_manifest,
    rows_of,
    verify,
)
from editor.flows.migrations import known
from editor.library import files, incoming, originals
from editor.models import Beat, Blob, Event, Finding, Variant, Workspace

WRITTEN_OVER = (Variant, Finding, Event, Beat)
"""Tables that a backup doesn't hold; what they know is of the studio that was there before."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. With `new_secret` the processes must be started again."""

    rows: int
    originals: int
    new_secret: bool


def restore(path: Path, *, force: bool = False) -> Restored:
    """Brings back what `backup` wrote, into SQLite or PostgreSQL, onto disk or into a bucket.

    BadRequest for a file that is damaged, foreign or of a newer release; Conflict when there is
    something already and `force` doesn't say to replace it.
    """
    with _opened(path) as archive:
        manifest = read_manifest(archive)
        if manifest.migration not in known():
            raise BadRequest(
                f"The backup was made by a release with {manifest.migration[:100]!r}.",
                remedy="Update the studio first.",
            )
        verify(archive, manifest)
        if Workspace.objects.exists() and not force:
            raise Conflict(
                "The studio isn't empty.",
                remedy="Restore into a new DATA_DIR, or replace everything with --force.",
            )
        rows = _brought_back(archive, manifest)
        return Restored(rows, len(manifest.originals), _secret(archive, manifest))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadRequest(f"There is no file {path}.", remedy="Check its name.") from None
    except UNREADABLE as error:
        raise damaged(str(error)) from None
    with archive:
        yield archive


def _brought_back(archive: zipfile.ZipFile, manifest: Manifest) -> int:
    """Originals first, as rows without bytes would be worse than bytes without rows."""
    stored: list[str] = []
    try:
        for sha256 in manifest.originals:
            if not _is_there(sha256, manifest):
                stored.append(sha256)
                _store(archive, sha256, manifest)
        return _all_rows(archive, manifest)
    except BaseException:
        for sha256 in stored:
            originals.drop_unheld(sha256)
        raise


def _is_there(sha256: str, manifest: Manifest) -> bool:
    """False also for an original that is cut off: the backup mends it."""
    there = originals.storage().exists(originals.name_of(sha256))
    return there and originals.size(sha256) == manifest.members[original_of(sha256)].bytes


def _all_rows(archive: zipfile.ZipFile, manifest: Manifest) -> int:
    try:
        with transaction.atomic():
            return _rows(archive, manifest)
    except IntegrityError as error:
        raise damaged(str(error)[:200]) from None


def _store(archive: zipfile.ZipFile, sha256: str, manifest: Manifest) -> None:
    size = manifest.members[original_of(sha256)].bytes
    chunks = chunks_of(archive, original_of(sha256), size)
    with files.temporary(Path(settings.DATA_DIR) / "tmp", "restore-") as path:
        originals.put(incoming.receive(chunks, path, size))


def _rows(archive: zipfile.ZipFile, manifest: Manifest) -> int:
    for table in (*WRITTEN_OVER, *reversed(TABLES)):
        table._default_manager.all().delete()
    count = 0
    for table in TABLES:
        if rows_of(table) in manifest.members:
            count += _table(archive, manifest, table)
    if missing := set(Blob.objects.values_list("pk", flat=True)) - set(manifest.originals):
        raise damaged(f"it lacks the original {min(missing)[:64]}")
    _count_on()
    return count


def _table(archive: zipfile.ZipFile, manifest: Manifest, table: type) -> int:
    name, count = rows_of(table), 0
    lines = _lines(archive, name, manifest.members[name].bytes)
    try:
        for row in serializers.deserialize("jsonl", lines):
            if type(row.object) is not table:
                raise damaged(f"{name} holds rows of another table")
            row.save()
            count += 1
    except (DeserializationError, ValueError) as error:
        raise damaged(f"{name}: {str(error)[:200]}") from None
    return count


def _lines(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[str]:
    rest = b""
    for chunk in chunks_of(archive, name, most):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line.decode() for line in lines)
    if rest:
        yield rest.decode()


def _count_on() -> None:
    """New rows must not get the numbers of restored ones (PostgreSQL counts apart)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
            cursor.execute(statement)


def _secret(archive: zipfile.ZipFile, manifest: Manifest) -> bool:
    """Guests' cookies and signed addresses are only good under the old key."""
    if SECRET not in manifest.members or os.environ.get("STUDIO_SECRET_KEY"):
        return False
    key = b"".join(chunks_of(archive, SECRET, manifest.members[SECRET].bytes))
    if key == settings.SECRET_KEY.encode():
        return False
    folder = Path(settings.DATA_DIR)
    with files.temporary(folder, "secret-") as path:
        path.write_bytes(key)
        files.settle(path)
        files.move_into(path, folder / "secret_key")
    return True

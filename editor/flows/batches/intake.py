"""Many photos at once: from a ZIP file that was sent, or a folder of the server's own.

A job takes them in one by one. Done twice, it adds nothing twice: the same bytes under the same
name are the same item.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files import File
from django.utils import timezone

from editor.conf import current
from editor.errors import BadRequest, NotFound, QuotaExceeded, TooLarge
from editor.flows.archive import UNREADABLE
from editor.flows.batches import adding, codes, rows
from editor.flows.engines import Engines
from editor.flows.outcomes import Enqueue, Outcome
from editor.library import originals
from editor.models import Batch, Workspace

JOB = "batch-intake"
INCOMING = "incoming"
KEPT = timedelta(days=2)
PIECE = 1024 * 1024
MOST_ENTRIES = 10_000
ENDINGS = frozenset(
    (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".avif")
)
TABLES = frozenset((".csv", ".tsv"))
MOST_TABLES = 20
"""Read beside the photos: a small ZIP file can hold thousands of large ones."""


def keep_zip(workspace: Workspace, id: UUID | str, file: File[Any]) -> Enqueue:
    """Keeps a ZIP file until the job has read it. BadRequest for one that can't be read, or holds
    no pictures; TooLarge for one that holds too much."""
    batch = rows.get(workspace, id)
    adding.check_room(batch, 1)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive)
    except UNREADABLE:
        raise BadRequest("The ZIP file can't be read.", remedy="Make it anew.") from None
    if not entries:
        raise BadRequest(
            "The ZIP file holds no pictures.", remedy=f"It takes {', '.join(sorted(ENDINGS))}."
        )
    file.seek(0)
    name = originals.storage().save(f"{INCOMING}/{uuid.uuid4().hex}.zip", file)
    payload = {"batch": str(batch.pk), "zip": name}
    return Enqueue(JOB, f"{JOB}:{name}", payload, "default")


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The pictures in it, by name. What an archive says of their sizes is only a first check."""
    every = archive.infolist()
    found = [one for one in every if not one.is_dir() and is_picture(one.filename)]
    limit = current().upload_bytes
    if len(every) > MOST_ENTRIES or any(one.file_size > limit for one in found):
        raise TooLarge(
            f"The ZIP file holds more than {MOST_ENTRIES} files, or one above "
            f"{limit / 2**20:g} MiB.",
            remedy="Send smaller ones, or ask the owner to raise UPLOAD_BYTES.",
        )
    return sorted(found, key=lambda one: one.filename)


def is_picture(name: str) -> bool:
    """True for the names of files that are taken in."""
    return _ending(name) in ENDINGS


def is_table(name: str) -> bool:
    """True for the names of files that may tell SKUs."""
    return _ending(name) in TABLES


def _ending(name: str) -> str:
    """In small letters; empty for what is hidden."""
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return "" if hidden else path.suffix.lower()


def folders() -> list[str]:
    """The subfolders of IMPORT_DIR, for the owner to choose from."""
    root = current().import_dir
    if not root or not Path(root).is_dir():
        return []
    return sorted(p.name for p in Path(root).iterdir() if p.is_dir() and not p.is_symlink())


def take_folder(workspace: Workspace, id: UUID | str, folder: str) -> Enqueue:
    """The job that takes in one of those folders; NotFound for any other."""
    batch = rows.get(workspace, id)
    if folder not in folders():
        raise NotFound(
            f"There is no folder {folder[:80]!r} to take photos from.",
            remedy="The owner names a folder by IMPORT_DIR; its subfolders can be taken.",
        )
    payload = {"batch": str(batch.pk), "folder": folder}
    return Enqueue(JOB, f"{JOB}:{batch.pk}:{uuid.uuid4().hex}", payload, "default")


def run(
    batch: Batch, payload: Mapping[str, Any], using: Engines | None = None
) -> Iterator[tuple[Outcome, ...]]:
    """Takes everything in; the outcomes of each photo. Busy while the studio is too full."""
    if "zip" in payload:
        yield from _from_zip(batch, str(payload["zip"]), using)
    else:
        yield from _from_folder(batch, str(payload["folder"]), using)


def _from_zip(batch: Batch, name: str, using: Engines | None) -> Iterator[tuple[Outcome, ...]]:
    storage = originals.storage()
    if not storage.exists(name):
        # An earlier attempt came to its end.
        return
    try:
        with storage.open(name) as file, zipfile.ZipFile(file) as archive:
            for entry in _entries(archive):
                with archive.open(entry) as photo:
                    yield _taken(batch, entry.filename, _pieces(photo), using)
            _coded(batch, _tables(archive))
    except UNREADABLE as error:
        storage.delete(name)
        raise BadRequest(
            f"The ZIP file is damaged: {str(error)[:100]}.", remedy="Make it anew."
        ) from None
    except (QuotaExceeded, NotFound):
        storage.delete(name)
        raise
    storage.delete(name)


def _tables(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The CSV files in it that aren't too large to be tables of SKUs."""
    for one in archive.infolist():
        if is_table(one.filename) and one.file_size <= codes.MOST_BYTES:
            with archive.open(one) as table:
                yield table.read(codes.MOST_BYTES)


def _from_folder(batch: Batch, name: str, using: Engines | None) -> Iterator[tuple[Outcome, ...]]:
    if name not in folders():
        raise NotFound(f"The folder {name[:80]!r} is gone.", remedy="Name another one.")
    every = sorted((Path(current().import_dir) / name).iterdir())
    paths = [one for one in every if one.is_file() and not one.is_symlink()]
    for path in paths:
        if is_picture(path.name):
            with path.open("rb") as photo:
                yield _taken(batch, path.name, _pieces(photo), using)
    tables = (one for one in paths if is_table(one.name))
    small = (one for one in tables if one.stat().st_size <= codes.MOST_BYTES)
    _coded(batch, (one.read_bytes() for one in small))


def _coded(batch: Batch, tables: Iterable[bytes]) -> None:
    """SKUs that lie beside the photos; a table of anything else is no business of ours."""
    for table in islice(tables, MOST_TABLES):
        with suppress(BadRequest):
            codes.assign(batch.workspace, batch.pk, table)


def _taken(
    batch: Batch, name: str, chunks: Iterable[bytes], using: Engines | None
) -> tuple[Outcome, ...]:
    # Not charged by the minute: whoever sent the file was charged for it once.
    _, saved = adding.add_upload(
        batch.workspace, batch.pk, name, chunks, charged=False, using=using
    )
    return saved.outcomes


def _pieces(photo: Any) -> Iterator[bytes]:
    return iter(lambda: photo.read(PIECE), b"")


def forgotten() -> int:
    """Removes ZIP files whose job never came to its end; how many."""
    storage, count = originals.storage(), 0
    try:
        _, names = storage.listdir(INCOMING)
    except FileNotFoundError:
        return 0
    for name in names:
        place = f"{INCOMING}/{name}"
        if storage.get_modified_time(place) < timezone.now() - KEPT:
            storage.delete(place)
            count += 1
    return count

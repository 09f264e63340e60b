"""The bytes of originals, under their sha256, through Django's storage `originals`.

Whether bytes are kept is decided by the blob's row, always inside a transaction that holds it:
an upload that races a deletion either keeps the file or stores it again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from editor.errors import Gone
from editor.library import files
from editor.library.incoming import Arrived
from editor.models import Blob, FetchedPicture, Font, Original

log = logging.getLogger(__name__)

HOLDERS = (Original, FetchedPicture, Font)
"""The tables whose rows keep bytes."""
DRAWING = "svg"
UNPAINTED = (DRAWING, "font")
"""Formats of bytes that are kept and hold no pixels."""


def storage() -> Storage:
    return storages["originals"]


def name_of(sha256: str) -> str:
    """`ab/cd/abcd...`: the path inside the storage."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def put(arrived: Arrived) -> None:
    """Store the bytes unless they are there. They appear whole or not at all."""
    name = name_of(arrived.sha256)
    kept = _kept(name)
    if kept == arrived.bytes:
        return
    if kept is not None:
        # What a broken disk or a hand has left; the bytes that came are whole.
        storage().delete(name)
    here = local(arrived.sha256)
    if here is not None:
        files.link_into(arrived.path, here)
        return
    with arrived.path.open("rb") as file:
        saved = storage().save(name, File(file, name=name))
    if saved != name:
        # Another upload of the same bytes was faster.
        storage().delete(saved)


def _kept(name: str) -> int | None:
    """Stored bytes, None where nothing is. A deletion may come between two questions."""
    try:
        return storage().size(name) if storage().exists(name) else None
    except FileNotFoundError:
        return None


def local(sha256: str) -> Path | None:
    """The path on this machine, whether the file exists or not; None for a remote storage."""
    try:
        return Path(storage().path(name_of(sha256)))
    except NotImplementedError:
        return None


def open_bytes(sha256: str) -> File[Any]:
    """The stored bytes for reading; Gone when they aren't there."""
    try:
        return storage().open(name_of(sha256), "rb")
    except FileNotFoundError:
        raise lost() from None


def hold(blob: Blob, arrived: Arrived) -> Blob:
    """The blob's row, locked, with its bytes surely stored; inside a transaction."""
    Blob.objects.get_or_create(
        pk=blob.pk,
        defaults={
            f: getattr(blob, f)
            for f in ("bytes", "format", "width", "height", "frames", "has_alpha", "thumbhash")
        },
    )
    held = Blob.objects.select_for_update().get(pk=blob.pk)
    put(arrived)
    return held


def drop_unheld(sha256: str) -> bool:
    """Deletes the bytes and their row if nobody holds them; True when they are gone."""
    with transaction.atomic():
        row = Blob.objects.select_for_update().filter(pk=sha256).first()
        if row is None:
            return _drop_without_row(sha256)
        if any(kind.objects.filter(blob=row).exists() for kind in HOLDERS):
            return False
        storage().delete(name_of(sha256))
        row.delete()
    return True


def _drop_without_row(sha256: str) -> bool:
    """The row is made for the moment of deletion: an upload of the same bytes waits for it."""
    try:
        with transaction.atomic():
            row = Blob.objects.create(pk=sha256, bytes=0, format="", width=0, height=0)
    except IntegrityError:
        return False
    storage().delete(name_of(sha256))
    row.delete()
    return True


def age(sha256: str) -> timedelta:
    """How long the bytes have been in the storage."""
    return timezone.now() - storage().get_modified_time(name_of(sha256))


def size(sha256: str) -> int:
    """Stored bytes."""
    return storage().size(name_of(sha256))


def names(folder: str = "") -> Iterator[str]:
    """The sha256 of everything in the storage. Slow where the storage is remote and large."""
    try:
        folders, found = storage().listdir(folder)
    except FileNotFoundError:
        return
    yield from (name for name in found if len(name) == 64)
    for inner in folders:
        yield from names(f"{folder}/{inner}".lstrip("/"))


def check(sha256: str, found: int, expected: int) -> None:
    """Gone when the stored file hasn't the size that was taken in."""
    if found != expected:
        log.error("original %s has %d bytes instead of %d", sha256, found, expected)
        raise Gone(
            f"The original's bytes are damaged: {found} of {expected} are there.",
            remedy="Upload the picture again.",
        )


def lost() -> Gone:
    return Gone("The original's bytes are gone.", remedy="Upload the picture again.")

"""A workspace's originals: list, get, read, delete, restore."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editor.errors import Gone, NotAPicture, NotFound
from editor.flows import names
from editor.flows.engines import Caches, caches
from editor.flows.outcomes import Happened, Outcome
from editor.library import originals
from editor.models import Blob, Document, Finding, Original, Variant, Workspace


@dataclass(frozen=True, slots=True)
class User:
    """A document that shows an original."""

    id: UUID
    name: str
    trashed: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """What became of an original: gone for good, or in the trash because documents use it."""

    trashed: bool
    documents: tuple[User, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def listing(
    workspace: Workspace, *, trashed: bool = False, search: str = "", drawings: bool = True
) -> QuerySet[Original]:
    """The workspace's originals, newest first, with `search` in their name; those of the trash
    only when asked for. Without `drawings` only those that hold pixels."""
    held = Original.objects.select_related("blob").filter(workspace=workspace)
    if not drawings:
        held = held.exclude(blob__format=originals.DRAWING)
    found = held.filter(trashed__isnull=not trashed)
    return found.filter(name__icontains=names.sought(search)) if search else found


def get(workspace: Workspace, id: UUID | str) -> Original:
    """One original, from the trash as well; NotFound for unknown ids and for other people's."""
    found = None
    if (pk := as_uuid(id)) is not None:
        found = Original.objects.select_related("blob").filter(workspace=workspace, pk=pk).first()
    if found is None:
        raise not_found(id)
    return found


def open_bytes(original: Original) -> File[Any]:
    """The uploaded bytes, unchanged; Gone when they are lost or cut off."""
    file = originals.open_bytes(original.blob_id)
    try:
        originals.check(original.blob_id, file.size, original.blob.bytes)
    except Gone:
        file.close()
        raise
    return file


def delete(workspace: Workspace, id: UUID | str, *, kept: Caches | None = None) -> Deleted:
    """Removes an original with everything computed from it. One that documents use goes to the
    trash, and the answer lists them."""
    original = get(workspace, id)
    with transaction.atomic():
        locked = Original.objects.select_for_update().filter(pk=original.pk).first()
        if locked is None:
            raise not_found(id)
        users = users_of(locked)
        if users:
            locked.trashed = locked.trashed or timezone.now()
            locked.save(update_fields=["trashed"])
        else:
            locked.delete()
    data = {"id": str(original.pk), "trashed": bool(users)}
    if not users:
        forget(original.blob_id, kept or caches())
    return Deleted(bool(users), users, (Happened("original.deleted", data),))


def trash(workspace: Workspace, id: UUID | str) -> Original:
    """Into the trash, where it can be taken back until TRASH_DAYS are over."""
    original = get(workspace, id)
    original.trashed = original.trashed or timezone.now()
    original.save(update_fields=["trashed"])
    return original


def restore(workspace: Workspace, id: UUID | str) -> Original:
    """Back from the trash."""
    original = get(workspace, id)
    Original.objects.filter(pk=original.pk).update(trashed=None)
    original.trashed = None
    return original


def rename(workspace: Workspace, id: UUID | str, name: str) -> Original:
    """A new name to show."""
    original = get(workspace, id)
    original.name = names.shown(name)
    original.save(update_fields=["name"])
    return original


def users_of(original: Original) -> tuple[User, ...]:
    """The documents that show it, those in the trash included."""
    using = Document.objects.filter(uses=original).order_by("name", "id")
    return tuple(User(d.pk, d.name, d.trashed is not None) for d in using.only("name", "trashed"))


def forget(sha256: str, kept: Caches) -> bool:
    """Deletes the bytes, and what was computed from them, if nobody holds them; True then."""
    variants = list(Variant.objects.filter(blobs=sha256).values_list("pk", flat=True))
    findings = list(Finding.objects.filter(blobs=sha256).values_list("pk", flat=True))
    if not originals.drop_unheld(sha256):
        return False
    kept.variants.shelf.discard(variants)
    kept.findings.shelf.discard(findings)
    kept.near.forget(sha256)
    return True


def as_uuid(id: UUID | str) -> UUID | None:
    """None for texts that can't be an id."""
    if isinstance(id, UUID):
        return id
    try:
        return UUID(id)
    except ValueError:
        return None


def not_found(id: UUID | str) -> NotFound:
    return NotFound(
        f"There is no original {str(id)[:80]!r} here.",
        remedy="Look at the list of originals, or upload the picture.",
    )


def unpainted(blob: Blob) -> NotAPicture | None:
    """Why nothing can be done with the pixels of this; None for what has some."""
    if blob.format != originals.DRAWING:
        return None
    return NotAPicture("An SVG drawing has no pixels.", remedy="Use a PNG of it.")

"""Photos of a batch: uploaded one by one, or those that the library holds already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from editor.conf import current
from editor.errors import (
    BrokenPicture,
    DeadlineExceeded,
    NotAPicture,
    QuotaExceeded,
    StudioError,
    TooLarge,
    TooManyPixels,
)
from editor.flows import names, originals
from editor.flows.batches import feeding, rows, telling
from editor.flows.batches.rows import Saved
from editor.flows.engines import Engines
from editor.flows.outcomes import Outcome
from editor.flows.upload import upload
from editor.models import Batch, BatchItem, Original, Workspace
from editor.plan.batches.naming import sku_in

LONGEST_SKU = 100
ITS_OWN_FAULT = (BrokenPicture, NotAPicture, TooLarge, TooManyPixels, DeadlineExceeded)
"""What is wrong with one photo and no other: it becomes an item that failed."""


def add_upload(
    workspace: Workspace,
    id: UUID | str,
    name: str,
    chunks: Iterable[bytes],
    *,
    size: int | None = None,
    sku: str = "",
    place: int = 0,
    charged: bool = True,
    using: Engines | None = None,
) -> tuple[BatchItem, Saved]:
    """Takes a photo in and adds it. One that can't be read becomes an item that failed, with its
    reason; the same photo under the same name again is the same item. What `upload` refuses for
    other reasons (rate, quota, a full queue) is raised, and may be tried again.

    Who sends several at once names the `place` of each, as the first may arrive last; without one,
    or when it is taken, the photo comes behind all others."""
    batch = rows.get(workspace, id)
    check_room(batch, 1)
    shown = names.shown(name)
    outcomes: tuple[Outcome, ...] = ()
    try:
        taken = upload(workspace, shown, chunks, size=size, charged=charged, using=using)
        outcomes = taken.outcomes
        [item], saved = _added(batch, [(taken.original, shown, sku, None)], place)
    except ITS_OWN_FAULT as error:
        [item], saved = _added(batch, [(None, shown, sku, error)], place)
    return item, Saved(saved.batch, (*outcomes, *saved.outcomes))


def add_held(
    workspace: Workspace, id: UUID | str, ids: Sequence[UUID | str]
) -> tuple[list[BatchItem], Saved]:
    """Adds photos of the library; a drawing is an item that says why it fails. NotFound for other
    people's."""
    batch = rows.get(workspace, id)
    held = [originals.get(workspace, one) for one in dict.fromkeys(ids)]
    check_room(batch, len(held))
    return _added(batch, [_taken(one) for one in held])


def check_room(batch: Batch, more: int) -> None:
    """QuotaExceeded unless so many more photos fit."""
    most = current().batch_photos
    if BatchItem.objects.filter(batch=batch).count() + more > most:
        raise QuotaExceeded(
            f"A batch holds at most {most} photos.", remedy="Put the others into another batch."
        )


New = tuple[Original | None, str, str, StudioError | None]


def _taken(held: Original) -> New:
    error = originals.unpainted(held.blob)
    return (None if error else held, held.name, "", error)


def _added(batch: Batch, new: Sequence[New], place: int = 0) -> tuple[list[BatchItem], Saved]:
    """One item for each, in this order; `place` is that of a single one."""
    items: list[BatchItem] = []
    told: list[Outcome] = []
    with transaction.atomic():
        batch = rows.locked(batch)
        there = BatchItem.objects.filter(batch=batch)
        last = there.aggregate(last=Max("position"))["last"] or 0
        for original, name, sku, error in new:
            same = there.filter(original=original, name=name)
            # One that can't be read is known by its name alone.
            known = (same if original else same.filter(state=BatchItem.State.FAILED)).first()
            if known is None:
                last += 1
                at = place if _is_free(there, place) else last
                known = _row(batch, at, original, name, sku, error)
                told.append(telling.changed(known))
            items.append(known)
        return items, Saved(batch, (*told, *feeding.go_on(batch)))


def _is_free(there: QuerySet[BatchItem], place: int) -> bool:
    return 0 < place <= current().batch_photos and not there.filter(position=place).exists()


def _row(
    batch: Batch,
    position: int,
    original: Original | None,
    name: str,
    sku: str,
    error: StudioError | None,
) -> BatchItem:
    code = (names.sought(sku).strip() or sku_in(name))[:LONGEST_SKU]
    return BatchItem.objects.create(
        batch=batch,
        position=position,
        original=original,
        name=name,
        sku=code,
        state=BatchItem.State.FAILED if error else BatchItem.State.WAITING,
        error=error.as_json()["error"] if error else None,
    )


def rename(
    workspace: Workspace, id: UUID | str, item_id: UUID | str, name: str | None, sku: str | None
) -> BatchItem:
    """Other words for the file names; nothing is made anew."""
    item = rows.item(workspace, id, item_id)
    if name is not None:
        item.name = names.shown(name)
    if sku is not None:
        item.sku = names.sought(sku).strip()[:LONGEST_SKU]
    item.save(update_fields=["name", "sku"])
    return item

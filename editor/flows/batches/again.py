"""Items that are done once more, or decided by a person: retried, re-run, accepted, dropped,
edited by hand, repaired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from editor.conf import current
from editor.errors import Conflict
from editor.flows import documents
from editor.flows.batches import feeding, rows, telling
from editor.flows.batches.hands import by_hand
from editor.flows.batches.looked import looked
from editor.flows.batches.making import arranged, digest, targets, touching
from editor.flows.batches.rows import Saved
from editor.flows.batches.running import order_of
from editor.flows.engines import Engines, engines
from editor.flows.outcomes import Outcome
from editor.models import Batch, BatchItem, Document, Workspace
from editor.plan.batches.doubts import REVIEW
from editor.plan.batches.repairs import helpful, repaired
from editor.plan.document import parse_document
from editor.render.processes import Priority

State = BatchItem.State
RESTED = timedelta(seconds=5)
ENDED = (State.PASSED, State.REVIEW, State.FAILED)


def retry(workspace: Workspace, id: UUID | str, items: Sequence[UUID] = ()) -> Saved:
    """The named items once more; without names all that failed. Dropped ones come back."""
    batch = rows.get(workspace, id)
    with transaction.atomic():
        batch = rows.locked(batch)
        found = BatchItem.objects.filter(batch=batch, original__isnull=False)
        chosen = found.filter(pk__in=items) if items else found.filter(state=State.FAILED)
        anew = _waiting_again(chosen.filter(state__in=(*ENDED, State.DROPPED)))
        return Saved(batch, (*anew, *feeding.go_on(batch)))


def rerun(workspace: Workspace, id: UUID | str) -> Saved:
    """Once more what the recipe, the rules or a document changed since it was made, and nothing
    else."""
    batch = rows.get(workspace, id)
    touched = list(stale(batch))
    with transaction.atomic():
        batch = rows.locked(batch)
        found = BatchItem.objects.filter(batch=batch, pk__in=touched, state__in=ENDED)
        return Saved(batch, (*_waiting_again(found), *feeding.go_on(batch)))


def stale(batch: Batch) -> Iterable[UUID]:
    """The items that were made of something else than what is wished now."""
    alike = touching(rows.recipe_of(batch))
    ended = BatchItem.objects.filter(batch=batch, state__in=ENDED)
    for one in ended.select_related("original", "document").defer("results"):
        if one.original and one.made_of != digest(one.original, one.document, alike):
            yield one.pk


def _waiting_again(found: QuerySet[BatchItem]) -> list[Outcome]:
    pks = list(found.values_list("pk", flat=True))
    found.model.objects.filter(pk__in=pks).update(
        state=State.WAITING, handed=False, error=None, accepted=False
    )
    now = BatchItem.objects.filter(pk__in=pks)
    return [telling.changed(one) for one in now]


def decide(workspace: Workspace, id: UUID | str, items: Sequence[UUID], *, accept: bool) -> Saved:
    """Accepts items that have files, or drops items from the result. Those that can't be are left
    as they are; Conflict when none could."""
    batch = rows.get(workspace, id)
    with transaction.atomic():
        batch = rows.locked(batch)
        found = BatchItem.objects.filter(batch=batch, pk__in=items)
        allowed = rows.DECIDED if accept else (*ENDED, State.WAITING)
        pks = list(found.filter(state__in=allowed).values_list("pk", flat=True))
        if not pks:
            raise Conflict(
                "None of these items can be decided now.",
                remedy="Wait until they are made, or retry those that failed.",
            )
        # A job that has one of them finds that it waits no more.
        chosen = BatchItem.objects.filter(pk__in=pks)
        if accept:
            chosen.update(state=State.PASSED, accepted=True, handed=False)
        else:
            chosen.update(state=State.DROPPED, handed=False)
        told = [telling.changed(one) for one in BatchItem.objects.filter(pk__in=pks)]
        return Saved(batch, (*told, *feeding.go_on(batch)))


def reopened(workspace: Workspace, id: UUID | str, items: Sequence[UUID]) -> Saved:
    """Takes decisions back: dropped items stand as before, accepted ones as their checks say. The
    others are left as they are; Conflict when nothing was decided about any."""
    batch = rows.get(workspace, id)
    with transaction.atomic():
        batch = rows.locked(batch)
        found = BatchItem.objects.filter(batch=batch, pk__in=items)
        decided = found.filter(state=State.DROPPED) | found.filter(
            state=State.PASSED, accepted=True
        )
        alike = touching(rows.recipe_of(batch))
        told = []
        for one in decided.select_related("original", "document"):
            one.accepted = one.accepted and one.state == State.DROPPED
            one.state = _as_made(one, alike)
            one.save(update_fields=["state", "accepted"])
            told.append(telling.changed(one))
        if not told:
            raise Conflict(
                "Nothing was decided about these items.", remedy="Accept or drop them first."
            )
        return Saved(batch, (*told, *feeding.go_on(batch)))


def _as_made(item: BatchItem, alike: Mapping[str, Any]) -> str:
    """The state that an item's files speak for; it waits where they show what was wished before."""
    if item.error:
        return State.FAILED
    if item.original and item.made_of != digest(item.original, item.document, alike):
        return State.WAITING
    bad = item.doubt > REVIEW or any(one["verdict"] == "fail" for one in item.results)
    return State.REVIEW if bad and not item.accepted else State.PASSED


def edited(
    workspace: Workspace, id: UUID | str, item_id: UUID | str, *, using: Engines | None = None
) -> tuple[Document, tuple[Outcome, ...]]:
    """The document that stands for the recipe of one item, made on first asking. What is changed
    in it flows back into the item's files; one that wasn't changed yet follows the recipe."""
    item = rows.item(workspace, id, item_id)
    known = item.document if item.document and item.document.trashed is None else None
    if (hand := by_hand(known)) is not None:
        return hand, ()
    order = order_of(item)
    wait_s = current().interactive_wait_s
    seen = looked(order.recipe, order.original, using or engines(), Priority.INTERACTIVE, wait_s)
    placed = arranged(order, targets(order.recipe)[0], seen)
    if known is not None and parse_document(known.body) == parse_document(placed.document):
        return known, ()
    saved = documents.create(workspace, item.name, placed.document)
    revision = saved.document.revision
    # What is drawn is still the same: only a later revision flows back by itself.
    BatchItem.objects.filter(pk=item.pk).update(document=saved.document, revision=revision)
    return saved.document, saved.outcomes


def released(workspace: Workspace, id: UUID | str, item_id: UUID | str) -> Saved:
    """The recipe counts again for an item that was edited; its document stays in the library."""
    item = rows.item(workspace, id, item_id)
    BatchItem.objects.filter(pk=item.pk).update(document=None, revision=0)
    return retry(workspace, id, [item.pk])


def flowed_back() -> list[BatchItem]:
    """Items of all batches whose document was changed since their files were made, and has rested
    since: nobody is at it any more."""
    newer = BatchItem.objects.filter(
        document__revision__gt=F("revision"),
        document__changed__lt=timezone.now() - RESTED,
        state__in=ENDED,
    )
    return list(newer.select_related("batch__workspace")[:50])


def repairs(workspace: Workspace, id: UUID | str) -> dict[str, dict[str, str]]:
    """Target -> check -> what `repair` would do, of those that would change the recipe."""
    recipe = rows.recipe_of(rows.get(workspace, id))
    return helpful(recipe, targets(recipe))


def repair(workspace: Workspace, id: UUID | str, target: str, check: str) -> Saved:
    """Changes the recipe so that a check of a target passes, and makes anew what that touches.
    InvalidOption where no change of the recipe helps."""
    batch = rows.get(workspace, id)
    recipe = repaired(rows.recipe_of(batch), targets(rows.recipe_of(batch)), target, check)
    rows.change(workspace, id, {"recipe": recipe.written()})
    return rerun(workspace, id)

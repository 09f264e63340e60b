"""A batch on its way: started, paused, resumed, cancelled, and fed to the workers.

Only some items at a time are with the workers, so that a pause takes hold at once and no batch
fills the queue that all share. Whoever ends an item hands over the next one; the sweeper does the
same for what a dead process left (`tending`).
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from editor.errors import Conflict
from editor.flows.batches import rows, telling
from editor.flows.batches.rows import Saved
from editor.flows.outcomes import Enqueue, Outcome
from editor.models import Batch, BatchItem, Workspace

AT_ONCE = 24
"""Items of one batch that are with the workers: enough for all of a few machines."""
JOB = "batch-item"
HOOK_JOB = "batch-hook"
STARTABLE = (Batch.State.DRAFT, Batch.State.PAUSED, Batch.State.DONE, Batch.State.CANCELLED)


def job_key(item: BatchItem) -> str:
    """The name of the one job of this attempt."""
    return f"{JOB}:{item.pk}:{item.attempt}"


def handed(item: BatchItem) -> Enqueue:
    """The job that makes the item's files."""
    payload = {"batch": str(item.batch_id), "item": str(item.pk), "attempt": item.attempt}
    return Enqueue(JOB, job_key(item), payload, "default")


def start(workspace: Workspace, id: UUID | str) -> Saved:
    """Starts the batch, or goes on with it. Conflict when nothing waits in it."""
    batch = rows.get(workspace, id)
    with transaction.atomic():
        batch = rows.locked(batch)
        rows.must_be(batch, STARTABLE, "started")
        if not BatchItem.objects.filter(batch=batch, state__in=rows.OPEN).exists():
            raise Conflict(
                "Nothing waits in this batch.",
                remedy="Add photos, or retry those that failed.",
            )
        return Saved(batch, _begun(batch))


def _begun(batch: Batch) -> tuple[Outcome, ...]:
    if batch.state != Batch.State.PAUSED:
        batch.round += 1
    batch.state, batch.started, batch.finished = Batch.State.RUNNING, timezone.now(), None
    batch.save(update_fields=["state", "round", "started", "finished"])
    return (*feed(batch), telling.moved(batch))


def go_on(batch: Batch) -> tuple[Outcome, ...]:
    """For a locked batch in which something waits anew: one that was done runs again, one that
    runs is fed, others stay as they are."""
    waits = BatchItem.objects.filter(batch=batch, state=rows.WAITING)
    if batch.state == Batch.State.DONE and waits.exists():
        return _begun(batch)
    return (*feed(batch), telling.moved(batch))


def pause(workspace: Workspace, id: UUID | str) -> Saved:
    """No item begins any more; those on their way end."""
    return _stopped(workspace, id, Batch.State.PAUSED, (Batch.State.RUNNING,), "paused")


def cancel(workspace: Workspace, id: UUID | str) -> Saved:
    """Ends the batch; what is done stays, and it can be started again."""
    states = (Batch.State.RUNNING, Batch.State.PAUSED, Batch.State.DRAFT)
    return _stopped(workspace, id, Batch.State.CANCELLED, states, "cancelled")


def _stopped(
    workspace: Workspace,
    id: UUID | str,
    state: Batch.State,
    allowed: tuple[str, ...],
    what: str,
) -> Saved:
    batch = rows.get(workspace, id)
    with transaction.atomic():
        batch = rows.locked(batch)
        rows.must_be(batch, allowed, what)
        batch.state = state
        batch.save(update_fields=["state"])
        return Saved(batch, (telling.moved(batch),))


def feed(batch: Batch) -> tuple[Outcome, ...]:
    """Jobs for the next items of a locked batch, as many as have room. A running batch without
    open items is done."""
    if batch.state != Batch.State.RUNNING:
        return ()
    away = BatchItem.objects.filter(batch=batch, handed=True, state__in=rows.OPEN).count()
    following = BatchItem.objects.filter(batch=batch, handed=False, state=rows.WAITING)
    next_ones = list(following.order_by("position")[: max(0, AT_ONCE - away)])
    for one in next_ones:
        one.handed, one.attempt = True, one.attempt + 1
        one.save(update_fields=["handed", "attempt"])
    if next_ones or away:
        return tuple(handed(one) for one in next_ones)
    return _done(batch)


def _done(batch: Batch) -> tuple[Outcome, ...]:
    batch.state, batch.finished = Batch.State.DONE, timezone.now()
    batch.save(update_fields=["state", "finished"])
    if not batch.hook:
        return ()
    said = {**telling.progress(batch), "name": batch.name, "round": batch.round}
    payload = {"batch": str(batch.pk), "round": batch.round, "said": said}
    return (Enqueue(HOOK_JOB, f"{HOOK_JOB}:{batch.pk}:{batch.round}", payload, "default"),)

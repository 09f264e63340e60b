"""Items of batches as jobs: run, followed by the next ones, and found again when a process died.

An item's end, its events and the jobs of the items that follow are one transaction. What a dead
process or a full queue leaves behind is mended by `tend`, which the sweeper calls.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from editor.errors import Busy, StudioError
from editor.flows.outcomes import Outcome
from editor.jobs.carrying import carry_out
from editor.models import Batch, BatchItem, Job, Workspace

log = logging.getLogger(__name__)
OPEN = (BatchItem.State.WAITING, BatchItem.State.RUNNING)
ENDED_BADLY = (Job.State.FAILED, Job.State.CANCELLED)


def run_item(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What the job of one item does."""
    from editor.flows.batches import running

    with transaction.atomic():
        item, ran = running.claimed(workspace, payload)
        _carried(workspace, ran.outcomes)
    if item is not None:
        done = running.make(item)
        with transaction.atomic():
            ran = running.settle(item, done)
            _carried(workspace, ran.outcomes)
    return {"state": ran.state}


def _carried(workspace: UUID | str, outcomes: Iterable[Outcome]) -> None:
    """Inside the caller's transaction; a queue that is full doesn't undo what is written."""
    for one in outcomes:
        try:
            with transaction.atomic():
                carry_out(workspace, [one])
        except Busy:
            log.info("the queue is full; %s waits", one.kind)


def run_intake(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What the job of a ZIP file or a folder does: its photos become items, one by one."""
    from editor.flows.batches import intake, rows

    batch = rows.get(Workspace.objects.get(pk=workspace), payload["batch"])
    count = 0
    for outcomes in intake.run(batch, payload):
        carry_out(workspace, outcomes)
        count += 1
    return {"photos": count}


def tend() -> int:
    """One pass over the batches that run; how many items were mended. Any number may run at
    once."""
    running = list(Batch.objects.filter(state=Batch.State.RUNNING)[:50])
    mended = sum(_tended(batch) for batch in running)
    return mended + _flowed_back()


def _tended(batch: Batch) -> int:
    from editor.flows.batches import feeding, rows

    away = list(BatchItem.objects.filter(batch=batch, handed=True, state__in=OPEN))
    keys = {feeding.job_key(item): item for item in away}
    jobs = {job.key: job for job in Job.objects.filter(workspace=batch.workspace_id, key__in=keys)}
    mended = sum(_mended(batch, item, jobs.get(key)) for key, item in keys.items())
    if not away or mended:
        with transaction.atomic():
            _carried(batch.workspace_id, feeding.feed(rows.locked(batch)))
    return mended


def _mended(batch: Batch, item: BatchItem, job: Job | None) -> bool:
    """True when the item was lost and isn't any more."""
    from editor.flows.batches import feeding, running

    if job is None:
        log.warning("item %s has no job; it gets one", item.pk)
        _carried(batch.workspace_id, [feeding.handed(item)])
        return True
    if job.state in ENDED_BADLY:
        why = job.error or _cancelled().as_json()["error"]
        item.batch = batch
        with transaction.atomic():
            ended = running.settle(item, running.Done(None, why))
            _carried(batch.workspace_id, ended.outcomes)
        return True
    if job.state == Job.State.DONE:
        # Its end was written before the item was handed to it: another attempt is due.
        held = BatchItem.objects.filter(pk=item.pk, attempt=item.attempt, handed=True)
        return bool(held.filter(state__in=OPEN).update(handed=False, state="waiting"))
    return False


def _cancelled() -> StudioError:
    return StudioError("The item's job was cancelled.", remedy="Retry the item.")


def _flowed_back() -> int:
    """Items whose document was changed by hand are made again."""
    from editor.flows.batches import again

    found = again.flowed_back()
    for item in found:
        saved = again.retry(item.batch.workspace, item.batch_id, [item.pk])
        carry_out(item.batch.workspace_id, saved.outcomes)
    return len(found)

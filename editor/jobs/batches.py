"""Items of batches as jobs: run, followed by the next ones, and found again when a process died.

An item is handed over in the transaction that ends the one before; the job itself is queued right
after. What a dead process left in between is mended by `tend`, which the sweeper calls.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from editor.errors import Busy, StudioError
from editor.jobs.carrying import carry_out
from editor.models import Batch, BatchItem, Job, Workspace

log = logging.getLogger(__name__)
OPEN = (BatchItem.State.WAITING, BatchItem.State.RUNNING)
ENDED_BADLY = (Job.State.FAILED, Job.State.CANCELLED)


def run_item(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What the job of one item does."""
    from editor.flows.batches import running

    item, ran = running.claimed(workspace, payload)
    carry_out(workspace, ran.outcomes)
    if item is not None:
        ran = running.run(item)
        carry_out(workspace, ran.outcomes)
    return {"state": ran.state}


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
            following = feeding.feed(rows.locked(batch))
        carry_out(batch.workspace_id, following)
    return mended


def _mended(batch: Batch, item: BatchItem, job: Job | None) -> bool:
    """True when the item was lost and isn't any more."""
    from editor.flows.batches import feeding, running

    if job is None:
        log.warning("item %s has no job; it gets one", item.pk)
        try:
            carry_out(batch.workspace_id, [feeding.handed(item)])
        except Busy:
            log.info("the queue is full; item %s waits", item.pk)
        return True
    if job.state in ENDED_BADLY:
        why = job.error or _cancelled().as_json()["error"]
        item.batch = batch
        carry_out(batch.workspace_id, running.settle(item, None, why).outcomes)
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

"""Putting a job into the queue, once per key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from editor.conf import current
from editor.errors import Busy
from editor.flows.callers import present
from editor.jobs import events
from editor.jobs.tasks import run_job
from editor.models import Job

PRIORITY = {"interactive": 50, "default": 0}
ENDED_BADLY = (Job.State.FAILED, Job.State.CANCELLED)


def enqueue(
    workspace: UUID | str,
    kind: str,
    key: str,
    payload: dict[str, Any],
    queue: str = "interactive",
) -> Job:
    """The job of this key: made now, or the one that is there already.

    Asking again for a job that failed or was cancelled starts it anew; one that waits, runs or
    is done is left alone. Busy for a workspace that has too many waiting.
    """
    with transaction.atomic():
        job, made = Job.objects.get_or_create(
            workspace_id=workspace,
            key=key,
            defaults={"kind": kind, "payload": payload, "queue": queue},
        )
        if not made:
            revived = Job.objects.filter(pk=job.pk, state__in=ENDED_BADLY).update(
                state=Job.State.WAITING, attempt=0, error=None, finished=None, payload=payload
            )
            if not revived:
                return job
        _check_room(job)
        job.refresh_from_db()
        hand_over(job)
    return job


def _check_room(job: Job) -> None:
    """One workspace must not fill the queue that all share."""
    most = current().waiting_jobs
    waiting = Job.objects.filter(workspace=job.workspace_id, state=Job.State.WAITING)
    if waiting.exclude(pk=job.pk).count() >= most:
        raise Busy(
            f"{most} jobs of this workspace wait already.",
            remedy="Try again when some are done.",
            retry_after_s=30,
        )


def hand_over(job: Job) -> None:
    """Give a waiting job to the workers and tell the watchers; inside a transaction."""
    task = run_job.using(queue_name=job.queue, priority=PRIORITY[job.queue])
    entry = task.enqueue(str(job.pk), job.attempt, present().request)
    job.task = str(entry.id)
    job.heartbeat = timezone.now()
    job.save(update_fields=["task", "heartbeat"])
    announce(job)


def announce(job: Job) -> None:
    """Tell everyone who watches the workspace how the job stands."""
    events.append(job.workspace_id, "job", as_json(job))


def as_json(job: Job) -> dict[str, Any]:
    """The one shape in which jobs are shown."""
    ahead = 0
    if job.state == Job.State.WAITING:
        waiting = Job.objects.filter(state=Job.State.WAITING, queue=job.queue)
        ahead = waiting.filter(created__lt=job.created).count()
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "state": job.state,
        "attempt": job.attempt,
        "ahead": ahead,
        "result": job.result,
        "error": job.error,
        "created": job.created.isoformat(),
        "finished": job.finished.isoformat() if job.finished else None,
    }


def cancel(job: Job) -> bool:
    """True when the job was waiting and now never runs."""
    stopped = Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
        state=Job.State.CANCELLED, finished=timezone.now()
    )
    if stopped:
        job.refresh_from_db()
        announce(job)
    return bool(stopped)

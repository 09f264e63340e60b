"""Running one job: claim it, keep its heart beating, write its end in one transaction."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from editor.conf import current
from editor.errors import Busy, StudioError
from editor.flows.callers import Caller, calling, of_workspace
from editor.flows.outages import is_outage
from editor.jobs import queue
from editor.jobs.kinds import kinds
from editor.models import Job
from editor.models.renewing import Renewing

log = logging.getLogger(__name__)


def run(job_id: str, attempt: int, request: str = "") -> None:
    """Runs a waiting job to its end. A job that another worker holds or ended is left alone."""
    job = claim(job_id, attempt)
    if job is None:
        log.info("job %s attempt %d is no longer waiting", job_id, attempt)
        return
    # Who requeues a job isn't the request that wanted it: then the job itself is followed.
    name = request or f"job-{job_id}"
    caller = Caller(name, of_workspace(job.workspace_id), batch=job.queue != "interactive")
    with calling(caller):
        log.info("job %s (%s) attempt %d begins", job.pk, job.kind, job.attempt)
        _run(job)


def _run(job: Job) -> None:
    queue.announce(job)
    with _heartbeat(job):
        end = _outcome(job)
    if not finish(job, **end):
        log.warning("job %s attempt %d was taken over; its result is dropped", job.pk, job.attempt)


def _heartbeat(job: Job) -> Renewing:
    """Several beats per allowed silence, so that the sweeper can tell a slow job from a dead
    worker."""
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)
    every_s = current().job_silence_s / 5
    return Renewing(lambda: bool(held.update(heartbeat=timezone.now())), every_s, f"job {job.pk}")


def claim(job_id: str, attempt: int) -> Job | None:
    """The job, now running as the next attempt; None if it doesn't wait for this attempt."""
    mine = Job.objects.filter(pk=job_id, state=Job.State.WAITING, attempt=attempt).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, heartbeat=timezone.now()
    )
    return Job.objects.get(pk=job_id) if mine else None


def _outcome(job: Job) -> dict[str, Any]:
    try:
        result = kinds()[job.kind](str(job.workspace_id), job.payload)
    except Busy as error:
        return {"state": Job.State.WAITING, "error": error.as_json()["error"]}
    except StudioError as error:
        return {"state": Job.State.FAILED, "error": error.as_json()["error"]}
    except Exception as error:
        if is_outage(error):
            log.warning("job %s (%s) waits: %s", job.pk, job.kind, type(error).__name__)
            passing = Busy("A part behind the studio failed.", remedy="The job is tried again.")
            return {"state": Job.State.WAITING, "error": passing.as_json()["error"]}
        # The last line of defence: the reader gets a clean text, the log the trace.
        log.exception("job %s (%s) failed", job.pk, job.kind)
        failure = StudioError(
            "The job failed inside the studio.", remedy="Try again; the log names the cause."
        )
        return {"state": Job.State.FAILED, "error": failure.as_json()["error"]}
    return {"state": Job.State.DONE, "result": result}


def finish(job: Job, state: str, result: Any = None, error: Any = None) -> bool:
    """Write the end of this attempt; False if the job was taken from us meanwhile.

    A job that met a busy service waits again and is handed over by the sweeper.
    """
    ended: datetime | None = timezone.now()
    if state == Job.State.WAITING:
        ended = None
    with transaction.atomic():
        held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)
        if not held.update(state=state, result=result, error=error, finished=ended, task=""):
            return False
        job.refresh_from_db()
        queue.announce(job)
    return True

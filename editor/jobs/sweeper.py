"""Brings back what a dead worker left: requeues silent jobs, gives up after enough attempts."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from editor.conf import current
from editor.errors import StudioError
from editor.jobs import batches, queue
from editor.models import Beat, Job

log = logging.getLogger(__name__)
BUSY_PAUSE = timedelta(seconds=2)


def sweep() -> int:
    """One pass; the number of jobs that were requeued or given up. Any number may run at once."""
    now = timezone.now()
    silence = timedelta(seconds=current().job_silence_s)
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat__lt=now - silence)
    moved = sum(_bring_back(job) for job in silent[:100])
    lost = Job.objects.filter(state=Job.State.WAITING, heartbeat__lt=now - BUSY_PAUSE)
    return moved + sum(_hand_over_again(job) for job in _without_entry(lost))


def _bring_back(job: Job) -> bool:
    with transaction.atomic():
        held = Job.objects.filter(
            pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt, heartbeat=job.heartbeat
        )
        if job.attempt >= current().job_attempts:
            return _give_up(job, held)
        if not held.update(state=Job.State.WAITING):
            return False
        job.refresh_from_db()
        log.warning("job %s fell silent in attempt %d; requeued", job.pk, job.attempt)
        queue.hand_over(job)
    return True


def _give_up(job: Job, held: QuerySet[Job]) -> bool:
    died = StudioError(
        f"The job's worker died {job.attempt} times.",
        remedy="Try a smaller picture, or ask the owner to look into the log.",
    )
    failure = job.error or died.as_json()["error"]
    if not held.update(state=Job.State.FAILED, error=failure, finished=timezone.now()):
        return False
    job.refresh_from_db()
    queue.announce(job)
    return True


def _without_entry(waiting: QuerySet[Job]) -> list[Job]:
    """Waiting jobs whose queue entry was never written, or was claimed by a worker that died."""
    jobs = list(waiting.order_by("created")[:100])
    entries = [job.task for job in jobs if job.task]
    ready = DBTaskResult.objects.filter(pk__in=entries, status="READY")
    alive = {str(pk) for pk in ready.values_list("pk", flat=True)}
    return [job for job in jobs if job.task not in alive and job.heartbeat < _due(job)]


def _due(job: Job) -> datetime:
    """The latest heartbeat at which a waiting job without a queue entry is handed over again."""
    if job.task:
        # The entry was claimed and may just be on its way to `claim`: only long silence counts.
        return timezone.now() - timedelta(seconds=current().job_silence_s)
    return timezone.now() - BUSY_PAUSE * float(2**job.attempt)


def _hand_over_again(job: Job) -> bool:
    with transaction.atomic():
        same = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, heartbeat=job.heartbeat)
        if job.attempt >= current().job_attempts:
            return _give_up(job, same)
        if not same.update(heartbeat=timezone.now()):
            return False
        job.refresh_from_db()
        queue.hand_over(job)
    return True


class Sweeper(threading.Thread):
    """Sweeps every few seconds and says that its worker lives; stops with the process."""

    def __init__(self, name: str, queues: str, interval_s: float = 1.0) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._beat_name, self._queues, self._interval_s = name, queues, interval_s
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.is_set():
            try:
                beat(self._beat_name, self._queues)
                sweep()
                batches.tend()
            except Error as error:
                log.warning("sweep put off: %s", error)
                connection.close()
            self._done.wait(self._interval_s)
        connection.close()

    def stop(self) -> None:
        """End the thread and take the sign of life away."""
        self._done.set()
        self.join(timeout=5)
        Beat.objects.filter(name=self._beat_name).delete()


def beat(name: str, queues: str) -> None:
    """Renew a worker's sign of life."""
    Beat.objects.update_or_create(name=name, defaults={"queues": queues, "at": timezone.now()})


def living(silence_s: float = 10.0) -> list[Beat]:
    """The workers that gave a sign of life within `silence_s` seconds."""
    recent = timezone.now() - timedelta(seconds=silence_s)
    return list(Beat.objects.filter(at__gt=recent).order_by("name"))

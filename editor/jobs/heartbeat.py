"""A running job's sign of life, so that the sweeper can tell a slow job from a dead worker."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from django.db import Error, connection
from django.utils import timezone

from editor.conf import current
from editor.models import Job


class Heartbeat:
    """A context in which the job's heartbeat is renewed several times per allowed silence."""

    def __init__(self, job: Job) -> None:
        self._held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)
        self._done = threading.Event()
        self._interval_s = current().job_silence_s / 5
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._done.wait(self._interval_s):
                try:
                    if not self._held.update(heartbeat=timezone.now()):
                        return
                except Error:
                    # A locked or restarting database: the next beat tries again.
                    connection.close()
        finally:
            connection.close()

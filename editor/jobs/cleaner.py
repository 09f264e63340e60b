"""Removes what its time has come for, from time to time, in every worker."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)
FIRST_S = 120.0
EVERY_S = 3600.0
KEEP_ENTRIES = timedelta(days=2)


def clean() -> int:
    """One pass; how many things were removed. Any number may run at once."""
    from editor.flows.batches import intake
    from editor.flows.purge import purge

    removed = [step for step in purge() if step.count]
    for step in removed:
        log.info("removed %d %s, %d bytes", step.count, step.what, step.bytes)
    return sum(step.count for step in removed) + intake.forgotten() + prune()


def prune() -> int:
    """Removes ended entries of the queue; the jobs that they ran keep their own rows."""
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_ENTRIES)
    return int(ended.delete()[0])


class Cleaner(threading.Thread):
    """Cleans every hour, the first time some minutes after the start."""

    def __init__(self, first_s: float = FIRST_S, every_s: float = EVERY_S) -> None:
        super().__init__(name="cleaner", daemon=True)
        self._first_s, self._every_s = first_s, every_s
        self._done = threading.Event()

    def run(self) -> None:
        pause = self._first_s
        while not self._done.wait(pause):
            pause = self._every_s
            # A thread of its own: whatever goes wrong is told on stderr and ends this pass only.
            once = threading.Thread(target=_clean_and_close, name="cleaner-pass", daemon=True)
            once.start()
            once.join()

    def stop(self) -> None:
        self._done.set()
        self.join(timeout=5)


def _clean_and_close() -> None:
    try:
        clean()
    finally:
        connection.close()

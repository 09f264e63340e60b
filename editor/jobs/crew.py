"""Several hands of one worker process: each claims a job, runs it, and claims the next."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Sequence

from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker

log = logging.getLogger(__name__)


def hand(name: str, queues: Sequence[str], interval_s: float) -> Worker:
    """One loop over the queues, interactive jobs first; `interval_s` between looks at empty ones.
    The name is the claim's, at most 64 letters."""
    return Worker(
        queue_names=list(queues),
        interval=interval_s,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


class Crew:
    """`main` works on the calling thread and takes the signals, the others on threads beside it.
    A thread that fails takes the process with it: whoever watches it starts a whole one."""

    def __init__(self, main: Worker, others: Sequence[Worker]) -> None:
        self._main, self._others = main, others
        self._threads = [
            threading.Thread(target=self._work, args=(one,), name=one.worker_id, daemon=True)
            for one in others
        ]

    def run(self) -> None:
        """Until a signal stops it; what is begun by then is finished."""
        for thread in self._threads:
            thread.start()
        try:
            self._main.run()
        finally:
            for one in self._others:
                one.running = False
            for thread in self._threads:
                thread.join()

    @staticmethod
    def _work(one: Worker) -> None:
        try:
            one.run()
        finally:
            connections.close_all()
            if one.running:
                log.error("a thread of the worker ended; the worker stops")
                os.kill(os.getpid(), signal.SIGTERM)

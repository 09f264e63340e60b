"""Equal work of one process, done once: everybody who asks meanwhile waits for the same result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connections

from editor.errors import Busy
from editor.library.connection import released
from editor.library.deadline import Deadline

T = TypeVar("T")


class Coalesced(Generic[T]):
    """Work by key, each in a thread of its own: it goes on when those who asked have left, so that
    they find the result when they come back. Results aren't kept here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[str, Future[T]] = {}

    def run(self, key: str, work: Callable[[], T], wait: Deadline) -> T:
        """What `work` returns or raises; Busy when it isn't done after `wait`."""
        running = self._begun(key, work)
        released()
        try:
            return running.result(timeout=wait.left_s)
        except TimeoutError:
            if running.done():
                raise
            raise still_busy() from None

    def _begun(self, key: str, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            running = self._running.get(key)
            if running is not None:
                return running
            mine: Future[T] = Future()
            self._running[key] = mine
        begin = threading.Thread(
            target=self._done, args=(key, work, mine), name=f"work-{key[:8]}", daemon=True
        )
        begin.start()
        return mine

    def _done(self, key: str, work: Callable[[], T], mine: Future[T]) -> None:
        try:
            result = work()
        except BaseException as error:
            self._end(key)
            mine.set_exception(error)
            if not isinstance(error, Exception):
                raise
        else:
            self._end(key)
            mine.set_result(result)
        finally:
            connections.close_all()

    def _end(self, key: str) -> None:
        with self._lock:
            del self._running[key]


class StillMaking(Busy):
    """Nothing went wrong: it is being made, and the one who asked doesn't wait so long."""


def still_busy() -> StillMaking:
    return StillMaking(
        "The picture is being made, and it takes long.",
        remedy="Try again in a moment.",
        retry_after_s=2,
    )

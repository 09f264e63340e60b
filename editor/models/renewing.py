"""Keeps a row's sign of life fresh while its owner works: others can tell slow from dead."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from django.db import Error, connection

log = logging.getLogger(__name__)
_LOOKS = 4
"""So often within a term it is looked whose term ends."""


class Renewing:
    """A context in which `renew` is called every `every_s` seconds, on a thread of its own, until
    it says False: then the row is somebody else's. Quick work costs no query."""

    def __init__(self, renew: Callable[[], bool], every_s: float, name: str) -> None:
        self._renew = renew
        self._every_s = every_s
        self._name = name
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

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

    def _run(self) -> None:
        try:
            while not self._done.wait(self._every_s):
                if not _renewed(self._renew, self._name):
                    return
        finally:
            connection.close()


@dataclass(eq=False, slots=True)
class _Held:
    renew: Callable[[], bool]
    name: str
    last: float
    busy: threading.Lock = field(default_factory=threading.Lock)
    over: bool = False


class Renewals:
    """Many rows that one thread keeps fresh, which is there while any is held. To start and to end
    a thread for each took a quarter of the time of a web process that has pictures made."""

    def __init__(self, every_s: float, name: str) -> None:
        self._every_s = every_s
        self._name = name
        self._lock = threading.Lock()
        self._rows: set[_Held] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def holding(self, renew: Callable[[], bool], name: str) -> Iterator[None]:
        """`renew` is called at least every `every_s` and a quarter seconds, until it says False. It
        isn't after the block."""
        held = _Held(renew, name, time.monotonic())
        with self._lock:
            self._rows.add(held)
            # After a fork the thread is the parent's.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._rows.discard(held)
            with held.busy:
                held.over = True

    def _run(self) -> None:
        while True:
            time.sleep(self._every_s / _LOOKS)
            with self._lock:
                rows = tuple(self._rows)
                if not rows:
                    self._thread = None
                    return
            for held in rows:
                self._look(held)
            connection.close()

    def _look(self, held: _Held) -> None:
        with held.busy:
            now = time.monotonic()
            if not held.over and now >= held.last + self._every_s:
                held.last = now
                held.over = not _renewed(held.renew, held.name)


def _renewed(renew: Callable[[], bool], name: str) -> bool:
    try:
        return renew()
    except Error as error:
        # A locked or restarting database: what was promised outlives one missed renewal.
        log.warning("%s was not renewed: %s", name, error)
        connection.close()
        return True

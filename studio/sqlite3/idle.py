"""Open connections to a file of SQLite that nobody uses at the moment.

Every request has a thread of its own, and gives its connection back when it waits. Opening another
costs as much as several questions: functions are registered, pragmas run, the schema is read.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from functools import cache

MOST = 4
"""Kept; each holds up to 2 MB of pages."""

File = tuple[int, int, int]
"""A process and a file: no connection may be carried into another process by a fork, nor to
another file that took the place of the first."""


class Idle:
    """The idle connections of this process to the file at a path."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._kept: list[tuple[File, sqlite3.Connection]] = []

    def file(self) -> File | None:
        """What lies at the path now; None where nothing does."""
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return os.getpid(), found.st_dev, found.st_ino

    def take(self, file: File | None) -> sqlite3.Connection | None:
        """A connection to `file`, the last used first; others are closed."""
        while True:
            with self._lock:
                if not self._kept:
                    return None
                opened, connection = self._kept.pop()
            if opened == file:
                return connection
            if opened[0] == os.getpid():
                connection.close()

    def put(self, connection: sqlite3.Connection, opened: File | None) -> None:
        """Keeps a connection to the file that was `opened` for whoever needs one next; closes it
        where enough are kept, a transaction is open, or another file lies at the path."""
        whole = opened is not None and opened == self.file() and not connection.in_transaction
        with self._lock:
            if whole and opened is not None and len(self._kept) < MOST:
                self._kept.append((opened, connection))
                return
        connection.close()


@cache
def idle(path: str) -> Idle:
    """The same for everybody who asks for the same path."""
    return Idle(path)

"""The wrapper that Django makes for each thread."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from studio.sqlite3.idle import File, Idle, idle


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes an idle connection where there is one, and leaves behind what it has used in good
    order."""

    _opened: File | None = None

    def get_new_connection(self, conn_params: Any) -> sqlite3.Connection:
        """One that was used before has its functions and pragmas."""
        waiting = self._waiting()
        self._opened = waiting.file() if waiting else None
        found = waiting.take(self._opened) if waiting else None
        if found is None:
            made: sqlite3.Connection = super().get_new_connection(conn_params)
            return made
        # The only pragma that Django itself turns off at times.
        found.execute("PRAGMA foreign_keys = ON")
        return found

    def _close(self) -> None:
        waiting, orderly = self._waiting(), not (self.in_atomic_block or self.errors_occurred)
        if self.connection is None:
            return
        with self.wrap_database_errors:
            if waiting and orderly:
                waiting.put(self.connection, self._opened)
            else:
                self.connection.close()

    def _waiting(self) -> Idle | None:
        """None for a database in memory, which ends with its connection."""
        return None if self.is_in_memory_db() else idle(str(self.settings_dict["NAME"]))

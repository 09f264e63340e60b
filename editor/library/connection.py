"""Database connections are few: whoever waits for something else gives theirs back meanwhile."""

from __future__ import annotations

import sqlite3

from django.db import connection, connections


def released() -> None:
    """Returns this thread's connections to the pool; the next query takes one again. Inside a
    transaction nothing happens.

    Without this, as many waiting requests as there are connections would starve the very threads
    that they wait for.
    """
    for one in connections.all(initialized_only=True):
        if not one.in_atomic_block:
            one.close()


def lent() -> None:
    """The same for a thread that soon goes on. One to a file is kept: nobody waits for it, and
    opening it takes as long as several questions."""
    if connection.vendor != "sqlite":
        released()


def held_open() -> sqlite3.Connection | None:
    """One connection to a file of SQLite, to be kept as long as the process; None for servers.

    When the last one is closed, SQLite writes its log back into the file and removes it: where
    every request opens its own, that would happen after each of them.
    """
    if connection.vendor != "sqlite":
        return None
    held = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
    # Until the first question the log isn't open, and isn't kept.
    held.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    return held

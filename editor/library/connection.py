"""Database connections are few: whoever waits for something else gives theirs back meanwhile."""

from __future__ import annotations

from django.db import connections


def released() -> None:
    """Returns this thread's connections to the pool; the next query takes one again. Inside a
    transaction nothing happens.

    Without this, as many waiting requests as there are connections would starve the very threads
    that they wait for.
    """
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()

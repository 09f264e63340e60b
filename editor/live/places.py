"""How many sockets may be open: each holds a file descriptor and a reader of the tail."""

from __future__ import annotations

from collections import Counter

EACH = 32
"""Of one workspace: more tabs than anybody looks at."""
ALL = 512


class Places:
    """The open sockets of one process, by workspace."""

    def __init__(self, each: int = EACH, all: int = ALL) -> None:
        self._each, self._all = each, all
        self._taken: Counter[str] = Counter()

    def take(self, workspace: str) -> bool:
        """False when there is no place left."""
        if self._taken[workspace] >= self._each or self._taken.total() >= self._all:
            return False
        self._taken[workspace] += 1
        return True

    def leave(self, workspace: str) -> None:
        """Gives a place back."""
        self._taken[workspace] -= 1
        if self._taken[workspace] <= 0:
            del self._taken[workspace]

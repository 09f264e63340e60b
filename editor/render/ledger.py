"""What a pool has done, counted from several threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Counters:
    """Sums since the pool was made; `waiting`, `in_flight_bytes` and `processes` are of now."""

    renders: int = 0
    inspections: int = 0
    failures: int = 0
    refused: int = 0
    deadlines: int = 0
    restarts: int = 0
    recycled: int = 0
    seconds: float = 0.0
    waiting: int = 0
    in_flight_bytes: int = 0
    processes: int = 0

    def plus(self, more: Counters) -> Counters:
        sums = {f.name: getattr(self, f.name) + getattr(more, f.name) for f in fields(self)}
        return Counters(**sums)


class Ledger:
    """The counters of one pool."""

    def __init__(self) -> None:
        self._sums = Counters()
        self._lock = threading.Lock()

    def add(self, more: Counters) -> None:
        with self._lock:
            self._sums = self._sums.plus(more)

    def read(self, waiting: int, in_flight_bytes: int, processes: int) -> Counters:
        with self._lock:
            return replace(
                self._sums,
                waiting=waiting,
                in_flight_bytes=in_flight_bytes,
                processes=processes,
            )

    def mean_seconds(self) -> float:
        """Of one finished request; 1 before there was one."""
        with self._lock:
            finished = self._sums.renders + self._sums.inspections + self._sums.deadlines
            return self._sums.seconds / finished if finished else 1.0

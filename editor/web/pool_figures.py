"""The render pool's own counters, carried over into the figures that all processes share."""

from __future__ import annotations

import threading

from editor.flows.engines import engines
from editor.flows.readiness import Figures
from editor.flows.readiness import figures as present
from editor.web import figures


class PoolFigures:
    """Adds what happened since the last look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = Figures()

    def look(self) -> None:
        """Nothing before the pool was needed for the first time."""
        if not engines.cache_info().currsize:
            return
        with self._lock:
            last, now = self._last, present()
            if now == last:
                # Most answers come from a cache; their time isn't spent on writing zeros.
                return
            self._last = now
            figures.RENDERS.inc(now.renders - last.renders)
            figures.INSPECTIONS.inc(now.inspections - last.inspections)
            figures.FAILURES.inc(now.failures - last.failures)
            figures.REFUSED.inc(now.refused - last.refused)
            figures.DEADLINES.inc(now.deadlines - last.deadlines)
            figures.RESTARTS.inc(now.restarts - last.restarts)
            figures.SECONDS.inc(now.seconds - last.seconds)
            figures.WAITING.set(now.waiting)
            figures.IN_FLIGHT.set(now.in_flight_bytes)
            figures.PROCESSES.set(now.processes)

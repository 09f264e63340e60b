"""Does every part serve? Asked once at a time, answered within a bound, kept for a moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from django.db import connection
from django.db.utils import DatabaseError

from editor.errors import StudioError
from editor.flows import readiness
from editor.jobs import sweeper

FRESH_S = 0.5
LIMIT_S = 3.0
OK = "ok"

Check = Callable[[], str]
"""Answers `ok` or what is wrong, in words."""


@dataclass(frozen=True, slots=True)
class Report:
    """The state of each part."""

    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return all(state == OK for state in self.parts.values())

    def as_json(self) -> dict[str, object]:
        return {"status": OK if self.ok else "unavailable", "parts": dict(self.parts)}


class Health:
    """Runs the checks side by side. A check that hangs is reported, and isn't begun again before
    it ends: nothing piles up."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        fresh_s: float = FRESH_S,
        limit_s: float = LIMIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = checks
        self._fresh_s, self._limit_s, self._clock = fresh_s, limit_s, clock
        self._threads = ThreadPoolExecutor(len(checks), thread_name_prefix="health")
        self._hanging: dict[str, asyncio.Future[str]] = {}
        self._lock = asyncio.Lock()
        self._known: tuple[float, Report] | None = None

    async def report(self) -> Report:
        """The present state, at most `fresh_s` old."""
        async with self._lock:
            if self._known is None or self._clock() - self._known[0] > self._fresh_s:
                names = list(self._checks)
                states = await asyncio.gather(*(self._state(name) for name in names))
                self._known = (self._clock(), Report(dict(zip(names, states, strict=True))))
            return self._known[1]

    async def _state(self, name: str) -> str:
        running, patience_s = self._hanging.pop(name, None), 0.0
        if running is None:
            loop = asyncio.get_running_loop()
            running = loop.run_in_executor(self._threads, self._checks[name])
            patience_s = self._limit_s
        done, _ = await asyncio.wait([running], timeout=patience_s)
        if not done:
            self._hanging[name] = running
            return f"no answer within {self._limit_s:g} s"
        return running.result()


def database() -> str:
    """A query is answered."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"no answer ({type(error).__name__})"
    finally:
        # This thread outlives requests, so nobody else would close it.
        connection.close()
    return OK


def workers() -> str:
    """At least one worker lives for each queue."""
    try:
        queues = {name for beat in sweeper.living() for name in beat.queues.split(",")}
    except DatabaseError as error:
        return f"unknown ({type(error).__name__})"
    finally:
        connection.close()
    missing = {"interactive", "default"} - queues
    return f"nobody works on {', '.join(sorted(missing))} jobs" if missing else OK


def _answers(ask: Callable[[], None]) -> Check:
    def check() -> str:
        try:
            ask()
        except StudioError as error:
            return error.text
        return OK

    return check


@cache
def health() -> Health:
    """The one of this process."""
    checks: dict[str, Check] = {
        "web": lambda: OK,
        "database": database,
        "render": _answers(readiness.render),
        "inference": _answers(readiness.inference),
        "workers": workers,
    }
    return Health(MappingProxyType(checks))

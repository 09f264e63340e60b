"""What a server and all its processes take: processor time, and the most memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import psutil

LOOK_S = 0.1


class Usage:
    """Measures a process and its descendants inside a `with`. `cpu_s` counts all threads, in user
    and system mode; `peak` is the most memory in bytes, shared pages counted once."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._done = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="memory", daemon=True)
        self._before = 0.0
        self.cpu_s = 0.0
        self.peak = 0

    def __enter__(self) -> Self:
        self._before = self._spent()
        self._watching.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._watching.join()
        self.cpu_s = self._spent() - self._before

    def _watch(self) -> None:
        while True:
            self.peak = max(self.peak, sum(map(_memory, self._processes())))
            if self._done.wait(LOOK_S):
                return

    def _spent(self) -> float:
        return sum(map(_seconds, self._processes()))

    def _processes(self) -> Iterator[psutil.Process]:
        yield self._root
        yield from self._root.children(recursive=True)


def _seconds(process: psutil.Process) -> float:
    """Its own, and those of its children that have ended."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    ended = getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return float(times.user + times.system + ended)


def _memory(process: psutil.Process) -> int:
    try:
        facts = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(facts, "pss", facts.rss))

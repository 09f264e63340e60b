"""CPU time and memory of a studio's processes, read from /proc (Linux) from outside."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

EVERY_S = 0.5
_PROC = Path("/proc")
_HERTZ = os.sysconf("SC_CLK_TCK")
_WORDS = {
    "editor.render.child": "render",
    "editor.inference": "inference",
    "supervisor.web": "web",
    "manage.py worker": "worker",
    "editor.management.supervisor": "supervisor",
}
"""What a command line says of its role, the narrower words first."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process at one moment. `seconds` of CPU are its own and those of children that ended;
    `peak` is its greatest resident memory so far, in bytes."""

    pid: int
    parent: int
    role: str
    seconds: float
    peak: int


def tree(root: int) -> list[Process]:
    """The process and all below it that live now."""
    found = {one.pid: one for one in _every()}
    known = {root}
    for one in sorted(found.values(), key=lambda p: p.pid):
        if one.parent in known:
            known.add(one.pid)
    return [one for pid, one in found.items() if pid in known]


def _every() -> Iterator[Process]:
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                yield _read(folder)


def _read(folder: Path) -> Process:
    # The name before the last bracket may hold anything.
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    ticks = sum(int(value) for value in fields[11:15])
    words = (folder / "cmdline").read_text().replace("\0", " ")
    role = next((name for word, name in _WORDS.items() if word in words), "other")
    return Process(int(folder.name), int(fields[1]), role, ticks / _HERTZ, _peak(folder))


def _peak(folder: Path) -> int:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def seconds(processes: list[Process]) -> dict[str, float]:
    """CPU seconds by role."""
    total: Counter[str] = Counter()
    for one in processes:
        total[one.role] += one.seconds  # type: ignore[assignment]
    return dict(total)


@dataclass(slots=True)
class Watch:
    """Looks every half second while the block runs; what each role took meanwhile. Processes that
    live so shortly that no look sees them count with their parents."""

    root: int
    peaks: dict[str, int] = field(default_factory=dict)
    _before: dict[str, float] = field(default_factory=dict)
    _after: dict[str, float] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Watch:
        self._before = seconds(self._look())
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()
        self._after = seconds(self._look())

    @property
    def took(self) -> Mapping[str, float]:
        """CPU seconds by role between the block's begin and its end."""
        roles = sorted({*self._before, *self._after})
        return {one: self._after.get(one, 0.0) - self._before.get(one, 0.0) for one in roles}

    def _run(self) -> None:
        while not self._done.wait(EVERY_S):
            self._look()

    def _look(self) -> list[Process]:
        found = tree(self.root)
        for one in found:
            self.peaks[one.role] = max(one.peak, self.peaks.get(one.role, 0))
        return found

"""The pool's side of one render process: start it, ask it, end it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from editor.render.pipe import Closed, Pipe, unpacked_answer
from editor.render.request import Answer

START_S = 60.0
"""Longest time until a process is ready; imports from a cold disk are slow."""

_NEVER = str(1 << 30)
_PASSED = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_SET = {
    # One thread each: the pool's processes are the parallelism.
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    **dict.fromkeys(("NUMBA_NUM_THREADS", "VIPS_CONCURRENCY"), "1"),
    # glibc keeps an arena per thread; memory that is freed shall go back.
    "MALLOC_ARENA_MAX": "2",
    # ... but not at every step of a render: a tenth of its CPU time went into fetching cleared
    # pages anew. The child gives it back when it is a lot or no work comes (`usage.settled`).
    "MALLOC_MMAP_THRESHOLD_": _NEVER,
    "MALLOC_TRIM_THRESHOLD_": _NEVER,
    # Large pages, where the system offers them to those who ask.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


class Died(Exception):
    """The process ended before it answered. `bug` tells a Python error from a violent end."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"a render process ended with status {status}")
        self.bug = status is not None and status > 0


class Child:
    """One running render process."""

    def __init__(self, memory_bytes: int) -> None:
        """Starts it; `memory_bytes` is what it may take beyond its size when idle. `ready` must
        be called before the first `ask`.
        """
        request_end, writer = os.pipe()
        reader, answer_end = os.pipe()
        self._ends: tuple[int, ...] = (reader, writer)
        self._pipe = Pipe(reader, writer)
        self.served = 0
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "editor.render.child", str(os.getpid()), str(memory_bytes)],
                stdin=request_end,
                stdout=answer_end,
                env=environment(os.environ),
            )
        except OSError:
            self._close()
            raise
        finally:
            os.close(request_end)
            os.close(answer_end)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ready(self) -> None:
        """Returns when it can be asked; Died when it can't start."""
        try:
            self._receive(time.monotonic() + START_S)
        except TimeoutError:
            self.kill()
            raise Died(None) from None

    def ask(self, payload: bytes, deadline: float) -> Answer:
        """Its answer; Died, or TimeoutError at the deadline (clock of `time.monotonic`)."""
        try:
            self._pipe.send(payload, deadline)
        except Closed:
            raise self._died() from None
        answer = self._receive(deadline)
        self.served += 1
        return answer

    def signal(self) -> None:
        """Has it ended at once, from any thread; `kill` by its own thread cleans up."""
        self._process.kill()

    def kill(self) -> None:
        """Ends it at once and leaves no zombie; fine when it has ended already."""
        self._process.kill()
        self._process.wait()
        self._close()

    def _close(self) -> None:
        ends, self._ends = self._ends, ()
        for end in ends:
            os.close(end)

    def _receive(self, deadline: float) -> Answer:
        try:
            answer = unpacked_answer(self._pipe.receive(deadline))
        except Closed:
            raise self._died() from None
        if not isinstance(answer, Answer):
            raise self._died()
        return answer

    def _died(self) -> Died:
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = None
        self.kill()
        return Died(status)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What a process that decodes strangers' bytes may know: no settings, no secrets."""
    kept = {name: value for name, value in environ.items() if name in _PASSED}
    root = str(Path(__file__).resolve().parent.parent.parent)
    return {**kept, **_SET, "PYTHONPATH": root}

"""One child: what it is, its present process if any, and when it is due to start again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress

from editor.management.supervisor import backoff
from editor.management.supervisor.output import Lines, Output
from editor.management.supervisor.roles import Spec
from editor.management.supervisor.state import ChildState

READ_BYTES = 64 * 1024


class Running:
    """A started process. It leads its own process group: Ctrl-C reaches only the supervisor, and
    what a dead child leaves behind (its render processes) can be ended with it."""

    def __init__(self, spec: Spec, environment: Mapping[str, str], out: Output) -> None:
        self.output, words = os.pipe()
        try:
            self._process = subprocess.Popen(
                spec.command,
                env=environment,
                pass_fds=spec.fds,
                process_group=0,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
            )
        except OSError:
            os.close(self.output)
            raise
        finally:
            os.close(words)
        os.set_blocking(self.output, False)
        self._lines = Lines(spec.name, out)
        self.pid = self._process.pid
        self.started = time.monotonic()

    def pump(self) -> bool:
        """Passes on what the child said; False once its output is closed."""
        try:
            data = os.read(self.output, READ_BYTES)
        except BlockingIOError:
            return True
        self._lines.feed(data)
        return bool(data)

    def ended(self) -> int | None:
        """The exit status once the process has ended, else None."""
        return self._process.poll()

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the process; SIGKILL goes to its whole group."""
        with suppress(ProcessLookupError, PermissionError):
            if number == signal.SIGKILL:
                os.killpg(self.pid, number)
            else:
                self._process.send_signal(number)

    def clear(self) -> None:
        """After the end: kills what is left of its group and passes on its last words."""
        self.send(signal.SIGKILL)
        with suppress(BlockingIOError):
            while data := os.read(self.output, READ_BYTES):
                self._lines.feed(data)
        self._lines.end()
        os.close(self.output)


class Child:
    """Starts its process and counts the quick ends, from which the back-off follows."""

    def __init__(self, spec: Spec, environment: Mapping[str, str], out: Output) -> None:
        self.spec = spec
        self.running: Running | None = None
        self.due = 0.0
        self._environment = {**environment, **spec.environment, "STUDIO_ROLE": spec.name}
        self._out = out
        self._changed = time.time()
        self._quick_ends = 0
        self._starts = 0

    def state(self) -> ChildState:
        """What /healthz is told."""
        word, pid = ("running", self.running.pid) if self.running else ("waiting", None)
        restarts = max(0, self._starts - 1)
        return ChildState(self.spec.name, self.spec.role, word, pid, self._changed, restarts)

    def start(self) -> Running:
        """The new process; OSError when the system refuses, which counts as a quick end."""
        self._starts += 1
        try:
            self.running = Running(self.spec, self._environment, self._out)
        except OSError:
            self._postpone(quick=True)
            raise
        self._changed = time.time()
        return self.running

    def forget(self, running: Running) -> float:
        """Tidies up after the end of its process. The seconds until it is due again."""
        running.clear()
        self.running = None
        return self._postpone(quick=time.monotonic() - running.started < backoff.QUICK_S)

    def _postpone(self, quick: bool) -> float:
        self._quick_ends = self._quick_ends + 1 if quick else 0
        delay = backoff.delay_s(self._quick_ends)
        self.due, self._changed = time.monotonic() + delay, time.time()
        return delay

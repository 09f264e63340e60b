"""The supervisor's loop: start what is due, pass on words, notice ends, stop on a signal."""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from editor.management.supervisor.child import Child, Running
from editor.management.supervisor.lifeline import Lifeline
from editor.management.supervisor.output import Output
from editor.management.supervisor.roles import STOP_ORDER, Spec
from editor.management.supervisor.signals import Signals
from editor.management.supervisor.state import ChildState

LONGEST_SLEEP_S = 1.0
GRACE_S = 10.0


class Loop:
    """Keeps the children alive until a stop signal; a second one ends them at once."""

    def __init__(
        self,
        specs: Iterable[Spec],
        environment: Mapping[str, str],
        lock_fd: int,
        out: Output,
        on_change: Callable[[Sequence[ChildState]], None],
        grace_s: float = GRACE_S,
    ) -> None:
        self._children = [Child(spec, environment, out) for spec in specs]
        self._lock_fd = lock_fd
        self._lifeline = Lifeline(lock_fd)
        self._out = out
        self._on_change = on_change
        self._grace_s = grace_s
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Returns when a stop signal came and every child has ended."""
        with Signals() as signals:
            self._selector.register(signals.fd, selectors.EVENT_READ)
            try:
                while not signals.stops:
                    self._start_due()
                    self._wait(self._next_due())
                    self._restart_ended()
                    self._renew_lifeline()
                self._out.say("stopping")
                for roles in STOP_ORDER:
                    self._stop([c for c in self._children if c.spec.role in roles], signals)
            finally:
                self._kill(self._children)
                self._lifeline.close()
                self._selector.close()

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.running is None and child.due <= now:
                self._start(child)

    def _start(self, child: Child) -> None:
        try:
            running = child.start()
        except OSError as error:
            self._out.say(f"can't start {child.spec.name}: {error}")
            return
        self._lifeline.add(running.pid)
        self._selector.register(running.output, selectors.EVENT_READ, running)
        self._tell_change()

    def _tell_change(self) -> None:
        self._on_change([child.state() for child in self._children])

    def _next_due(self) -> float:
        """Seconds until a waiting child is due."""
        now = time.monotonic()
        waits = [child.due - now for child in self._children if child.running is None]
        return max(0.0, min([*waits, LONGEST_SLEEP_S]))

    def _wait(self, timeout_s: float) -> None:
        """Sleeps until something happens; passes on what the children say."""
        for key, _ in self._selector.select(timeout_s):
            if not isinstance(key.data, Running):
                os.read(key.fd, 4096)
            elif not key.data.pump():
                self._selector.unregister(key.fd)

    def _restart_ended(self) -> None:
        for child, status, delay in self._forget_ended(self._children):
            when = f"in {delay:g} s" if delay else "at once"
            self._out.say(f"{child.spec.name} {_in_words(status)}; again {when}")

    def _forget_ended(self, children: Iterable[Child]) -> list[tuple[Child, int, float]]:
        """The children that ended, each with its exit status and the seconds until a restart."""
        found = []
        for child in children:
            running = child.running
            if running is None or (status := running.ended()) is None:
                continue
            if running.output in self._selector.get_map():
                self._selector.unregister(running.output)
            found.append((child, status, child.forget(running)))
            self._lifeline.remove(running.pid)
        if found:
            self._tell_change()
        return found

    def _renew_lifeline(self) -> None:
        if not self._lifeline.lost:
            return
        self._out.say("the guardian was ended; a new one takes over")
        self._lifeline.close()
        self._lifeline = Lifeline(self._lock_fd)
        for child in self._children:
            if child.running:
                self._lifeline.add(child.running.pid)

    def _stop(self, children: Sequence[Child], signals: Signals) -> None:
        """SIGTERM; after the grace time, or at a second stop signal, SIGKILL."""
        for child in children:
            if child.running:
                child.running.send(signal.SIGTERM)
        until = time.monotonic() + self._grace_s
        while any(child.running for child in children):
            if time.monotonic() > until or signals.stops > 1:
                late = ", ".join(child.spec.name for child in children if child.running)
                self._out.say(f"{late} didn't stop in time and is killed")
                break
            self._wait(0.2)
            self._forget_ended(children)
        self._kill(children)

    def _kill(self, children: Iterable[Child]) -> None:
        for child in children:
            if child.running:
                child.running.send(signal.SIGKILL)
        for child in children:
            while child.running:
                self._wait(0.05)
                self._forget_ended([child])


def _in_words(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"

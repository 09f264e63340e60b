"""One place of a pool: a thread that keeps one render process alive and gives it work."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from dataclasses import dataclass

from editor.errors import Busy, DeadlineExceeded, RenderFailed, StudioError
from editor.render.admission import Admission, Order
from editor.render.handle import Child, Died
from editor.render.ledger import Counters, Ledger
from editor.render.request import Answer, Rendered

log = logging.getLogger(__name__)

LOOK_S = 0.5
"""How often an idle seat looks whether its process still lives."""
DEATHS = 2
"""A request that saw so many processes die is taken to be the cause."""
STARTS = 3
LONGEST_PAUSE_S = 10.0

STOPPING = Busy("The server is stopping.", remedy="Try again in a moment.", retry_after_s=5)


@dataclass(frozen=True, slots=True)
class Terms:
    """What each process gets: memory beyond its idle size, and when it is exchanged for a new
    one: after `recycle_after` requests, or when more than `resident_bytes` stay taken.
    """

    memory_bytes: int
    recycle_after: int
    resident_bytes: int


class Seat(threading.Thread):
    def __init__(self, admission: Admission, ledger: Ledger, terms: Terms, number: int) -> None:
        super().__init__(name=f"render-{number}", daemon=True)
        self._admission, self._ledger, self._terms = admission, ledger, terms
        self._number = number
        self._child: Child | None = None
        self._wanted = threading.Event()
        self._pause_s = 0.0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """Of the living process, if there is one."""
        child = self._child
        return child.pid if child and child.alive else None

    def warm(self) -> None:
        """Has a process started without waiting for the first order."""
        self._wanted.set()

    def stop(self) -> None:
        """Ends the process, in the middle of its work if need be."""
        if self._child:
            self._child.signal()

    def run(self) -> None:
        try:
            while not self._admission.closed:
                self._keep_alive()
                order = self._admission.take(LOOK_S, self._number)
                if order:
                    self._serve(order)
        finally:
            self._drop()

    def _serve(self, order: Order) -> None:
        started = time.monotonic()
        try:
            answer = self._answer(order)
            self._ledger.add(_counted(answer, time.monotonic() - started))
            if answer.error:
                order.future.set_exception(answer.error)
            else:
                order.future.set_result(answer.value)
        finally:
            self._admission.done(order)
            if not order.future.done():
                order.future.set_exception(RenderFailed("The render pool failed."))
        self._recycle(answer)

    def _answer(self, order: Order) -> Answer:
        """What the process answers, or an Answer with the error of its end."""
        error: StudioError = STOPPING
        for _ in range(DEATHS):
            try:
                return self._ready().ask(order.payload, time.monotonic() + order.deadline_s)
            except TimeoutError:
                self._clear(order)
                return Answer(error=_late(order.deadline_s))
            except Busy as busy:
                return Answer(error=busy)
            except Died as death:
                log.warning("%s", death)
                self._clear(order)
                if self._admission.closed:
                    return Answer(error=STOPPING)
                error = _fatal(death)
                if death.bug:
                    break
        return Answer(error=error)

    def _ready(self) -> Child:
        """The living process, started if need be; Busy when none starts."""
        for _ in range(STARTS):
            if self._child and self._child.alive:
                return self._child
            if self._admission.closed:
                raise STOPPING
            self._start()
        raise Busy(
            "No render process starts.", remedy="Try again; the log knows more.", retry_after_s=5
        )

    def _keep_alive(self) -> None:
        """Replaces a process that died while idle; pauses longer and longer when none starts."""
        wanted = self._child is not None or self._wanted.is_set()
        alive = self._child is not None and self._child.alive
        if wanted and not alive and time.monotonic() >= self._not_before:
            self._start()

    def _start(self) -> None:
        if self._child:
            alive = self._child.alive
            self._ledger.add(Counters(recycled=alive, restarts=not alive))
            self._drop()
        self._wanted.set()
        try:
            child = Child(self._terms.memory_bytes)
            self._child = child
            child.ready()
            self._pause_s = 0.0
        except (OSError, Died) as error:
            log.error("a render process didn't start: %s", error)
            self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2 or LOOK_S)
        self._not_before = time.monotonic() + self._pause_s

    def _drop(self) -> None:
        if self._child:
            self._child.kill()

    def _clear(self, order: Order) -> None:
        """Ends a process in mid-work and removes the half file that it leaves."""
        self._drop()
        if order.partial:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(order.partial)

    def _recycle(self, answer: Answer) -> None:
        child, terms = self._child, self._terms
        if child and (
            answer.leaves
            or child.served >= terms.recycle_after
            or answer.rss > terms.resident_bytes
        ):
            self._start()


def _counted(answer: Answer, seconds: float) -> Counters:
    return Counters(
        renders=isinstance(answer.value, Rendered),
        inspections=answer.value is not None and not isinstance(answer.value, Rendered),
        failures=answer.error is not None,
        deadlines=isinstance(answer.error, DeadlineExceeded),
        seconds=seconds,
    )


def _late(deadline_s: float) -> DeadlineExceeded:
    return DeadlineExceeded(
        f"The picture wasn't made within {deadline_s:g} s.",
        remedy="Ask for a smaller result, or try again when less is going on.",
    )


def _fatal(death: Died) -> RenderFailed:
    how = "stopped on an error of its own" if death.bug else "was ended by the system"
    return RenderFailed(
        f"The process that made this picture {how}.",
        remedy="Try a smaller result or another picture; the log of the server knows more.",
    )

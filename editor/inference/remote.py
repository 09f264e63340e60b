"""The line of a service whose models are elsewhere: questions go out one by one, in fair order, to
replicas that batch them. Free of Ray."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from editor.errors import DeadlineExceeded
from editor.inference.line import Answer, Entry, Question
from editor.inference.metrics import Metrics
from editor.inference.reception import Reception, told
from editor.inference.replica import Told
from editor.inference.replicas import Reports, nobody
from editor.inference.settings import Settings

Ask = Callable[[Question], Awaitable[Told]]
"""Asks some replica; raises when none can be reached."""
LOOK_S = 5.0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How to ask replicas, how many questions may be out at once, and how replicas tell of
    themselves."""

    ask: Ask
    lanes: int
    reports: Reports = nobody


class Remote(Reception):
    """At most `lanes` questions are out at once: what waits beyond them stays here, where the line
    is fair and interactive work goes first."""

    def __init__(
        self,
        elsewhere: Elsewhere,
        settings: Settings,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, metrics, clock)
        self._ask = elsewhere.ask
        self._lanes = elsewhere.lanes
        self._out: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        try:
            while True:
                while len(self._out) < self._lanes and (lead := self._next()):
                    self._send(lead)
                await self._arrival(LOOK_S)
        finally:
            for task in self._out:
                task.cancel()

    def _next(self) -> Entry | None:
        """Where models are loaded is the router's matter, not the line's."""
        lead = self._line.lead(lambda model: True, lambda entry: False)
        if lead is not None:
            self._line.batch(lead, 1, self._paces.charge_s(lead.question.model))
        return lead

    def _send(self, entry: Entry) -> None:
        self._running.append(entry)
        task = asyncio.create_task(self._asked(entry))
        self._out.add(task)
        task.add_done_callback(lambda done: self._ended(entry, done))
        # Nobody waits any more: the lane is free for others.
        entry.answer.add_done_callback(lambda answer: task.cancel() if answer.cancelled() else None)

    def _ended(self, entry: Entry, task: asyncio.Task[None]) -> None:
        self._out.discard(task)
        self._running.remove(entry)
        self._line.active(entry.flow)
        self._arrived.set()

    async def _asked(self, entry: Entry) -> None:
        """Settles the entry's answer, whatever happens."""
        name = entry.question.model.card.name
        began = self._clock()
        try:
            async with asyncio.timeout(self._settings.stuck_s):
                answer = await self._ask(entry.question)
            seen = answer.outcome()
        except TimeoutError:
            self._metrics.stuck.add(model=name)
            error = DeadlineExceeded(
                f"No replica answered for {name} within {self._settings.stuck_s:g} s.",
                remedy="Try again; the operator's log tells more.",
            )
            self._fail(entry, error)
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            self._fail(entry, told(error, name))
        else:
            self._learn(entry, answer)
            queued_s = self._clock() - entry.since - answer.ran_s
            if not entry.answer.done():
                result = Answer(
                    seen, max(began - entry.since, queued_s), answer.ran_s, answer.batch
                )
                entry.answer.set_result(result)

    def _fail(self, entry: Entry, error: Exception) -> None:
        with suppress(asyncio.InvalidStateError):  # nobody waits any more
            entry.answer.set_exception(error)

    def _learn(self, entry: Entry, answer: Told) -> None:
        """A pass is told by each of its pictures: each counts as its part of it."""
        model, part = entry.question.model, 1 / answer.batch
        self._paces.ran(model, answer.batch, answer.ran_s)
        self._metrics.sizes.add(part, model=model.card.name, pictures=str(answer.batch))

"""Where requests are taken in: bounded places, a fair line, equal questions answered once."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from editor.errors import Busy, DeadlineExceeded, StudioError
from editor.inference.ahead import Ahead, told_ahead
from editor.inference.line import LIGHT, Answer, Entry, Flow, Line, Place, Question
from editor.inference.metrics import Metrics
from editor.inference.models.base import Model
from editor.inference.paces import Paces
from editor.inference.settings import Settings

log = logging.getLogger(__name__)

ANYBODY = Flow()
MOST_CLAIMED = 2
"""All places together, claimed ones included, are at most so many times the queue."""


class Reception(ABC):
    """A request holds a place from before its body is read until its answer is written, so that
    what waits in memory is bounded, too. Who answers the questions is for `run` to know."""

    def __init__(
        self, settings: Settings, metrics: Metrics, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._clock = clock
        self._line: Line = Line(clock)
        self._paces = Paces(clock)
        self._arrived = asyncio.Event()
        self._taken = 0
        self._arriving = 0
        self._running: list[Entry] = []
        self._began = 0.0
        self._held: Counter[str] = Counter()

    @abstractmethod
    async def run(self) -> None:
        """Serves the line until it is cancelled."""

    async def warm(self, models: Sequence[type[Model]]) -> None:
        """Before `run`: has these models ready to answer, as far as they are this process's."""
        return None

    @property
    def taken(self) -> int:
        """Places taken now, waiting and running."""
        return self._taken

    @property
    def hanging(self) -> int:
        """Forward passes that never came back."""
        return 0

    def waiting(self) -> list[Question]:
        """What waits now, about in the order in which it will be served."""
        return [entry.question for entry in self._line.ordered()]

    @contextmanager
    def place(self, flow: Flow = ANYBODY) -> Iterator[Place]:
        """One of the bounded places; Busy with Retry-After when all are taken. A workspace that
        has hardly any finds one beyond them, or a flood would shut everybody else out."""
        if self._taken >= self._settings.queue and not self._has_a_claim(flow):
            self._metrics.shed.add()
            raise Busy(
                f"All {self._settings.queue} places of the inference queue are taken.",
                remedy="Try again after the time in Retry-After.",
                retry_after_s=self.retry_after_s(),
            )
        place = Place()
        self._taken += 1
        self._arriving += 1
        self._held[flow.workspace] += 1
        try:
            yield place
        finally:
            self._taken -= 1
            self._held -= Counter([flow.workspace])  # forgets those who hold none
            self._has_arrived(place)

    def _has_a_claim(self, flow: Flow) -> bool:
        named = flow.workspace and not flow.batch
        few = self._held[flow.workspace] < LIGHT
        return bool(named and few and self._taken < MOST_CLAIMED * self._settings.queue)

    def retry_after_s(self) -> int:
        """Whole seconds until half of the queue will be done, at the usual pace."""
        known = [entry.question.model for entry in [*self._running, *self._line.alive()]]
        return self._paces.retry_after_s(known, self._taken)

    def ahead(self) -> dict[str, Ahead]:
        """What lies ahead of every named request, the one that runs included."""
        done_s = self._clock() - self._began
        return told_ahead(self._running, self._line.ordered(), self._paces, done_s)

    async def predict(self, question: Question, until: float, place: Place | None = None) -> Answer:
        """The model's answer for one picture; equal questions share it. DeadlineExceeded when the
        clock passes `until`, StudioError for whatever goes wrong in the model."""
        entry = self._joined(question)
        if place is not None:
            self._has_arrived(place)
        self._arrived.set()
        try:
            async with asyncio.timeout(until - self._clock()):
                return await asyncio.shield(entry.answer)
        except TimeoutError:
            raise DeadlineExceeded(
                f"{question.model.card.name} gave no answer in time.",
                remedy="Try again, or with a smaller picture.",
            ) from None
        finally:
            entry.waiters -= 1
            if not entry.waiters:
                entry.answer.cancel()  # nothing happens to one that is there already

    def _joined(self, question: Question) -> Entry:
        """The entry that will answer: the same question's that waits or runs, else a new one."""
        running = (e for e in self._running if e.alive and e.question.equals(question))
        entry = next(running, None) or self._line.equal(question)
        if entry is None:
            answer = asyncio.get_running_loop().create_future()
            entry = Entry(question, self._clock(), answer, question.flow)
            self._line.add(entry)
        else:
            self._metrics.coalesced.add()
            if entry.flow.batch and not question.flow.batch and entry not in self._running:
                self._line.hurry(entry, question.flow)
        entry.waiters += 1
        if question.name and question.name not in entry.names:
            entry.names.append(question.name)
        return entry

    def _has_arrived(self, place: Place) -> None:
        if not place.asked:
            place.asked = True
            self._arriving -= 1
            self._arrived.set()

    async def _arrival(self, seconds: float) -> None:
        try:
            # Not wait_for: before Python 3.12 it can swallow a cancellation.
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            pass
        self._arrived.clear()


def told(error: Exception, name: str) -> StudioError:
    """The error for those who wait; what isn't ours is logged in full and told in short."""
    if isinstance(error, StudioError):
        return error
    log.error("%s failed", name, exc_info=error)
    return StudioError(
        f"The model {name} failed on this picture ({type(error).__name__}).",
        remedy="Try another model, or tell the operator.",
    )

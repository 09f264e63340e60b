"""The one owner of the device: a bounded queue, fair batches, one prediction at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from editor.errors import Busy, DeadlineExceeded, StudioError
from editor.inference.ahead import Ahead, told_ahead
from editor.inference.device import Device, Stuck
from editor.inference.line import LIGHT, Answer, Entry, Flow, Line, Place, Question
from editor.inference.metrics import Metrics
from editor.inference.models.base import Model, Seen
from editor.inference.paces import Paces
from editor.inference.pool import Pool
from editor.inference.settings import Settings
from editor.inference.trying import Trial

log = logging.getLogger(__name__)

SWEEP_S = 5.0
ANYBODY = Flow()
MOST_CLAIMED = 2
"""All places together, claimed ones included, are at most so many times the queue."""


class Scheduler:
    """Takes requests from the event loop and runs them on its only device.

    A request holds a place from before its body is read until its answer is written, so that what
    waits in memory is bounded, too.
    """

    def __init__(
        self,
        pool: Pool,
        settings: Settings,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pool = pool
        self._settings = settings
        self._metrics = metrics
        self._clock = clock
        self._line: Line = Line(clock)
        self._paces = Paces()
        self._device = Device(settings.stuck_s)
        self._arrived = asyncio.Event()
        self._taken = 0
        self._arriving = 0
        self._running: list[Entry] = []
        self._began = 0.0
        self._most: dict[str, int] = {}
        self._held: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """Places taken now, waiting and running."""
        return self._taken

    @property
    def hanging(self) -> int:
        """Forward passes that never came back."""
        return self._device.hanging

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

    async def run(self) -> None:
        """Serves the queue until it is cancelled, and unloads idle models."""
        swept = self._clock()
        try:
            while True:
                await self._something(SWEEP_S)
                while lead := self._lead():
                    if await self._fills(lead):
                        continue
                    await self._serve(self._batch(lead))
                    if self._clock() - swept >= SWEEP_S:
                        break
                self._pool.sweep()
                swept = self._clock()
        finally:
            self._device.close()

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

    async def _something(self, seconds: float) -> None:
        """Until something arrives, at most so long."""
        if len(self._line):
            return
        await self._arrival(seconds)

    async def _arrival(self, seconds: float) -> None:
        try:
            # Not wait_for: before Python 3.12 it can swallow a cancellation.
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            pass
        self._arrived.clear()

    def _lead(self) -> Entry | None:
        return self._line.lead(
            lambda model: self._pool.loaded(model.card.name),
            lambda entry: self._pool.worth_waiting(entry.question.model.card.name, entry.since),
        )

    async def _fills(self, lead: Entry) -> bool:
        """True after a moment's wait for requests that are still arriving, if the batch has room
        for them and its lead hasn't waited long."""
        left_s = self._settings.wait_s - (self._clock() - lead.since)
        if left_s <= 0 or not self._arriving or self._size(lead) == 1:
            return False
        fit = sum(e.question.goes_with(lead.question) for e in self._line.alive())
        if fit >= self._size(lead):
            return False
        self._arrived.clear()
        await self._arrival(left_s)
        return True

    def _size(self, lead: Entry) -> int:
        """Most pictures of the batch that this entry leads."""
        model = lead.question.model
        most = min(model.batch, self._settings.batch)
        most = min(most, self._most.get(model.card.name, most))
        return self._paces.short(model, most) if self._line.crowded() else most

    def _batch(self, lead: Entry) -> list[Entry]:
        each_s = self._paces.charge_s(lead.question.model)
        return self._line.batch(lead, self._size(lead), each_s)

    async def _serve(self, batch: Sequence[Entry]) -> None:
        model = batch[0].question.model
        self._running, self._began = list(batch), self._clock()
        outcomes: Sequence[Seen | Exception]
        try:
            outcomes = await self._device.run(lambda: self._forward(batch))
        except Stuck:
            outcomes = [self._stuck(model)] * len(batch)
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            outcomes = [_told(error, model.card.name)] * len(batch)
        finally:
            self._running = []
        ran_s = self._clock() - self._began
        self._learn(model, len(batch), ran_s)
        for entry, outcome in zip(batch, outcomes, strict=True):
            self._line.active(entry.flow)
            if entry.answer.done():
                continue
            if isinstance(outcome, Exception):
                entry.answer.set_exception(_told(outcome, model.card.name))
            else:
                queued_s = self._began - entry.since
                entry.answer.set_result(Answer(outcome, queued_s, ran_s, len(batch)))

    def _learn(self, model: type[Model], pictures: int, ran_s: float) -> None:
        self._paces.ran(model, pictures, ran_s)
        self._metrics.batches.observe(pictures, model=model.card.name)
        self._metrics.sizes.add(model=model.card.name, pictures=str(pictures))
        self._metrics.predict.observe(ran_s, model=model.card.name)

    def _forward(self, batch: Sequence[Entry]) -> Sequence[Seen | Exception]:
        """On the device's thread."""
        first = batch[0].question
        name = first.model.card.name
        with self._pool.lease(name) as model:
            trial = Trial(model, lambda: self._pool.unload_others(name))
            seen = trial.seen([entry.question.picture for entry in batch], first.prompt)
        if trial.most is not None:
            self._metrics.full.add(model=name)
            self._most[name] = trial.most
        return seen

    def _stuck(self, model: type[Model]) -> StudioError:
        self._metrics.stuck.add(model=model.card.name)
        self._pool.abandon(model.card.name)
        return DeadlineExceeded(
            f"{model.card.name} gave no answer within {self._settings.stuck_s:g} s and was given "
            "up.",
            remedy="Try a smaller picture or another model; the operator's log tells more.",
        )


def _told(error: Exception, name: str) -> StudioError:
    """The error for those who wait; what isn't ours is logged in full and told in short."""
    if isinstance(error, StudioError):
        return error
    log.error("%s failed", name, exc_info=error)
    return StudioError(
        f"The model {name} failed on this picture ({type(error).__name__}).",
        remedy="Try another model, or tell the operator.",
    )

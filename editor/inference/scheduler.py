"""The one owner of the device: fair batches, one prediction at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from editor.errors import DeadlineExceeded, StudioError
from editor.inference.device import Device, Stuck
from editor.inference.line import Answer, Entry
from editor.inference.metrics import Metrics
from editor.inference.models.base import Model, Seen
from editor.inference.pool import Pool
from editor.inference.reception import Reception, told
from editor.inference.returning import give_back
from editor.inference.settings import Settings
from editor.inference.trying import looked
from editor.inference.warming import warmed

SWEEP_S = 5.0


class Scheduler(Reception):
    """Takes requests from the event loop and runs them on its only device."""

    def __init__(
        self,
        pool: Pool,
        settings: Settings,
        metrics: Metrics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, metrics, clock)
        self._pool = pool
        self._device = Device(settings.stuck_s)
        self._most: dict[str, int] = {}

    @property
    def hanging(self) -> int:
        """Forward passes that never came back."""
        return self._device.hanging

    async def warm(self, models: Sequence[type[Model]]) -> None:
        try:
            await warmed(self._device, self._pool, models, self._settings)
        except asyncio.CancelledError:
            self._device.close()
            raise

    async def run(self) -> None:
        """Serves the line until it is cancelled, and unloads idle models. When nothing has come for
        a while, what large pictures left behind goes back to the system."""
        swept, worked = self._clock(), False
        try:
            while True:
                began = self._clock()
                await self._something(SWEEP_S)
                if worked and self._clock() - began >= SWEEP_S:
                    give_back()
                    worked = False
                while lead := self._lead():
                    worked = True
                    if await self._fills(lead):
                        continue
                    await self._serve(self._batch(lead))
                    if self._clock() - swept >= SWEEP_S:
                        break
                self._pool.sweep()
                swept = self._clock()
        finally:
            self._device.close()

    async def _something(self, seconds: float) -> None:
        """Until something arrives, at most so long."""
        if len(self._line):
            return
        await self._arrival(seconds)

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
            outcomes = [told(error, model.card.name)] * len(batch)
        finally:
            self._running = []
        ran_s = self._clock() - self._began
        self._learn(model, len(batch), ran_s)
        for entry, outcome in zip(batch, outcomes, strict=True):
            self._line.active(entry.flow)
            if entry.answer.done():
                continue
            if isinstance(outcome, Exception):
                entry.answer.set_exception(told(outcome, model.card.name))
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
        name = batch[0].question.model.card.name
        seen, most = looked(self._pool, [entry.question for entry in batch])
        if most is not None:
            self._metrics.full.add(model=name)
            self._most[name] = most
        return seen

    def _stuck(self, model: type[Model]) -> StudioError:
        self._metrics.stuck.add(model=model.card.name)
        self._pool.abandon(model.card.name)
        return DeadlineExceeded(
            f"{model.card.name} gave no answer within {self._settings.stuck_s:g} s and was given "
            "up.",
            remedy="Try a smaller picture or another model; the operator's log tells more.",
        )

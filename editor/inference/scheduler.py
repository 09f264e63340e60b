"""The one owner of the device: a bounded queue, batches of one model, one prediction at a time."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from editor.errors import Busy, DeadlineExceeded, StudioError
from editor.inference.metrics import Metrics
from editor.inference.models.base import Model, Picture, Seen
from editor.inference.pool import Pool
from editor.inference.prompt import Prompt
from editor.inference.settings import Settings

log = logging.getLogger(__name__)

SWEEP_S = 5.0
LONGEST_RETRY_S = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What was seen, and how long the request waited and ran, in seconds."""

    seen: Seen
    queued_s: float
    ran_s: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far a request is: 0 while it is looked at, else its place in line, from 1; and the
    seconds until its answer at the usual pace, None before a model showed its pace."""

    place: int
    seconds: float | None

    def as_json(self) -> dict[str, float | int | None]:
        seconds = None if self.seconds is None else round(self.seconds, 1)
        return {"place": self.place, "seconds": seconds}


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    model: type[Model]
    picture: Picture
    prompt: Prompt | None
    since: float
    answer: asyncio.Future[Answer]
    name: str = ""

    def goes_with(self, other: _Waiting) -> bool:
        return self.model is other.model and self.prompt == other.prompt


class Scheduler:
    """Takes requests from the event loop and runs them on its only thread.

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
        self._waiting: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "device")
        self._taken = 0
        self._usual_s = 0.5
        self._running: list[_Waiting] = []
        self._began = 0.0
        self._paces: dict[type[Model], float] = {}

    @property
    def taken(self) -> int:
        """Places taken now, waiting and running."""
        return self._taken

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the bounded places; Busy with Retry-After when all are taken."""
        if self._taken >= self._settings.queue:
            self._metrics.shed.add()
            raise Busy(
                f"All {self._settings.queue} places of the inference queue are taken.",
                remedy="Try again after the time in Retry-After.",
                retry_after_s=self.retry_after_s(),
            )
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    def retry_after_s(self) -> int:
        """Whole seconds until half of the queue will be done, at the usual pace."""
        return max(1, min(LONGEST_RETRY_S, math.ceil(self._taken * self._usual_s / 2)))

    def ahead(self) -> dict[str, Ahead]:
        """What lies ahead of every named request, the one that runs included."""
        told: dict[str, Ahead] = {}
        alive = [waiting for waiting in self._waiting if not waiting.answer.done()]
        left_s: float | None = 0.0
        for place, waiting in enumerate([*self._running, *alive]):
            pace = self._paces.get(waiting.model)
            left_s = None if left_s is None or pace is None else left_s + pace
            if left_s is not None and self._running and not place:
                left_s = max(0.0, left_s - (self._clock() - self._began))
            if waiting.name and waiting.name not in told:
                told[waiting.name] = Ahead(max(0, place - len(self._running) + 1), left_s)
        return told

    async def predict(
        self,
        model: type[Model],
        picture: Picture,
        prompt: Prompt | None,
        until: float,
        name: str = "",
    ) -> Answer:
        """The model's answer for one picture; DeadlineExceeded when the clock passes `until`,
        StudioError for whatever goes wrong in the model. `name` is what `ahead` calls it."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(model, picture, prompt, self._clock(), answer, name))
        self._arrived.set()
        try:
            async with asyncio.timeout(until - self._clock()):
                return await answer
        except TimeoutError:
            raise DeadlineExceeded(
                f"{model.card.name} gave no answer in time.",
                remedy="Try again, or with a smaller picture.",
            ) from None

    async def run(self) -> None:
        """Serves the queue until it is cancelled; unloads idle models in quiet moments."""
        try:
            while True:
                try:
                    # Not wait_for: before Python 3.12 it can swallow a cancellation.
                    async with asyncio.timeout(SWEEP_S):
                        await self._arrived.wait()
                except TimeoutError:
                    self._pool.sweep()
                self._arrived.clear()
                while batch := self._next_batch():
                    await self._serve(batch)
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def _next_batch(self) -> list[_Waiting]:
        """The oldest request that somebody still waits for, and later ones that go with it."""
        alive = [waiting for waiting in self._waiting if not waiting.answer.done()]
        self._waiting.clear()
        if not alive:
            return []
        most = min(alive[0].model.batch, self._settings.batch)
        batch = [w for w in alive if w.goes_with(alive[0])][:most]
        self._waiting.extend(w for w in alive if w not in batch)
        return batch

    async def _serve(self, batch: list[_Waiting]) -> None:
        started = self._clock()
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._thread, self._forward, batch)
        self._running, self._began = batch, started
        await asyncio.wait([running])
        self._running = []
        ran = self._clock() - started
        name = batch[0].model.card.name
        each = ran / len(batch)
        self._usual_s += 0.2 * (each - self._usual_s)
        pace = self._paces.get(batch[0].model, each)
        self._paces[batch[0].model] = pace + 0.5 * (each - pace)
        self._metrics.batches.observe(len(batch), model=name)
        self._metrics.predict.observe(ran, model=name)
        error = running.exception()
        for index, waiting in enumerate(batch):
            if waiting.answer.done():
                continue
            if error is not None:
                waiting.answer.set_exception(_told(error, name))
            else:
                seen = running.result()[index]
                waiting.answer.set_result(Answer(seen, started - waiting.since, ran))

    def _forward(self, batch: list[_Waiting]) -> list[Seen]:
        """On the device's thread."""
        first = batch[0]
        with self._pool.lease(first.model.card.name) as model:
            return model.predict([waiting.picture for waiting in batch], first.prompt)


def _told(error: BaseException, name: str) -> StudioError:
    """The error for those who wait; what isn't ours is logged in full and told in short."""
    if isinstance(error, StudioError):
        return error
    log.error("%s failed", name, exc_info=error)
    return StudioError(
        f"The model {name} failed on this picture ({type(error).__name__}).",
        remedy="Try another model, or tell the operator.",
    )

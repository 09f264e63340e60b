"""A workspace that asks now and then hardly notices one that floods the service."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import pytest

from editor.inference.history import percentile
from editor.inference.line import Flow, Question
from editor.inference.metrics import Metrics
from editor.inference.models.base import Picture, Seen
from editor.inference.paces import KNOWN_S, Paces
from editor.inference.pool import Pool
from editor.inference.prompt import Prompt
from editor.inference.scheduler import Scheduler
from tests.inference.clocks import Clock, Timed
from tests.inference.doubles import picture, settings

ASKS = 20


async def light(scheduler: Scheduler, kind: type[Timed]) -> list[float]:
    """The waits of one who asks again as soon as the last answer is there."""
    waits = []
    for _ in range(ASKS):
        question = Question(kind, picture(), flow=Flow("light"))
        answer = await scheduler.predict(question, kind.clock.now + 1e6)
        waits.append(answer.queued_s + answer.ran_s)
    return waits


async def flood(scheduler: Scheduler, kind: type[Timed], done: asyncio.Event) -> None:
    """One of many who ask for another workspace, without a pause."""
    while not done.is_set():
        question = Question(kind, picture(), flow=Flow("flood"))
        await scheduler.predict(question, kind.clock.now + 1e6)


@pytest.mark.parametrize(("base_s", "each_s"), [(0.0, 1.0), (1.0, 0.01)], ids=["CPU", "GPU"])
async def test_its_p95_stays_within_twice_what_it_is_alone(base_s: float, each_s: float) -> None:
    clock = Clock()

    class Kind(Timed):
        pass

    kind = Kind.fresh()
    kind.clock, kind.base_s, kind.each_s = clock, base_s, each_s
    alone, beside = await p95s(kind)
    assert alone == pytest.approx(base_s + each_s)
    assert beside <= 2 * alone * 1.05


async def test_also_when_the_machine_was_quieter_before() -> None:
    clock = Clock()

    class Kind(Timed):
        pass

    kind = Kind.fresh()
    kind.clock = clock
    quiet = Paces(clock)
    for size in (1, 2, 3, 4):
        quiet.ran(kind, size, 0.1 * size)
    clock.now += KNOWN_S + 1
    alone, beside = await p95s(kind, quiet)
    assert beside <= 2 * alone * 1.05


async def p95s(kind: type[Timed], paces: Paces | None = None) -> tuple[float, float]:
    """What 95 of 100 waits of a light workspace don't pass, alone and then beside a flood."""
    clock, conf = kind.clock, settings()
    scheduler = Scheduler(Pool({kind.card.name: kind}, conf, clock), conf, Metrics(), clock)
    scheduler._paces = paces or scheduler._paces
    running = asyncio.create_task(scheduler.run())
    done = asyncio.Event()
    try:
        alone = percentile(sorted(await light(scheduler, kind)), 0.95)
        floods = [asyncio.create_task(flood(scheduler, kind, done)) for _ in range(24)]
        await asyncio.sleep(0)
        beside = percentile(sorted(await light(scheduler, kind)), 0.95)
        done.set()
        await asyncio.gather(*floods)
    finally:
        running.cancel()
    return alone, beside


class Loading(Timed):
    """Loading takes a second of the test's clock."""

    moves: ClassVar[list[str]]

    @classmethod
    def load(cls, settings: object) -> Loading:
        cls.clock.now += 1.0
        cls.moves.append(cls.card.name)
        return cls()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return super().predict(pictures, prompt)


async def test_models_that_do_not_fit_together_take_turns_that_pay() -> None:
    clock, moves = Clock(), list[str]()
    kinds = []
    for name in ("one", "two"):
        kind = Loading.fresh()
        kind.clock, kind.each_s, kind.moves = clock, 0.05, moves
        kind.card = replace(Loading.card, name=name)
        kinds.append(kind)
    conf = settings(memory=150, batch=1)
    scheduler = Scheduler(
        Pool({k.card.name: k for k in kinds}, conf, clock), conf, Metrics(), clock
    )
    running = asyncio.create_task(scheduler.run())
    try:
        asked = [
            scheduler.predict(Question(kinds[number % 2], picture()), 1e6) for number in range(60)
        ]
        await asyncio.gather(*asked)
    finally:
        running.cancel()
    assert len(moves) <= 6, "not one load for each of 60 alternating questions"

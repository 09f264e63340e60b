from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress

import pytest

from editor.errors import Busy, DeadlineExceeded, RenderFailed, StudioError
from editor.geometry import Box
from editor.inference import scheduler as module
from editor.inference.line import Answer, Flow, Question
from editor.inference.metrics import Metrics
from editor.inference.models.base import Alpha, Model
from editor.inference.pool import Pool
from editor.inference.prompt import Prompt
from editor.inference.scheduler import Scheduler
from tests.inference.doubles import Brightness, Crooked, Deep, Pointed, picture, settings


@asynccontextmanager
async def running(*kinds: type[Model], **changed: object) -> AsyncIterator[Scheduler]:
    conf = settings(**changed)
    pool = Pool({kind.card.name: kind for kind in kinds}, conf)
    scheduler = Scheduler(pool, conf, Metrics())
    task = asyncio.create_task(scheduler.run())
    try:
        yield scheduler
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def soon(seconds: float = 60) -> float:
    return time.monotonic() + seconds


def alpha(answer: Answer) -> Alpha:
    assert not isinstance(answer.seen, tuple)
    return answer.seen


async def asked(
    scheduler: Scheduler, kind: type[Model], value: int = 128, prompt: Prompt | None = None
) -> Answer:
    return await scheduler.predict(Question(kind, picture(value), prompt), soon())


async def until_the_device_is_busy(kind: type[Brightness], batches: int = 1) -> None:
    async with asyncio.timeout(60):
        while len(kind.batches) < batches:
            await asyncio.sleep(0.005)


async def test_each_request_gets_the_answer_for_its_own_picture() -> None:
    kind = Brightness.fresh()
    async with running(kind) as scheduler:
        answers = await asyncio.gather(*(asked(scheduler, kind, value) for value in range(9)))
    assert [int(alpha(answer)[0, 0]) for answer in answers] == list(range(9))


async def test_waiting_requests_of_one_model_become_a_batch() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind) as scheduler:
        requests = [asyncio.create_task(asked(scheduler, kind))]
        await until_the_device_is_busy(kind)
        requests += [asyncio.create_task(asked(scheduler, kind)) for _ in range(6)]
        await asyncio.sleep(0)
        kind.gate.set()
        await asyncio.gather(*requests)
    assert kind.batches == [1, 4, 2], "4 is the most that this model takes"


async def test_the_settings_bound_every_batch() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind, batch=2) as scheduler:
        requests = [asyncio.create_task(asked(scheduler, kind)) for _ in range(5)]
        await until_the_device_is_busy(kind)
        kind.gate.set()
        await asyncio.gather(*requests)
    assert max(kind.batches) == 2


async def test_models_and_prompts_never_share_a_batch() -> None:
    first, second = Pointed.fresh(), Deep.fresh()
    narrow, wide = Prompt(box=Box(0, 0, 0.1, 1)), Prompt(box=Box(0, 0, 0.9, 1))
    async with running(first, second) as scheduler:
        answers = await asyncio.gather(
            asked(scheduler, first, prompt=narrow),
            asked(scheduler, second, 3),
            asked(scheduler, first, prompt=wide),
            asked(scheduler, first, prompt=narrow),
        )
    assert [int(alpha(answer)[0, 0]) for answer in answers] == [10, 3 * 257, 90, 10]


async def test_a_full_queue_is_refused_with_a_time_to_wait() -> None:
    async with running(Brightness.fresh(), queue=2) as scheduler:
        with scheduler.place(), scheduler.place():
            assert scheduler.taken == 2
            with pytest.raises(Busy) as caught, scheduler.place():
                pass
            assert 1 <= (caught.value.retry_after_s or 0) <= 30
        with scheduler.place():
            assert scheduler.taken == 1
    assert scheduler.taken == 0


async def test_a_flood_that_takes_every_place_shuts_nobody_else_out() -> None:
    flood, light = Flow("flood"), Flow("light")
    async with running(Brightness.fresh(), queue=4) as scheduler:
        with ExitStack() as held:
            for _ in range(4):
                held.enter_context(scheduler.place(flood))
            for refused in (flood, Flow(), Flow("light", batch=True)):
                with pytest.raises(Busy), scheduler.place(refused):
                    pass
            held.enter_context(scheduler.place(light))
            held.enter_context(scheduler.place(light))
            with pytest.raises(Busy), scheduler.place(light):
                pass
            held.enter_context(scheduler.place(Flow("another")))
            held.enter_context(scheduler.place(Flow("third")))
            with pytest.raises(Busy), scheduler.place(Flow("fourth")):
                pass
            assert scheduler.taken == 8, "twice the queue is the end"
    assert scheduler.taken == 0


async def test_a_request_ends_at_its_deadline_while_the_device_is_busy() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind) as scheduler:
        begun = time.monotonic()
        with pytest.raises(DeadlineExceeded, match="brightness"):
            await scheduler.predict(Question(kind, picture()), soon(0.1))
        assert time.monotonic() - begun < 2
        kind.gate.set()
        assert int(alpha(await asked(scheduler, kind, 7))[0, 0]) == 7


async def test_a_request_that_nobody_waits_for_is_not_run() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind) as scheduler:
        held = asyncio.create_task(asked(scheduler, kind))
        await until_the_device_is_busy(kind)
        gone = asyncio.create_task(asked(scheduler, kind))
        await asyncio.sleep(0)
        gone.cancel()
        kind.gate.set()
        await held
        await asked(scheduler, kind)
    assert kind.batches == [1, 1]


async def test_an_error_of_ours_reaches_who_asked_and_nobody_else() -> None:
    async with running(Crooked, Deep) as scheduler:
        failed, fine = await asyncio.gather(
            asked(scheduler, Crooked, 0), asked(scheduler, Deep, 1), return_exceptions=True
        )
    assert isinstance(failed, RenderFailed)
    assert isinstance(fine, Answer)


async def test_a_crash_of_a_model_is_told_without_its_details() -> None:
    async with running(Crooked) as scheduler:
        with pytest.raises(StudioError, match="crooked failed") as caught:
            await asked(scheduler, Crooked, 200)
        assert "ZeroDivisionError" in caught.value.text
        assert "/srv" not in caught.value.text
        with pytest.raises(StudioError):
            await asked(scheduler, Crooked, 200)


async def test_the_answer_tells_how_long_it_took() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind) as scheduler:
        first = asyncio.create_task(asked(scheduler, kind))
        await until_the_device_is_busy(kind)
        second = asyncio.create_task(asked(scheduler, kind))
        await asyncio.sleep(0.1)
        kind.gate.set()
        assert (await first).ran_s >= 0.1
        assert (await second).queued_s >= 0.09


async def test_named_requests_know_their_place_and_with_a_pace_their_time() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind, batch=1) as scheduler:
        requests = [
            asyncio.create_task(scheduler.predict(Question(kind, picture(), name=name), soon()))
            for name in ("first", "", "third")
        ]
        await until_the_device_is_busy(kind)
        ahead = scheduler.ahead()
        assert {name: one.place for name, one in ahead.items()} == {"first": 0, "third": 2}
        assert {one.seconds for one in ahead.values()} == {None}, "nobody knows the pace yet"
        kind.gate.set()
        await asyncio.gather(*requests)
        assert scheduler.ahead() == {}
        kind.gate.clear()
        later = [
            asyncio.create_task(scheduler.predict(Question(kind, picture(), name=name), soon()))
            for name in ("fourth", "fifth")
        ]
        await until_the_device_is_busy(kind, 4)
        told = [one.seconds for one in scheduler.ahead().values()]
        assert None not in told
        assert told == sorted(told, key=lambda seconds: seconds or 0)
        kind.gate.set()
        await asyncio.gather(*later)


async def test_memory_is_given_back_once_when_a_while_nothing_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[float] = []
    monkeypatch.setattr(module, "SWEEP_S", 0.1)
    monkeypatch.setattr(module, "give_back", lambda: given.append(time.monotonic()))
    kind = Brightness.fresh()
    async with running(kind) as scheduler:
        await asyncio.sleep(0.35)
        assert given == []
        await asked(scheduler, kind)
        async with asyncio.timeout(30):
            while not given:
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.35)
    assert len(given) == 1

"""The line before replicas elsewhere, and a replica itself; Ray is needed for neither."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import numpy as np
import pytest

from editor.errors import Busy, DeadlineExceeded, RenderFailed, StudioError
from editor.inference.line import Flow, Question
from editor.inference.metrics import Metrics
from editor.inference.models.base import Model
from editor.inference.remote import Elsewhere, Remote
from editor.inference.replica import Replica, Told
from editor.inference.settings import Settings
from tests.inference.conftest import Serving
from tests.inference.doubles import Brightness, Corner, Crooked, picture, settings
from tests.inference.test_service import png

PATIENCE_S = 60.0


@pytest.fixture
def kind() -> type[Brightness]:
    return Brightness.fresh()


def replica(*kinds: type[Model], conf: Settings | None = None) -> Replica:
    return Replica(conf or settings(), {kind.card.name: kind for kind in kinds})


@pytest.fixture
def closing() -> Iterator[list[Replica]]:
    opened: list[Replica] = []
    yield opened
    for one in opened:
        one.close()


class Desk:
    """Replicas that answer when they are let; remembers who asked in which order."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.go = asyncio.Event()

    async def __call__(self, question: Question) -> Told:
        self.asked.append(question)
        await self.go.wait()
        return Told(question.picture[..., 1], None, None, 0.5, 2)


@asynccontextmanager
async def running_before(
    desk: Desk, lanes: int, conf: Settings | None = None
) -> AsyncIterator[tuple[Remote, Metrics]]:
    metrics = Metrics()
    remote = Remote(Elsewhere(desk, lanes), conf or settings(), metrics)
    running = asyncio.create_task(remote.run())
    try:
        yield remote, metrics
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def until(holds: object) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # type: ignore[operator]
            await asyncio.sleep(0.01)


def ends() -> float:
    return time.monotonic() + PATIENCE_S


async def test_no_more_than_the_lanes_are_out_and_interactive_work_goes_first() -> None:
    desk = Desk()
    async with running_before(desk, lanes=1) as (remote, _):
        flows = [Flow("a", batch=True), Flow("a", batch=True), Flow("b")]
        questions = [Question(Brightness, picture(n), flow=flow) for n, flow in enumerate(flows)]
        first = asyncio.create_task(remote.predict(questions[0], ends()))
        await until(lambda: desk.asked)
        rest = [asyncio.create_task(remote.predict(one, ends())) for one in questions[1:]]
        await until(lambda: len(remote.waiting()) == 2)
        assert desk.asked == questions[:1]
        desk.go.set()
        answers = await asyncio.gather(first, *rest)
        assert [np.asarray(answer.seen).flat[0] for answer in answers] == [0, 1, 2]
        assert desk.asked == [questions[0], questions[2], questions[1]]


async def test_equal_questions_go_out_once_and_a_pass_is_counted_once() -> None:
    desk = Desk()
    async with running_before(desk, lanes=4) as (remote, metrics):
        equal = [Question(Brightness, picture(7), digest="d") for _ in range(3)]
        other = Question(Brightness, picture(8), digest="e")
        asked = [asyncio.create_task(remote.predict(one, ends())) for one in (*equal, other)]
        await until(lambda: len(desk.asked) == 2)
        desk.go.set()
        await asyncio.gather(*asked)
        assert metrics.coalesced.total() == 2
        # Two pictures of a batch of two.
        assert metrics.sizes.by("pictures") == {"2": 1.0}


async def test_who_left_gives_the_lane_to_the_next() -> None:
    desk = Desk()
    async with running_before(desk, lanes=1) as (remote, _):
        gone = asyncio.create_task(remote.predict(Question(Brightness, picture(1)), ends()))
        await until(lambda: desk.asked)
        asyncio.get_running_loop().call_soon(gone.cancel)
        with suppress(asyncio.CancelledError):
            await gone
        next_one = asyncio.create_task(remote.predict(Question(Brightness, picture(2)), ends()))
        await until(lambda: len(desk.asked) == 2)
        desk.go.set()
        assert (await next_one).batch == 2


async def test_replicas_that_are_silent_are_given_up() -> None:
    async with running_before(Desk(), lanes=1, conf=settings(stuck_s=0.05)) as (remote, metrics):
        with pytest.raises(DeadlineExceeded, match="No replica answered"):
            await remote.predict(Question(Brightness, picture()), ends())
        assert metrics.stuck.total() == 1


async def test_an_error_comes_back_as_its_own_type() -> None:
    async def refuses(question: Question) -> Told:
        error = Busy("Full.", remedy="Wait.")
        return Told(None, error.as_json(), 7, 0.0, 1)

    remote = Remote(Elsewhere(refuses, 1), settings(), Metrics())
    running = asyncio.create_task(remote.run())
    with pytest.raises(Busy, match="Full") as caught:
        await remote.predict(Question(Brightness, picture()), ends())
    assert caught.value.retry_after_s == 7
    running.cancel()


async def test_a_replica_answers_in_order_with_one_pass_for_those_that_go_together(
    kind: type[Brightness], closing: list[Replica]
) -> None:
    corner = type("Corner", (Corner,), {"batches": []})
    closing.append(made := replica(kind, corner))
    questions = [
        Question(kind, picture(1)), Question(corner, picture(2)), Question(kind, picture(3)),
    ]  # fmt: skip
    told = await made.seen(questions)
    assert [one.batch for one in told] == [2, 1, 2]
    assert kind.batches == [2]
    assert [int(np.asarray(told[n].outcome()).flat[0]) for n in (0, 2)] == [1, 3]
    assert len(told[1].outcome()) == 1


async def test_one_pictures_failure_is_no_others(closing: list[Replica]) -> None:
    closing.append(made := replica(Crooked))
    dark, light = await made.seen([Question(Crooked, picture(0)), Question(Crooked, picture(200))])
    with pytest.raises(RenderFailed, match="Too dark"):
        dark.outcome()
    with pytest.raises(StudioError, match="ZeroDivisionError") as caught:
        light.outcome()
    assert "/srv" not in caught.value.text


async def test_a_model_is_loaded_ahead_and_let_go(
    kind: type[Brightness], closing: list[Replica]
) -> None:
    closing.append(made := replica(kind))
    await made.load("brightness")
    await made.seen([Question(kind, picture())])
    assert kind.loads == 1
    made.unload("brightness")
    await made.seen([Question(kind, picture())])
    assert kind.loads == 2


async def test_a_pass_that_hangs_is_left_and_told(
    kind: type[Brightness], closing: list[Replica]
) -> None:
    kind.gate.clear()
    closing.append(made := replica(kind, conf=settings(stuck_s=0.05)))
    [told] = await made.seen([Question(kind, picture())])
    with pytest.raises(DeadlineExceeded):
        told.outcome()
    assert made.hanging == 1
    kind.gate.set()
    await until(lambda: made.hanging == 0)


async def test_the_same_app_answers_with_models_elsewhere(
    serving: Serving, kind: type[Brightness], closing: list[Replica]
) -> None:
    closing.append(made := replica(kind, Corner))

    async def ask(question: Question) -> Told:
        return (await made.seen([question]))[0]

    async with serving(kind, Corner, elsewhere=Elsewhere(ask, 2)) as client:
        matte = await client.post("/v1/mattes", content=png(77))
        assert set(matte.content) == {77}
        faces = await client.post("/v1/faces", content=png(5))
        assert faces.json()["faces"][0]["box"] == [0, 0, 0.5, 0.5]
        assert (await client.get("/readyz")).status_code == 200
        told = (await client.get("/metrics")).text
        assert 'inference_batches_total{model="brightness",pictures="1"} 1' in told

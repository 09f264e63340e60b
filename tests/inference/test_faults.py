"""What goes wrong in one forward pass stays with it: hanging, failing, finding no memory."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import ClassVar

import httpx
import numpy as np
import pytest
import uvicorn

from editor.errors import Busy, DeadlineExceeded, RenderFailed, StudioError
from editor.inference.__main__ import Server
from editor.inference.device import Device, Stuck
from editor.inference.line import Question
from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.scheduler import Scheduler
from editor.inference.service import MOST_HANGING, create_app
from editor.inference.trying import Trial, is_full
from tests.inference.doubles import SECRET, Brightness, Corner, Deep, picture, settings
from tests.inference.test_scheduler import alpha, asked, running, soon, until_the_device_is_busy


class Fragile(Brightness):
    """Fails on black pictures, alone or among others."""

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        seen = super().predict(pictures, prompt)
        if any(one.max() == 0 for one in pictures):
            raise RenderFailed("Black.", remedy="Light it.")
        return seen


async def together(scheduler: Scheduler, kind: type[Brightness], values: Sequence[int]) -> list:  # type: ignore[type-arg]
    """Asks for all of these at once, while the device is busy, so that they share a batch."""
    kind.gate.clear()
    first = asyncio.create_task(asked(scheduler, kind, 99))
    await until_the_device_is_busy(kind, len(kind.batches) + 1)
    waiting = [asyncio.create_task(asked(scheduler, kind, value)) for value in values]
    await asyncio.sleep(0)
    kind.gate.set()
    await first
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_one_bad_picture_spoils_no_other_of_its_batch() -> None:
    kind = Fragile.fresh()
    async with running(kind) as scheduler:
        good, bad, *rest = await together(scheduler, kind, (1, 0, 2, 3))
    assert isinstance(bad, RenderFailed)
    assert [int(alpha(one)[0, 0]) for one in (good, *rest)] == [1, 2, 3]


class Small(Brightness):
    """Its memory holds `fits` pictures at once, and `alone` says whether one fits."""

    fits: ClassVar[int] = 2
    alone: ClassVar[bool] = True

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        seen = super().predict(pictures, prompt)
        if len(pictures) > self.fits or not self.alone:
            raise MemoryError
        return seen


async def test_without_memory_a_batch_is_halved_and_later_ones_stay_small() -> None:
    kind = Small.fresh()
    async with running(kind) as scheduler:
        answers = await together(scheduler, kind, (1, 2, 3, 4))
        assert [int(alpha(one)[0, 0]) for one in answers] == [1, 2, 3, 4]
        assert kind.batches == [1, 4, 2, 2]
        await together(scheduler, kind, (1, 2, 3, 4))
    assert kind.batches == [1, 4, 2, 2, 1, 2, 2]


async def test_when_one_picture_finds_no_memory_others_are_unloaded_and_then_it_is_told() -> None:
    kind, other = Small.fresh(), Deep.fresh()
    kind.alone = False
    async with running(kind, other) as scheduler:
        await asked(scheduler, other)
        with pytest.raises(Busy, match="no memory") as caught:
            await asked(scheduler, kind)
        assert caught.value.retry_after_s
        assert "smaller" in caught.value.remedy
        await asked(scheduler, other)
    assert kind.batches == [1, 1], "once more after the others had left"
    assert other.loads == 2


def test_room_is_made_once_and_may_be_enough() -> None:
    kind = Small.fresh()
    kind.alone = False
    made: list[str] = []

    def free() -> None:
        made.append("room")
        kind.alone = True

    trial = Trial(kind(), free)
    [seen] = trial.seen([picture(7)], None)
    assert isinstance(seen, np.ndarray)
    assert (made, trial.most) == (["room"], 1)


def test_every_kind_of_full_memory_is_known() -> None:
    import torch

    wrapped = Busy("full")
    wrapped.__cause__ = torch.OutOfMemoryError("CUDA out of memory")
    assert is_full(MemoryError())
    assert is_full(wrapped)
    assert is_full(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"))
    assert not is_full(RuntimeError("shapes differ"))


class Hanging(Brightness):
    """Its pass ends only when the test says so."""


async def test_a_pass_that_hangs_is_given_up_and_the_rest_goes_on() -> None:
    kind, other = Hanging.fresh(), Deep.fresh()
    kind.gate.clear()
    async with running(kind, other, stuck_s=2.0) as scheduler:
        stuck = asyncio.create_task(asked(scheduler, kind))
        await until_the_device_is_busy(kind)
        fine = asyncio.create_task(asked(scheduler, other, 3))
        with pytest.raises(DeadlineExceeded, match="given up"):
            await stuck
        assert int(alpha(await fine)[0, 0]) == 3 * 257
        assert scheduler.hanging == 1
        kind.gate.set()
        assert int(alpha(await asked(scheduler, kind, 5))[0, 0]) == 5
        assert kind.loads == 2, "the model that hangs is nobody's any more"
        async with asyncio.timeout(60):
            while scheduler.hanging:
                await asyncio.sleep(0.005)


async def test_a_load_that_hangs_is_given_up_too() -> None:
    gate = threading.Event()

    class Slow(Brightness):
        @classmethod
        def load(cls, settings: object) -> Slow:
            cls.loads += 1
            if cls.loads == 1:
                assert gate.wait(60)
            return cls()

    kind = Slow.fresh()
    async with running(kind, stuck_s=2.0) as scheduler:
        with pytest.raises(DeadlineExceeded):
            await asked(scheduler, kind)
        assert int(alpha(await asked(scheduler, kind, 5))[0, 0]) == 5
        gate.set()


async def test_the_device_tells_of_what_ended_at_the_last_moment() -> None:
    device = Device(stuck_s=1.0)
    gate = threading.Event()
    with pytest.raises(Stuck):
        await device.run(gate.wait)
    assert device.hanging == 1
    assert await device.run(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await device.run(lambda: 1 // 0)
    gate.set()
    device.close()


async def test_when_too_much_hangs_the_service_is_not_ready_and_its_process_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = {kind.card.name: kind for kind in (Brightness, Corner)}
    app = create_app(settings(), kinds)
    transport = httpx.ASGITransport(app)
    headers = {"authorization": f"Bearer {SECRET}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://t", headers=headers) as client,
    ):
        assert (await client.get("/readyz")).status_code == 200
        monkeypatch.setattr(Device, "hanging", MOST_HANGING)
        assert (await client.get("/readyz")).status_code == 503
        health = await client.get("/healthz")
        assert (health.status_code, health.json()["status"]) == (503, "hanging")
        assert await Server(uvicorn.Config(app)).on_tick(1)


async def test_a_model_that_wants_to_end_the_process_only_fails() -> None:
    class Leaving(Brightness):
        def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
            raise SystemExit(3)

    kind = Leaving.fresh()
    async with running(kind) as scheduler:
        with pytest.raises(StudioError, match="failed"):
            await asked(scheduler, kind)


async def test_too_few_answers_of_a_model_are_an_error_and_no_mix_up() -> None:
    class Forgetful(Brightness):
        def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
            return super().predict(pictures, prompt)[1:]

    kind = Forgetful.fresh()
    async with running(kind) as scheduler:
        with pytest.raises(StudioError, match="TypeError"):
            await asked(scheduler, kind)


async def test_equal_questions_share_one_pass_and_end_when_the_last_one_leaves() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind) as scheduler:
        first = asyncio.create_task(asked(scheduler, kind))
        await until_the_device_is_busy(kind)
        same = Question(kind, picture(9), digest="nine")
        sharing = [asyncio.create_task(scheduler.predict(same, soon())) for _ in range(3)]
        alone = asyncio.create_task(
            scheduler.predict(Question(kind, picture(8), digest="eight"), soon())
        )
        await asyncio.sleep(0)
        sharing[0].cancel()
        alone.cancel()
        await asyncio.sleep(0)
        kind.gate.set()
        await first
        assert [int(alpha(await one)[0, 0]) for one in sharing[1:]] == [9, 9]
    assert kind.batches == [1, 1], "one for the three, none for who left alone"


async def test_who_asks_the_same_while_it_runs_shares_it() -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with running(kind) as scheduler:
        same = Question(kind, picture(9), digest="nine")
        first = asyncio.create_task(scheduler.predict(same, soon()))
        await until_the_device_is_busy(kind)
        second = asyncio.create_task(scheduler.predict(same, soon()))
        await asyncio.sleep(0)
        kind.gate.set()
        await asyncio.gather(first, second)
    assert kind.batches == [1]


async def test_a_batch_waits_a_moment_for_those_who_are_arriving() -> None:
    kind = Brightness.fresh()
    async with running(kind, wait_s=30.0) as scheduler:
        with scheduler.place() as one, scheduler.place() as two:
            first = asyncio.create_task(scheduler.predict(Question(kind, picture(1)), soon(), one))
            for _ in range(5):
                await asyncio.sleep(0)
            assert kind.batches == []
            second = asyncio.create_task(scheduler.predict(Question(kind, picture(2)), soon(), two))
            await asyncio.gather(first, second)
    assert kind.batches == [2]


async def test_nobody_waits_for_one_who_gave_up_arriving() -> None:
    kind = Brightness.fresh()
    async with running(kind, wait_s=30.0) as scheduler:
        with scheduler.place() as one:
            with scheduler.place():
                first = asyncio.create_task(
                    scheduler.predict(Question(kind, picture(1)), soon(), one)
                )
                await asyncio.sleep(0)
            await first
    assert kind.batches == [1]

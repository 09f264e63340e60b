"""Default models on an accelerator are ready before the service says that it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Self

import httpx
import pytest

from editor.errors import RenderFailed
from editor.inference.card import Task
from editor.inference.settings import Settings
from tests.inference.conftest import Serving
from tests.inference.doubles import CARD, Brightness, Corner, picture

PATIENCE_S = 60.0
WAY = {"device": "cuda", "dtype": "bfloat16", "way": "graphs 1 2 4 8"}


class Accelerated(Brightness):
    """Lies on an accelerator."""

    rehearsals = 0

    @classmethod
    def on_device(cls, settings: Settings) -> bool:
        return True

    @classmethod
    def may_be_cold(cls, settings: Settings) -> bool:
        return True

    @classmethod
    def rehearse(cls, settings: Settings) -> None:
        cls.rehearsals += 1
        assert not cls.loads

    def way(self) -> Mapping[str, str]:
        return WAY


class Broken(Accelerated):
    @classmethod
    def load(cls, settings: Settings) -> Self:
        raise RenderFailed("The driver is too old.", remedy="Renew it.")


class Off(Accelerated):
    """Could have been on an accelerator, but there is none."""

    @classmethod
    def on_device(cls, settings: Settings) -> bool:
        return False


class Prompted(Accelerated):
    card = replace(CARD, name="prompted", task=Task.PROMPTED_MATTE)


async def ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.01)


async def test_ready_waits_until_the_default_has_answered_once(serving: Serving) -> None:
    kind = Accelerated.fresh()
    kind.gate.clear()
    async with serving(kind, Corner.fresh()) as client:
        waiting = await client.get("/readyz")
        assert waiting.status_code == 503
        kind.gate.set()
        await ready(client)
        assert (kind.rehearsals, kind.loads, kind.batches) == (1, 1, [1])
        told = (await client.get("/healthz")).json()
        assert told["models"] == {kind.card.name: WAY}


async def test_what_fails_in_warming_up_is_logged_and_ready_follows(
    serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(Broken.fresh(), Corner.fresh()) as client:
        await ready(client)
    assert "can't be warmed up" in caplog.text
    assert "The driver is too old." in caplog.text


async def test_without_an_accelerator_nothing_is_loaded_beforehand(serving: Serving) -> None:
    kind = Off.fresh()
    async with serving(kind, Corner.fresh()) as client:
        await ready(client)
    assert (kind.rehearsals, kind.loads) == (0, 0)


async def test_a_model_that_needs_a_prompt_is_given_one(serving: Serving) -> None:
    kind = Prompted.fresh()
    async with serving(kind, Accelerated.fresh(), Corner.fresh()) as client:
        await ready(client)
    assert kind.batches == [1]


async def test_requests_that_come_early_wait_for_their_turn(serving: Serving) -> None:
    kind = Accelerated.fresh()
    kind.gate.clear()
    async with serving(kind, Corner.fresh()) as client:
        headers = {"content-type": "application/x-rgb", "x-shape": "8,12"}
        body = picture(9).tobytes()
        early = asyncio.create_task(client.post("/v1/mattes", content=body, headers=headers))
        while not kind.batches:
            await asyncio.sleep(0.01)
        kind.gate.set()
        answer = await early
    assert answer.status_code == 200
    assert kind.loads == 1

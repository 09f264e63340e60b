"""One light client, alone and beside a flood of another workspace, with the same model."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from editor.errors import Busy
from editor.inference.benchmark.load.setting import DEADLINE_S, Address
from editor.inference.caller import Caller, calling
from editor.inference.card import Card, Task
from editor.inference.client import AsyncInferenceClient
from editor.inference.history import percentile

FLOOD = 48
"""More than the service has places."""
LEAST = 5
"""Answers of which a percentile is told."""
TURNS = 4
"""Alone and beside take turns: other work on the machine comes and goes."""
LOOKS = 2.0
"""Between its questions the light client does nothing for up to so many times what it waits alone.
One who asks again at once would be no light one, and be served every other time at best."""


@dataclass(slots=True)
class _Light:
    """Who asks now and then; the seconds that they waited."""

    card: Card
    pictures: Sequence[bytes]
    client: AsyncInferenceClient
    rng: random.Random = field(default_factory=lambda: random.Random(3))  # noqa: S311 - pauses
    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)

    async def asks(self, seconds: float, waits: list[float]) -> None:
        """For so long, and at least a few times."""
        until, asked = time.monotonic() + seconds, 0
        while time.monotonic() < until or asked < LEAST:
            began = time.monotonic()
            picture = self.pictures[len(waits) % len(self.pictures)]
            await _ask(self.client, self.card, picture, "light")
            waits.append(time.monotonic() - began)
            asked += 1
            usual = percentile(sorted(self.alone), 0.5)
            await asyncio.sleep(self.rng.uniform(0, LOOKS * usual))


async def light(
    card: Card, pictures: Sequence[bytes], at: Address, seconds: float, flood: int = FLOOD
) -> dict[str, Any]:
    """The waits of the light client alone and beside so many others, each measured for so long."""
    # Different pictures, or equal questions would share their answers.
    few, many = pictures[: len(pictures) // 4], pictures[len(pictures) // 4 :]
    async with AsyncInferenceClient(at.url, at.secret) as client:
        one = _Light(card, few, client)
        await one.asks(0, [])  # loads the model
        for _ in range(TURNS):
            await one.asks(seconds / TURNS, one.alone)
            async with _flood(card, many, at, flood):
                await one.asks(0, [])  # the flood has filled the line before it counts
                await one.asks(seconds / TURNS, one.beside)
    told: dict[str, Any] = {
        f"{name}_{part}_s": percentile(sorted(waits), number)
        for name, waits in (("alone", one.alone), ("beside", one.beside))
        for part, number in (("p50", 0.5), ("p95", 0.95))
    }
    ratio = told["beside_p95_s"] / told["alone_p95_s"] if told["alone_p95_s"] else 0.0
    counts = {"alone": len(one.alone), "beside": len(one.beside)}
    return {**told, **counts, "ratio": round(ratio, 2), "model": card.name, "flood": flood}


@asynccontextmanager
async def _flood(
    card: Card, pictures: Sequence[bytes], at: Address, clients: int
) -> AsyncIterator[None]:
    """Many clients of one workspace that ask without a pause, over connections of their own."""
    async with AsyncInferenceClient(at.url, at.secret) as client:
        flood = [asyncio.create_task(_floods(client, card, pictures, i)) for i in range(clients)]
        try:
            yield
        finally:
            for one in flood:
                one.cancel()
            await asyncio.gather(*flood, return_exceptions=True)


async def _floods(
    client: AsyncInferenceClient, card: Card, pictures: Sequence[bytes], number: int
) -> None:
    while True:
        try:
            await _ask(client, card, pictures[number % len(pictures)], "flood")
        except Busy as error:
            await asyncio.sleep(error.retry_after_s or 1)
        number += FLOOD + 1


async def _ask(client: AsyncInferenceClient, card: Card, picture: bytes, workspace: str) -> None:
    with calling(Caller(f"fairness-{workspace}", workspace)):
        if card.task == Task.FACES:
            await client.faces(picture, card.name, timeout_s=DEADLINE_S)
        else:
            await client.matte(picture, card.name, timeout_s=DEADLINE_S)

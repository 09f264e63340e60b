"""One light client, alone and then beside a flood of another workspace, with the same model."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
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


async def light(
    card: Card, pictures: Sequence[bytes], at: Address, seconds: float
) -> dict[str, Any]:
    """p95 of the light client alone and beside the flood, each measured for so long."""
    async with AsyncInferenceClient(at.url, at.secret) as client:
        # Different pictures, or equal questions would share their answers.
        few, many = pictures[: len(pictures) // 4], pictures[len(pictures) // 4 :]
        await _asks(client, card, few[0], "light")  # loads the model
        alone = await _waits(client, card, few, seconds)
        flood = [asyncio.create_task(_floods(client, card, many, i)) for i in range(FLOOD)]
        # The flood has filled the line before it counts.
        await _waits(client, card, few, 0)
        beside = await _waits(client, card, few, seconds)
        for one in flood:
            one.cancel()
        await asyncio.gather(*flood, return_exceptions=True)
    told = {"alone_p95_s": percentile(sorted(alone), 0.95)}
    told["beside_p95_s"] = percentile(sorted(beside), 0.95)
    ratio = told["beside_p95_s"] / told["alone_p95_s"] if told["alone_p95_s"] else 0.0
    return {**told, "ratio": round(ratio, 2), "model": card.name, "flood": FLOOD}


async def _waits(
    client: AsyncInferenceClient, card: Card, pictures: Sequence[bytes], seconds: float
) -> list[float]:
    until = time.monotonic() + seconds
    waits: list[float] = []
    while time.monotonic() < until or len(waits) < LEAST:
        began = time.monotonic()
        await _asks(client, card, pictures[len(waits) % len(pictures)], "light")
        waits.append(time.monotonic() - began)
    return waits


async def _floods(
    client: AsyncInferenceClient, card: Card, pictures: Sequence[bytes], number: int
) -> None:
    while True:
        try:
            await _asks(client, card, pictures[number % len(pictures)], "flood")
        except Busy as error:
            await asyncio.sleep(error.retry_after_s or 1)
        number += FLOOD + 1


async def _asks(client: AsyncInferenceClient, card: Card, picture: bytes, workspace: str) -> None:
    with calling(Caller(f"fairness-{workspace}", workspace)):
        if card.task == Task.FACES:
            await client.faces(picture, card.name, timeout_s=DEADLINE_S)
        else:
            await client.matte(picture, card.name, timeout_s=DEADLINE_S)

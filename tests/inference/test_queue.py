"""The service tells how far the requests are that were given names."""

from __future__ import annotations

import asyncio

from tests.inference.conftest import Serving
from tests.inference.doubles import Brightness
from tests.inference.test_service import png


async def test_the_queue_tells_of_named_requests(serving: Serving) -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with serving(kind) as client:
        named = {"x-name": "lemur-1"}
        asked = asyncio.create_task(client.post("/v1/mattes", content=png(), headers=named))
        async with asyncio.timeout(10):
            while not kind.batches:
                await asyncio.sleep(0.005)
        told = (await client.get("/v1/queue")).json()
        assert told == {"requests": {"lemur-1": {"place": 0, "seconds": None}}}
        kind.gate.set()
        assert (await asked).status_code == 200
        assert (await client.get("/v1/queue")).json() == {"requests": {}}
        wrong = await client.post("/v1/mattes", content=png(), headers={"x-name": "no name!"})
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "invalid_option")

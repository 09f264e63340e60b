"""How pictures and mattes travel: once, whole, packed, and for nobody who has left."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from hashlib import sha256

import httpx
import numpy as np
import pytest
import zstandard

from editor.inference.caller import Caller, calling
from editor.inference.client import AsyncInferenceClient
from editor.inference.packing import packed
from editor.inference.service import create_app
from editor.inference.store import PictureStore
from tests.inference.conftest import Serving
from tests.inference.doubles import SECRET, Brightness, Corner, Deep, picture, settings
from tests.inference.test_service import png


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


@pytest.fixture
async def client(serving: Serving) -> AsyncIterator[httpx.AsyncClient]:
    Brightness.gate.set()
    async with serving(Brightness, Corner, Deep) as client:
        yield client


async def test_a_picture_that_was_sent_is_known_by_its_digest(client: httpx.AsyncClient) -> None:
    body = png(77)
    named = {"x-picture": digest(body)}
    unknown = await client.post("/v1/mattes", headers=named)
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "picture_unknown")
    assert (await client.post("/v1/mattes", content=body, headers=named)).status_code == 200
    again = await client.post("/v1/mattes?model=deep", headers=named)
    assert (np.frombuffer(again.content, "<u2") == 77 * 257).all()
    assert (await client.post("/v1/faces", headers=named)).json()["card"] == Corner.card.key


async def test_raw_pixels_are_known_with_their_shape_only(client: httpx.AsyncClient) -> None:
    body = picture(5).tobytes()
    raw = {"content-type": "application/x-rgb", "x-picture": digest(body)}
    tall, wide = {**raw, "x-shape": "12,8"}, {**raw, "x-shape": "8,12"}
    assert (await client.post("/v1/mattes", content=body, headers=wide)).status_code == 200
    assert (await client.post("/v1/mattes", headers=wide)).headers["x-shape"] == "8,12"
    assert (await client.post("/v1/mattes", headers=tall)).status_code == 404


@pytest.mark.parametrize("told", ["x", "A" * 64, "0" * 63])
async def test_a_digest_that_is_none_is_refused(client: httpx.AsyncClient, told: str) -> None:
    answer = await client.post("/v1/mattes", content=png(), headers={"x-picture": told})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_option")


async def test_a_body_that_is_not_what_it_says_is_not_kept(client: httpx.AsyncClient) -> None:
    lie = {"x-picture": digest(b"another")}
    answer = await client.post("/v1/mattes", content=png(), headers=lie)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "broken_picture")
    assert (await client.post("/v1/mattes", headers=lie)).status_code == 404


async def test_an_unknown_priority_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/mattes", content=png(), headers={"x-priority": "mine"})
    assert answer.status_code == 400
    assert "batch" in answer.json()["error"]["remedy"]


def test_the_store_forgets_the_longest_unused_and_keeps_its_budget() -> None:
    one = picture(1).nbytes
    store = PictureStore(2 * one)
    for name in "abc":
        store.put(name, picture(ord(name)))
        store.get("a")
    assert [store.get(name) is not None for name in "abc"] == [True, False, True]
    assert store.bytes == 2 * one
    store.put("large", picture(0, 100, 100))
    assert store.get("large") is None
    assert store.bytes == 2 * one


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("zstd, deflate", "zstd"),
        ("gzip, deflate", "deflate"),
        ("zstd;q=0, deflate;q=0.5", "deflate"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_a_matte_is_packed_as_the_client_takes_it(accepted: str, encoding: str) -> None:
    body = bytes(10_000)
    told, named = packed(body, accepted)
    assert named == encoding
    assert len(told) < 100 or not encoding
    if encoding == "zstd":
        assert zstandard.ZstdDecompressor().decompress(told) == body
    assert packed(b"small", accepted) == (b"small", "")


class Watched(httpx.ASGITransport):
    """Keeps the sizes of what was sent, and the headers."""

    def __init__(self, app: object) -> None:
        super().__init__(app)  # type: ignore[arg-type]
        self.sizes: list[int] = []
        self.headers: list[httpx.Headers] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sizes.append(len(await request.aread()))
        self.headers.append(request.headers)
        return await super().handle_async_request(request)


async def test_our_client_sends_a_picture_once_and_again_when_it_was_forgotten() -> None:
    body = png(40, (300, 200))
    kinds = {kind.card.name: kind for kind in (Brightness, Corner, Deep)}
    app, forgetful = create_app(settings(), kinds), create_app(settings(), kinds)
    transport = Watched(app)
    async with (
        app.router.lifespan_context(app),
        forgetful.router.lifespan_context(forgetful),
        AsyncInferenceClient("http://test", SECRET, transport=transport) as client,
    ):
        assert (await client.matte(body)).alpha.shape == (200, 300)
        assert len(await client.faces(body)) == 1
        assert (await client.matte(body, "deep")).alpha.dtype == np.uint16
        assert transport.sizes == [len(body), 0, 0]
        transport.app = forgetful  # as if the service had been started anew
        assert (await client.matte(body)).alpha.shape == (200, 300)
        assert transport.sizes[3:] == [0, len(body)]
        assert transport.headers[0]["accept-encoding"].startswith("zstd")


async def test_a_large_picture_is_asked_about_before_it_is_sent() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (400, 400, 3), np.uint8)
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    app = create_app(settings(), {Brightness.card.name: Brightness, "corner": Corner})
    transport = Watched(app)
    async with app.router.lifespan_context(app):
        for _ in range(2):
            async with AsyncInferenceClient("http://test", SECRET, transport=transport) as client:
                await client.matte(file.getvalue())
    # The transport of a closed client may be used again: it holds nothing.
    assert transport.sizes == [0, len(file.getvalue()), 0]


async def test_whom_the_work_is_for_travels_with_it() -> None:
    app = create_app(settings(), {Brightness.card.name: Brightness})
    transport = Watched(app)
    async with (
        app.router.lifespan_context(app),
        AsyncInferenceClient("http://test", SECRET, transport=transport) as client,
    ):
        with calling(Caller("request-7", "workspace-9", batch=True)):
            await client.matte(png())
        with calling(Caller("not fit for a header\n")):
            await client.matte(png(3))
    first, second = transport.headers
    told = [first[name] for name in ("x-request-id", "x-workspace", "x-priority")]
    assert told == ["request-7", "workspace-9", "batch"]
    assert not {"x-request-id", "x-workspace", "x-priority"} & set(second)


def head(length: int, path: str = "/v1/mattes") -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        "host: test",
        f"authorization: Bearer {SECRET}",
        f"content-length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def number(client: httpx.AsyncClient, name: str, expected: str) -> None:
    """Waits until `/metrics` tells this."""
    async with asyncio.timeout(60):
        while f"{name} {expected}\n" not in (await client.get("/metrics")).text:
            await asyncio.sleep(0.01)


async def test_half_a_body_leaves_nothing_behind(port: tuple[int, type[Brightness]]) -> None:
    at, kind = port
    body = png(5, (300, 200))
    headers = {"authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{at}", headers=headers) as client:
        _, writer = await asyncio.open_connection("127.0.0.1", at)
        writer.write(head(len(body)) + body[:100])
        await writer.drain()
        await number(client, "inference_places_taken", "1")
        writer.close()
        await number(client, "inference_places_taken", "0")
        status = (await client.get("/v1/status")).json()
        assert status["memory"]["pictures"] == 0
        assert kind.batches == []
        assert (await client.post("/v1/mattes", content=body)).status_code == 200


async def test_who_hangs_up_is_not_worked_for(port: tuple[int, type[Brightness]]) -> None:
    at, kind = port
    kind.gate.clear()
    headers = {"authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{at}", headers=headers) as client:
        first = asyncio.create_task(client.post("/v1/mattes", content=png(1)))
        async with asyncio.timeout(60):
            while not kind.batches:
                await asyncio.sleep(0.005)
        _, writer = await asyncio.open_connection("127.0.0.1", at)
        body = png(2)
        writer.write(head(len(body)) + body)
        await writer.drain()
        await number(client, 'inference_waiting{model="brightness",priority="interactive"}', "1")
        writer.close()
        await number(client, "inference_gone_total", "1")
        kind.gate.set()
        assert (await first).status_code == 200
        assert kind.batches == [1]
        await number(client, "inference_places_taken", "0")


async def test_the_status_tells_what_happened(client: httpx.AsyncClient) -> None:
    body = png(9, (300, 200))
    await client.post("/v1/mattes", content=body)
    await client.post("/v1/mattes", headers={"x-picture": digest(body)})
    await client.post("/v1/mattes", content=b"no picture")
    status = (await client.get("/v1/status")).json()
    assert status["models"]["brightness"]["pictures"] == 2
    assert status["memory"]["models"] == Brightness.card.memory
    assert status["memory"]["resident"] > 2**20
    assert status["counts"]["pictures"] == {"body": 2, "digest": 1}
    assert status["counts"]["errors"] == {"not_a_picture": 1}
    assert status["places"] == {"taken": 0, "of": 32}
    assert set(status["stages"]) == {"read", "decode", "queue", "predict", "encode"}
    assert sum(one["answers"] for one in status["history"]) == 3
    text = (await client.get("/metrics")).text
    assert 'inference_stage_seconds_count{stage="decode"} 1' in text
    assert 'inference_errors_total{code="not_a_picture"} 1' in text
    assert 'inference_memory_bytes{what="models"} 100' in text
    assert json.dumps(status)

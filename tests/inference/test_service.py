"""The protocol, asked of the ASGI app itself."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from editor.inference.client import AsyncInferenceClient
from editor.inference.service import create_app
from tests.inference.conftest import Serving
from tests.inference.doubles import (
    SECRET,
    Brightness,
    Corner,
    Crooked,
    Deep,
    Elsewhere,
    Pointed,
    picture,
    settings,
)

ALL = (Brightness, Corner, Crooked, Deep, Elsewhere, Pointed)


def png(value: int = 128, size: tuple[int, int] = (12, 8)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (value, value, value)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def open_gates() -> None:
    Brightness.gate.set()


@pytest.fixture
async def client(serving: Serving, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(*ALL, conf=settings(models_dir=str(tmp_path))) as client:
        yield client


async def test_the_models_are_listed_with_what_auto_means(client: httpx.AsyncClient) -> None:
    data = (await client.get("/v1/models")).json()
    assert data["version"] == 1
    listed = {one["card"]["name"]: one for one in data["models"]}
    assert set(listed) == {kind.card.name for kind in ALL}
    assert listed["elsewhere"]["present"] is False
    assert listed["brightness"] == {
        "card": Brightness.card.as_json(),
        "present": True,
        "lacks": "",
        "state": "unloaded",
        "device": "cpu",
        "pull": None,
    }
    assert data["auto"] == {
        "faces": Corner.card.key,
        "matte": Brightness.card.key,
        "prompted matte": Pointed.card.key,
    }


async def test_a_matte_is_raw_alpha_described_by_its_headers(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/mattes", content=png(77))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-matte"
    assert answer.headers["x-shape"] == "8,12"
    assert answer.headers["x-dtype"] == "uint8"
    assert answer.headers["x-card"] == Brightness.card.key
    assert answer.headers["x-quality"] == "test quality"
    assert answer.headers["server-timing"].startswith("queue;dur=")
    assert answer.content == bytes([77]) * 96


async def test_sixteen_bit_alpha_keeps_its_bits(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/mattes?model=deep", content=png(3))
    assert answer.headers["x-dtype"] == "uint16"
    assert (np.frombuffer(answer.content, "<u2") == 3 * 257).all()


async def test_a_large_matte_is_packed_for_those_who_take_it(client: httpx.AsyncClient) -> None:
    body = png(9, (200, 100))
    plain = await client.post("/v1/mattes", content=body, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    request = client.build_request(
        "POST", "/v1/mattes", content=body, headers={"accept-encoding": "deflate"}
    )
    packed = await client.send(request, stream=True)
    assert packed.headers["content-encoding"] == "deflate"
    raw = b"".join([part async for part in packed.aiter_raw()])
    assert len(raw) < 1000
    assert zlib.decompress(raw) == plain.content


async def test_faces_come_in_fractions_with_card_quality_and_timing(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/v1/faces", content=png())
    data = answer.json()
    assert data["faces"] == [{"box": [0, 0, 0.5, 0.5], "score": 0.9, "landmarks": []}]
    assert data["card"] == answer.headers["x-card"] == Corner.card.key
    assert data["quality"] == "test quality"
    assert set(data["timing_ms"]) == {"queue", "predict"}


async def test_raw_pixels_are_taken(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/x-rgb", "x-shape": "8,12"}
    answer = await client.post("/v1/mattes", content=picture(5).tobytes(), headers=headers)
    assert answer.content == bytes([5]) * 96


async def test_a_prompt_goes_to_a_model_that_takes_one(client: httpx.AsyncClient) -> None:
    prompt = json.dumps({"box": [0, 0, 0.25, 1]})
    answer = await client.post("/v1/mattes", params={"prompt": prompt}, content=png())
    assert answer.headers["x-card"] == Pointed.card.key
    assert set(answer.content) == {25}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/mattes?model=brigthness", png(), 400, "unknown_name"),
        ("/v1/mattes?modell=auto", png(), 400, "unknown_name"),
        ("/v1/mattes?model=corner", png(), 400, "invalid_option"),
        ("/v1/mattes?prompt=here", png(), 400, "invalid_option"),
        ("/v1/mattes?model=deep&prompt={}", png(), 400, "invalid_option"),
        ('/v1/faces?prompt={"inside":[[0,0]]}', png(), 400, "invalid_option"),
        ("/v1/mattes?model=elsewhere", png(), 409, "model_missing"),
        ("/v1/mattes?model=brightness@0123456789", png(), 409, "model_missing"),
        ("/v1/mattes", b"", 422, "broken_picture"),
        ("/v1/mattes", b"no picture", 415, "not_a_picture"),
        ("/v1/mattes", png(size=(300, 200))[:-30], 422, "broken_picture"),
        ("/v1/mattes", png(size=(5000, 4000)), 413, "too_many_pixels"),
        ("/v1/mattes?model=crooked", png(0), 500, "render_failed"),
        ("/v1/mattes?model=crooked", png(200), 500, "internal"),
        ("/v2/mattes", png(), 404, "not_found"),
        ("/v1/cats", png(), 404, "not_found"),
        ("/v1/models", png(), 400, "bad_request"),
    ],
)
async def test_every_refusal_has_the_one_shape(
    client: httpx.AsyncClient, path: str, body: bytes, status: int, code: str
) -> None:
    answer = await client.post(path, content=body)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["text"]
    assert error["remedy"]
    assert "/srv" not in answer.text


@pytest.mark.parametrize("deadline", ["soon", "0", "-1", "1.5", "9" * 12])
async def test_a_deadline_is_whole_milliseconds(client: httpx.AsyncClient, deadline: str) -> None:
    answer = await client.post("/v1/mattes", content=png(), headers={"x-deadline-ms": deadline})
    assert answer.status_code == 400
    assert "milliseconds" in answer.json()["error"]["remedy"]


@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/v1/models", "/v1/faces", "/nowhere"])
@pytest.mark.parametrize("given", ["", "Bearer wrong", f"Basic {SECRET}", SECRET, "Bearer ü"])
async def test_nothing_but_healthz_answers_without_the_secret(
    client: httpx.AsyncClient, path: str, given: str
) -> None:
    answer = await client.get(path, headers=[(b"authorization", given.encode())])
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorized"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_healthz_is_open_and_tells_the_version(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"authorization": ""})
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["version"]) == ("ok", 1)


async def test_it_is_ready_once_every_task_has_a_model(serving: Serving) -> None:
    async with serving(*ALL) as client:
        assert (await client.get("/readyz")).status_code == 200
    async with serving(Brightness) as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert "faces" in answer.json()["error"]["text"]
        assert answer.headers["retry-after"] == "1"


async def test_it_is_not_ready_before_it_has_started() -> None:
    app = create_app(settings(), {kind.card.name: kind for kind in ALL})
    transport = httpx.ASGITransport(app)
    headers = {"authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as client:
        assert (await client.get("/readyz")).status_code == 503


async def test_a_body_that_is_too_large_is_refused_at_its_head(serving: Serving) -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(1000):
            read.append(number)
            yield bytes(1000)

    async with serving(*ALL, conf=settings(body_bytes=5000)) as client:
        told = await client.post("/v1/mattes", content=bytes(5001))
        assert (told.status_code, told.json()["error"]["code"]) == (413, "too_large")
        streamed = await client.post("/v1/mattes", content=endless())
        assert streamed.status_code == 413
    assert len(read) < 20


async def test_a_full_queue_sheds_load_and_recovers(serving: Serving) -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with serving(kind, conf=settings(queue=3)) as client:
        asked = [asyncio.create_task(client.post("/v1/mattes", content=png())) for _ in range(5)]
        done, waiting = await asyncio.wait(asked, timeout=1)
        assert [one.result().status_code for one in done] == [503, 503]
        shed = done.pop().result()
        assert int(shed.headers["retry-after"]) >= 1
        assert shed.json()["error"]["code"] == "busy"
        text = (await client.get("/metrics")).text
        assert "inference_shed_total 2" in text
        assert "inference_places_taken 3" in text
        kind.gate.set()
        assert [one.status_code for one in await asyncio.gather(*waiting)] == [200] * 3
        assert (await client.post("/v1/mattes", content=png())).status_code == 200


async def test_a_request_ends_at_its_own_deadline(serving: Serving) -> None:
    kind = Brightness.fresh()
    kind.gate.clear()
    async with serving(kind) as client:
        answer = await client.post("/v1/mattes", content=png(), headers={"x-deadline-ms": "80"})
        kind.gate.set()
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "deadline_exceeded")


async def test_a_body_that_never_ends_gives_its_place_back(serving: Serving) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield png()[:20]
        await asyncio.sleep(30)

    async with serving(*ALL) as client:
        answer = await client.post("/v1/mattes", content=slow(), headers={"x-deadline-ms": "80"})
        assert answer.status_code == 504
        assert "inference_places_taken 0" in (await client.get("/metrics")).text


async def test_the_numbers_tell_models_batches_and_answers(client: httpx.AsyncClient) -> None:
    await client.post("/v1/mattes", content=png())
    await client.post("/v1/mattes?model=nobody", content=png())
    await client.get("/v1/" + "x" * 50)
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'inference_model_loaded{model="brightness"} 1' in answer.text
    assert 'inference_model_loads{model="brightness"} 1' in answer.text
    assert 'inference_batch_pictures_count{model="brightness"} 1' in answer.text
    assert 'inference_answers_total{path="/v1/mattes",status="200"} 1' in answer.text
    assert 'inference_answers_total{path="/v1/mattes",status="400"} 1' in answer.text
    assert 'inference_answers_total{path="other",status="404"} 1' in answer.text


async def test_our_client_speaks_it(serving: Serving) -> None:
    app = create_app(settings(), {kind.card.name: kind for kind in ALL})
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        AsyncInferenceClient("http://test", SECRET, transport=transport) as client,
    ):
        await client.ready()
        catalogue = await client.models()
        assert catalogue.named("deep").card == Deep.card
        matte = await client.matte(png(40, (300, 200)))
        assert matte.card == catalogue.auto["matte"]
        assert matte.alpha.shape == (200, 300)
        assert (matte.alpha == 40).all()
        assert (await client.matte(png(3), "deep")).alpha.dtype == np.uint16
        assert len(await client.faces(png())) == 1

"""Both clients against answers of every kind; the real service answers in test_service.py."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import httpx
import pytest
import zstandard

from editor.errors import (
    Busy,
    DeadlineExceeded,
    InferenceUnavailable,
    NotAPicture,
    StudioError,
)
from editor.findings import Matte
from editor.inference import attempt
from editor.inference import client as module
from editor.inference.client import AsyncInferenceClient, InferenceClient
from editor.inference.retry import Retry

Handler = Callable[[httpx.Request], httpx.Response]
Ask = Callable[[Handler], Awaitable[Matte]]

HEADERS = {"x-shape": "2,2", "x-dtype": "uint8", "x-card": "m@1"}


class Streamed(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Bytes as they come over the wire."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


def wire(handler: Handler) -> httpx.MockTransport:
    """A transport whose answers come in bytes, as from a socket."""

    def answer(request: httpx.Request) -> httpx.Response:
        made = handler(request)
        if not made.is_stream_consumed:
            return made
        return httpx.Response(made.status_code, headers=made.headers, stream=Streamed(made.content))

    return httpx.MockTransport(answer)


def alpha() -> httpx.Response:
    return httpx.Response(200, content=b"\1\2\3\4", headers=HEADERS)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, not slept."""
    slept: list[float] = []

    async def nap(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(module.time, "sleep", slept.append)
    monkeypatch.setattr(module.asyncio, "sleep", nap)
    return slept


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Asks for a matte, with either client, of a service that answers through a handler."""

    async def blocking(handler: Handler) -> Matte:
        transport = wire(handler)
        with InferenceClient("http://gpu", "shh", 5, transport=transport) as client:
            return client.matte(b"picture", "m", prompt="p")

    async def awaiting(handler: Handler) -> Matte:
        transport = wire(handler)
        async with AsyncInferenceClient("http://gpu", "shh", 5, transport=transport) as client:
            return await client.matte(b"picture", "m", prompt="p")

    return blocking if request.param == "sync" else awaiting


def refused(error: StudioError) -> httpx.Response:
    headers = {} if error.retry_after_s is None else {"retry-after": str(error.retry_after_s)}
    return httpx.Response(error.status, json=error.as_json(), headers=headers)


async def test_a_request_carries_picture_model_prompt_secret_and_deadline(ask: Ask) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return alpha()

    matte = await ask(answer)
    assert matte.alpha.tolist() == [[1, 2], [3, 4]]
    [request] = seen
    assert (request.method, request.url.path) == ("POST", "/v1/mattes")
    assert dict(request.url.params) == {"model": "m", "prompt": "p"}
    assert request.content == b"picture"
    assert request.headers["authorization"] == "Bearer shh"
    assert 4000 < int(request.headers["x-deadline-ms"]) <= 5000


def packed_as(encoding: str, body: bytes) -> bytes:
    if encoding == "zstd":
        return zstandard.ZstdCompressor().compress(body)
    return zlib.compress(body) if encoding == "deflate" else body


@pytest.mark.parametrize("encoding", ["deflate", "zstd"])
async def test_a_packed_matte_is_unpacked(ask: Ask, encoding: str) -> None:
    headers = {**HEADERS, "content-encoding": encoding}

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, stream=Streamed(packed_as(encoding, alpha().content)), headers=headers
        )

    assert (await ask(answer)).alpha.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("encoding", ["deflate", "zstd"])
async def test_a_damaged_answer_is_asked_for_again(
    ask: Ask, naps: list[float], encoding: str
) -> None:
    damaged = httpx.Response(
        200, stream=Streamed(b"damaged"), headers={**HEADERS, "content-encoding": encoding}
    )
    answers = iter([damaged, alpha()])
    assert (await ask(lambda _: next(answers))).alpha.tolist() == [[1, 2], [3, 4]]
    assert len(naps) == 1


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("server went away"),
        lambda: refused(Busy("Full.")),
        lambda: refused(StudioError("Crashed.")),
        lambda: httpx.Response(500, text="<h1>oops</h1>"),
    ],
    ids=["refused", "reset", "went away", "503", "500", "stranger's 500"],
)
async def test_a_failure_that_may_pass_is_tried_twice_more(
    ask: Ask, naps: list[float], failure: Exception | Callable[[], httpx.Response]
) -> None:
    answers = iter([failure, failure, alpha])

    def answer(_: httpx.Request) -> httpx.Response:
        one = next(answers)
        if isinstance(one, Exception):
            raise one
        return one()

    assert (await ask(answer)).card == "m@1"
    assert len(naps) == 2


async def test_the_third_failure_is_told(ask: Ask, naps: list[float]) -> None:
    tried: list[int] = []

    def answer(_: httpx.Request) -> httpx.Response:
        tried.append(1)
        raise httpx.ConnectError("refused")

    with pytest.raises(InferenceUnavailable, match="ConnectError"):
        await ask(answer)
    assert len(tried) == 3


async def test_retry_after_is_obeyed(ask: Ask, naps: list[float]) -> None:
    answers = iter([refused(Busy("Full.", retry_after_s=3)), alpha()])
    await ask(lambda _: next(answers))
    assert naps == [3]


async def test_a_wait_longer_than_the_deadline_is_refused_at_once(
    ask: Ask, naps: list[float]
) -> None:
    with pytest.raises(Busy, match="Full"):
        await ask(lambda _: refused(Busy("Full.", retry_after_s=30)))
    assert naps == []


@pytest.mark.parametrize(
    "error", [NotAPicture("No picture.", remedy="Send one."), DeadlineExceeded("Too slow.")]
)
async def test_what_would_fail_again_is_told_at_once(ask: Ask, error: StudioError) -> None:
    tried: list[int] = []

    def answer(_: httpx.Request) -> httpx.Response:
        tried.append(1)
        return refused(error)

    with pytest.raises(type(error), match=error.text):
        await ask(answer)
    assert len(tried) == 1


async def test_a_silent_service_ends_with_the_deadline(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, 0.0, 6.0, 6.0, 6.0, 6.0])
    monkeypatch.setattr(attempt, "Retry", lambda s: Retry(s, lambda: next(moments)))

    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("silence")

    with pytest.raises(DeadlineExceeded, match="5 s"):
        await ask(answer)


@pytest.mark.parametrize("encoding", ["deflate", "zstd", ""])
async def test_an_endless_answer_is_cut_off(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(attempt, "LARGEST_ANSWER", 100_000)
    body = packed_as(encoding, bytes(50_000_000))
    headers = {**HEADERS, **({"content-encoding": encoding} if encoding else {})}
    bomb = httpx.Response(200, stream=Streamed(body), headers=headers)
    with pytest.raises(InferenceUnavailable, match="more than 100000 bytes"):
        await ask(lambda _: bomb)


async def test_a_service_that_nobody_named_is_told_without_asking() -> None:
    with InferenceClient("", "") as client, pytest.raises(InferenceUnavailable) as caught:
        client.ready()
    assert "STUDIO_INFERENCE_URL" in caught.value.remedy


async def test_faces_and_models_are_typed() -> None:
    face = {"box": [0.1, 0.2, 0.3, 0.4], "score": 0.5, "landmarks": []}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/models":
            return httpx.Response(200, json={"models": [], "auto": {"faces": "f@1"}})
        return httpx.Response(200, content=json.dumps({"faces": [face]}))

    transport = wire(answer)
    with InferenceClient("http://gpu", "shh", transport=transport) as client:
        assert client.faces(b"picture")[0].as_json() == face
        assert client.models().auto == {"faces": "f@1"}
    async with AsyncInferenceClient("http://gpu", "shh", transport=transport) as client:
        assert (await client.faces(b"picture"))[0].as_json() == face
        assert (await client.models()).auto == {"faces": "f@1"}
        await client.ready()

from __future__ import annotations

import asyncio
import errno
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from editor.web import guard
from editor.web.guard import FORM_BYTES, TOGETHER, Guard

Message = dict[str, Any]


@pytest.fixture(autouse=True)
def small(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STUDIO = replace(settings.STUDIO, upload_bytes=1000, json_bytes=100)
    monkeypatch.setattr(guard, "LINGER_S", 0.05)


class Inner:
    """An application that reads the whole body and answers 200."""

    def __init__(self) -> None:
        self.read = 0
        self.called = False

    async def __call__(self, scope: Message, receive: Callable[..., Any], send: Any) -> None:
        self.called = True
        more = True
        while more:
            message = await receive()
            self.read += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def scope(path: str, length: int | None = None) -> Message:
    headers = [] if length is None else [(b"content-length", str(length).encode())]
    return {"type": "http", "path": path, "headers": headers}


def sender(*parts: bytes) -> Callable[[], Any]:
    """A client that sends these parts, and then nothing more for ever."""
    waiting = list(parts)

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": body != b""}

    return receive


async def ask(app: Guard, asked: Message, receive: Callable[[], Any]) -> tuple[int, Any, Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await asyncio.wait_for(app(asked, receive, send), 10)
    body = b"".join(message.get("body", b"") for message in sent)
    headers = {n.decode(): v.decode() for n, v in sent[0]["headers"]}
    return sent[0]["status"], body, headers


async def test_a_body_within_its_limit_passes() -> None:
    inner = Inner()
    status, _, _ = await ask(Guard(inner), scope("/api/pictures", 50), sender(b"x" * 50, b""))
    assert status == 200
    assert inner.read == 50


@pytest.mark.parametrize(("path", "limit"), [("/api/originals", 1000 + FORM_BYTES), ("/x", 100)])
async def test_a_declared_size_over_the_limit_is_refused_before_reading(
    path: str, limit: int
) -> None:
    inner = Inner()
    status, body, headers = await ask(Guard(inner), scope(path, limit + 1), sender())
    assert status == 413
    assert json.loads(body)["error"]["code"] == "too_large"
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    assert not inner.called
    assert (await ask(Guard(inner), scope(path, limit), sender(b"")))[0] == 200


async def test_a_body_without_a_size_is_counted() -> None:
    inner = Inner()
    parts = [b"x" * 60] * 10
    status, body, _ = await ask(Guard(inner), scope("/api/pictures"), sender(*parts, b""))
    assert status == 413
    assert "goes on" in json.loads(body)["error"]["text"]
    assert inner.read <= 100


async def test_the_transform_door_is_refused_in_its_own_words() -> None:
    status, body, headers = await ask(Guard(Inner()), scope("/cdn-cgi/image/w=1/x", 999), sender())
    assert status == 413
    assert body.startswith(b"ERROR 9402: ")
    assert headers["cf-resized"] == "err=9402"


async def test_a_sender_that_falls_silent_is_hung_up_on() -> None:
    app = Guard(Inner(), silence_s=0.05)
    status, body, _ = await ask(app, scope("/api/pictures", 50), sender(b"x"))
    assert status == 408
    assert json.loads(body)["error"]["code"] == "too_slow"


async def test_a_trickle_without_pauses_is_too_slow_as_well() -> None:
    async def trickle() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async with asyncio.timeout(5):
        status, _, _ = await ask(Guard(Inner(), silence_s=0.1), scope("/api/pictures", 90), trickle)
    assert status == 408


async def test_a_long_answer_is_not_taken_for_silence() -> None:
    async def slow(asked: Message, receive: Any, send: Any) -> None:
        await receive()
        left = asyncio.create_task(receive())
        await asyncio.sleep(0.15)
        assert not left.done()
        left.cancel()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    assert (await ask(Guard(slow, silence_s=0.05), scope("/x"), sender(b"")))[0] == 200


async def test_a_body_that_finds_no_room_on_the_disk_is_told_so() -> None:
    async def full(asked: Message, receive: Any, send: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    status, body, headers = await ask(Guard(full), scope("/api/pictures", 50), sender(b"x"))
    assert status == 507
    assert json.loads(body)["error"]["code"] == "disk_full"
    assert "content-security-policy" in headers


async def test_bodies_together_stay_within_a_bound_that_is_given_back() -> None:
    app = Guard(Inner())
    app.hold(TOGETHER * (1000 + FORM_BYTES) - 10)
    asked = scope("/api/pictures", 50)
    status, body, headers = await ask(app, asked, sender(b"x" * 50, b""))
    assert status == 503
    assert json.loads(body)["error"]["code"] == "busy"
    assert int(headers["retry-after"]) >= 1
    app.hold(-100)
    for _ in range(5):
        assert (await ask(app, asked, sender(b"x" * 50, b"")))[0] == 200


async def test_what_is_no_request_passes_untouched() -> None:
    seen: list[str] = []

    async def inner(asked: Message, receive: Any, send: Any) -> None:
        seen.append(asked["type"])

    await Guard(inner)({"type": "websocket", "path": "/"}, sender(), sender())
    assert seen == ["websocket"]


def test_every_upload_address_exists() -> None:
    from django.urls import resolve

    for path in guard.UPLOADS:
        assert resolve(path)


def test_photos_of_batches_may_be_as_large_as_uploads() -> None:
    batch = "/api/batches/6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01"
    assert guard.limit_of(f"{batch}/photos") == guard.limit_of("/api/originals")
    assert guard.limit_of(f"{batch}/retry") == guard.limit_of("/api/documents")


async def test_only_so_many_requests_wait_for_their_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "AT_ONCE", 1)
    begin, end = asyncio.Event(), asyncio.Event()

    async def slow(asked: Message, receive: Any, send: Any) -> None:
        if asked["path"] == "/slow":
            await begin.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if asked["path"] == "/slow":
            await end.wait()

    app = Guard(slow)
    first = asyncio.create_task(ask(app, scope("/slow"), sender(b"")))
    await asyncio.sleep(0)
    status, body, headers = await ask(app, scope("/x"), sender(b""))
    assert status == 503
    assert json.loads(body)["error"]["code"] == "busy"
    assert int(headers["retry-after"]) >= 1
    assert (await ask(app, scope("/healthz"), sender(b"")))[0] == 200
    begin.set()
    await asyncio.sleep(0.01)
    # The first answer has begun and is read slowly: its place is free again.
    assert (await ask(app, scope("/x"), sender(b"")))[0] == 200
    end.set()
    assert (await first)[0] == 200
    assert app.waiting == 0

"""The web process' own server: whom it takes for the client, and on which socket it listens."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
import uvicorn

from editor.conf import Conf
from editor.management.supervisor import sockets, web
from editor.management.supervisor.protocol import PromptProtocol


async def tells_client(
    scope: dict[str, Any], receive: object, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> None:
    """An application that answers what it knows about the connection."""
    body = json.dumps({"client": scope["client"][0], "scheme": scope["scheme"]}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def asked(conf: Conf, **headers: str) -> dict[str, str]:
    """The application's answer through our server on a socket that was handed down by number."""
    async with serving(tells_client, conf) as (host, port), httpx.AsyncClient() as client:
        answer = await client.get(f"http://{host}:{port}/", headers=headers)
        assert "server" not in answer.headers
        told: dict[str, str] = answer.json()
        return told


@asynccontextmanager
async def serving(
    app: Callable[..., Awaitable[None]] = tells_client, conf: Conf | None = None
) -> AsyncIterator[tuple[str, int]]:
    """Host and port of our server, on a socket that was handed down by number."""
    config = web.config(conf or Conf())
    config.app = app
    listening = sockets.listen("127.0.0.1", 0, "PORT")
    address = listening.getsockname()
    server = uvicorn.Server(config)
    handed = socket.socket(fileno=listening.detach())
    running = asyncio.create_task(server.serve(sockets=[handed]))
    try:
        yield address
    finally:
        server.should_exit = True
        await running


FORWARDED = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.0.0.2", "X-Forwarded-Proto": "https"}


async def test_a_forwarded_address_is_not_believed_by_default() -> None:
    assert await asked(Conf(), **FORWARDED) == {"client": "127.0.0.1", "scheme": "http"}


async def test_behind_a_proxy_the_client_is_who_the_proxy_saw_not_what_the_client_wrote() -> None:
    told = await asked(Conf(trust_proxy=True), **FORWARDED)
    assert told == {"client": "203.0.113.9", "scheme": "https"}


@pytest.mark.parametrize("bound", ["limit_concurrency", "ws_max_size", "timeout_keep_alive"])
def test_what_a_client_chooses_is_bounded(bound: str) -> None:
    assert 0 < getattr(web.config(Conf()), bound) <= 1024 * 1024


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: 127", b"GET / HT"])
async def test_a_connection_that_never_says_what_it_wants_is_closed(
    monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(PromptProtocol, "head_s", 0.2)
    async with serving() as address:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(sent)
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()


async def test_a_slow_answer_and_a_pause_between_requests_are_no_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PromptProtocol, "head_s", 0.2)
    async with serving(late) as address:
        reader, writer = await asyncio.open_connection(*address)
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
            assert head.startswith(b"HTTP/1.1 204")
            await asyncio.sleep(0.4)
        writer.close()


async def late(scope: object, receive: object, send: Callable[..., Awaitable[None]]) -> None:
    """An application that takes its time."""
    await asyncio.sleep(0.4)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})

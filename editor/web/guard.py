"""In front of Django: bodies over their limit are refused before they are read, slow senders are
hung up on, and what one process holds of all bodies together stays within a bound."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from editor.conf import current
from editor.errors import Busy, StudioError, TooLarge
from editor.web import answers, figures, metrics
from editor.web.binding.doors import FORMS
from editor.web.middleware.headers import ALWAYS

log = logging.getLogger("studio.http")

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

UPLOADS = ("/api/originals", *FORMS)
PHOTOS = re.compile(r"/api/batches/[0-9a-f-]{36}/photos")
"""Addresses that take files; everywhere else a body is JSON or a short form."""
FORM_BYTES = 64 * 1024
"""What a form may add around its file."""
TOGETHER = 8
"""So many largest files may be held by one process at once."""
AT_ONCE = 256
"""Requests of one process that may wait for their answer."""
HEALTH = "/healthz"
SILENCE_S = 30.0
"""Longest pause inside a body."""
SLOWEST = 1024
"""Bytes per second, on average, below which a sender is too slow: a trickle without pauses would
hold its place for days."""
LINGER_S = 2.0
LINGER_BYTES = 64 * 1024 * 1024
"""How long, and how much, a refused client may go on sending before the connection is closed."""


class TooSlow(StudioError):
    """The rest of a body didn't come."""

    code: ClassVar[str] = "too_slow"
    status: ClassVar[int] = 408
    wire_code: ClassVar[int] = 9424


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: App, *, silence_s: float = SILENCE_S) -> None:
        self._app = app
        self.silence_s = silence_s
        self.waiting = 0
        self._held = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(self, limit_of(scope["path"]), receive)
        place = _Place(self, send)
        try:
            body.expect(_declared(scope["headers"]))
            place.take(scope["path"])
            await self._app(scope, body.receive, place.send)
        except _Refused as refused:
            if not place.answered:
                await _refuse(scope, receive, send, refused.error)
        except OSError as error:
            # A body that finds no room on the disk; Django isn't there yet to answer.
            known = answers.known(error)
            if known is None or place.answered:
                raise
            log.warning("%s", error)
            await _refuse(scope, receive, send, known)
        finally:
            place.leave()
            self.hold(-body.held)

    def hold(self, size: int) -> None:
        """Counts bytes of bodies that are held; Busy when too many would be."""
        most = TOGETHER * (current().upload_bytes + FORM_BYTES)
        if size > 0 and self._held + size > most:
            raise _Refused(Busy("Too many uploads arrive at once.", remedy="Try again soon."))
        self._held += size
        figures.BODIES.set(self._held)


class _Refused(Exception):
    def __init__(self, error: StudioError) -> None:
        super().__init__(error.text)
        self.error = error


class _Body:
    """The body of one request, counted while it comes in."""

    def __init__(self, guard: Guard, limit: int, receive: Receive) -> None:
        self._guard, self._limit, self._receive = guard, limit, receive
        self._complete = False
        self._began = time.monotonic()
        self.held = 0

    def expect(self, size: int) -> None:
        """Refuses a body by its declared size."""
        if size > self._limit:
            raise _Refused(_too_large(f"The body has {size} bytes", self._limit))

    async def receive(self) -> Message:
        """The next message; refused once more bytes came than the limit allows."""
        if self._complete:
            # What follows is only the client's leaving, and that may take its time.
            return await self._receive()
        try:
            async with asyncio.timeout(self._patience_s()):
                message = await self._receive()
        except TimeoutError:
            raise _Refused(_too_slow(self._guard.silence_s)) from None
        self._complete = not message.get("more_body", False)
        self._count(len(message.get("body", b"")))
        return message

    def _patience_s(self) -> float:
        """How long the next piece may take; bytes that came allow their sender more time."""
        spent = time.monotonic() - self._began
        longest = self._guard.silence_s
        return min(longest, max(0.0, longest + self.held / SLOWEST - spent))

    def _count(self, size: int) -> None:
        if self.held + size > self._limit:
            raise _Refused(_too_large("The body goes on", self._limit))
        if size:
            self._guard.hold(size)
            self.held += size


class _Place:
    """A place among the requests that wait for their answer; each of them may occupy a thread.

    It is left when the answer begins: who reads slowly keeps nobody waiting.
    """

    def __init__(self, guard: Guard, send: Send) -> None:
        self._guard, self._send = guard, send
        self._taken = False
        self.answered = False

    def take(self, path: str) -> None:
        """Busy when there is none; whoever asks for our health always gets one."""
        if self._guard.waiting >= AT_ONCE and path != HEALTH:
            raise _Refused(Busy("Too many requests wait already.", remedy="Try again soon."))
        self._guard.waiting += 1
        self._taken = True

    def leave(self) -> None:
        """Gives the place back, once."""
        if self._taken:
            self._guard.waiting -= 1
            self._taken = False

    async def send(self, message: Message) -> None:
        """Passes a message on."""
        self.answered = True
        self.leave()
        await self._send(message)


def limit_of(path: str) -> int:
    """The largest body that this address takes."""
    if path in UPLOADS or PHOTOS.fullmatch(path):
        return current().upload_bytes + FORM_BYTES
    return current().json_bytes


def _declared(headers: list[tuple[bytes, bytes]]) -> int:
    for name, value in headers:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _too_large(what: str, limit: int) -> TooLarge:
    return TooLarge(
        f"{what}, more than the {limit} that this address takes.", remedy="Send less at once."
    )


def _too_slow(silence_s: float) -> TooSlow:
    return TooSlow(
        f"The body paused for {silence_s:g} s, or came at less than {SLOWEST} bytes a second.",
        remedy="Send the body without pauses.",
    )


async def _refuse(scope: Message, receive: Receive, send: Send, error: StudioError) -> None:
    said = {**ALWAYS, **answers.headers_of(error, scope["path"]), "Connection": "close"}
    if answers.is_wire(scope["path"]):
        body = answers.wire_body(error, scope["path"]).encode()
        said["Content-Type"] = "text/plain; charset=utf-8"
    else:
        body = json.dumps(error.as_json()).encode()
        said["Content-Type"] = "application/json"
    said["Content-Length"] = str(len(body))
    headers = [(name.lower().encode(), value.encode()) for name, value in said.items()]
    metrics.refused(error)
    log.info("%s %s %d: %s", scope.get("method"), scope["path"][:200], error.status, error.text)
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    await _linger(receive)
    await send({"type": "http.response.body", "body": b""})


async def _linger(receive: Receive) -> None:
    """Drops what the client still sends: closed on at once, many never read the refusal."""
    left = LINGER_BYTES
    try:
        async with asyncio.timeout(LINGER_S):
            while left > 0 and (message := await receive()).get("more_body", False):
                left -= len(message.get("body", b""))
    except TimeoutError:
        return

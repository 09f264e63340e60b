"""In front of Django: signed pictures that are in the cache, answered in a fraction of the time.

An ASGI application around another one. It remembers what the way through Django noted of an
answer and gives the next equal request the same one, made by the same functions: the signature is
checked (its key and its end), the host name and `Via`, ETag and Range; and `flows.standing` asks
the database whether everything that the answer rests on is still so. Whatever differs in the
least goes on to Django: other methods, a body, cookies and tokens, errors of any kind, a file
that went. Nothing is remembered for longer than a minute, so that Django notes the use of busy
pictures in time for the cache's order.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponseBase

from editor.errors import StudioError
from editor.flows import standing
from editor.web import delivery, signing, streaming
from editor.web.delivery import Permission
from editor.web.middleware.headers import secure
from editor.web.middleware.request_id import named, told
from editor.web.negotiate import format_for, viewer_of
from editor.web.noted import NOTES, Noted
from editor.web.transform import refuse_loops

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, Any], Awaitable[None]]

REMEMBERED = 2000
LONGEST = 4096
"""Characters of an address that is remembered; with REMEMBERED it bounds the memory to some MB."""
FRESH_S = 60.0
THREADS = 4
"""A look at the database may have to wait, and nothing else may wait for it meanwhile."""
PATHSEND = "http.response.pathsend"
_ODD = frozenset(
    (b"authorization", b"cookie", b"transfer-encoding", b"upgrade", b"expect", b"x-cf-blob")
)
Key = tuple[bytes, bytes, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and, where it has a body, the open file, how much of it is to be sent and the
    first piece."""

    response: HttpResponseBase
    path: str = ""
    file: IO[bytes] | None = None
    size: int = 0
    first: bytes = b""

    @property
    def start(self) -> Mapping[str, Any]:
        """As Django's own handler begins it."""
        headers = [(n.encode("ascii"), v.encode("latin-1")) for n, v in self.response.items()]
        status = self.response.status_code
        return {"type": "http.response.start", "status": status, "headers": headers}


class Shortcut:
    """One for a process; what it remembers is only touched by the event loop."""

    def __init__(self, app: App, *, fresh_s: float = FRESH_S, remembered: int = REMEMBERED) -> None:
        self._app = app
        self._fresh_s, self._remembered = fresh_s, remembered
        self._notes: OrderedDict[Key, tuple[float, Noted]] = OrderedDict()
        self._threads = ThreadPoolExecutor(THREADS, "shortcut")
        self.taken = 0
        """Requests that Django didn't see."""

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        key = key_of(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        known = self._known(key)
        if known is not None:
            asked = asyncio.get_running_loop().run_in_executor(self._threads, answer, scope, known)
            found = await asked
            if found is not None:
                self.taken += 1
                await self._send(scope, send, found)
                return
            self._notes.pop(key, None)
        notes: list[Noted] = []
        await self._app({**scope, NOTES: notes}, receive, send)
        for noted in notes:
            self._remember(key, noted)

    def close(self) -> None:
        """Ends the threads and their database connections."""
        for _ in range(THREADS):
            self._threads.submit(standing.ended)
        self._threads.shutdown()

    def _known(self, key: Key) -> Noted | None:
        made, noted = self._notes.get(key, (0.0, None))
        if noted is None or time.monotonic() > made + self._fresh_s:
            return None
        self._notes.move_to_end(key)
        return noted

    def _remember(self, key: Key, noted: Noted) -> None:
        self._notes[key] = (time.monotonic(), noted)
        self._notes.move_to_end(key)
        while len(self._notes) > self._remembered:
            self._notes.popitem(last=False)

    async def _send(self, scope: Scope, send: Send, found: Answer) -> None:
        file = found.file
        if file is None:
            await send(found.start)
            await send({"type": "http.response.body", "body": b""})
            return
        try:
            await send(found.start)
            if PATHSEND in (scope.get("extensions") or {}) and found.response.status_code == 200:
                await send({"type": PATHSEND, "path": found.path})
                return
            left, piece, loop = found.size, found.first, asyncio.get_running_loop()
            while left > len(piece) > 0:
                left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                most = min(left, streaming.PIECE)
                piece = await loop.run_in_executor(self._threads, file.read, most)
            await send({"type": "http.response.body", "body": piece})
        finally:
            file.close()


def key_of(scope: Scope) -> Key | None:
    """What tells requests with different answers apart; None for all that Django must see."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    query = scope.get("query_string", b"")
    raw = scope.get("raw_path") or b""
    if b"sig=" not in query or not scope["path"].startswith(signing.DOORS) or not raw:
        return None
    headers = _Headers()
    for name, value in scope["headers"]:
        # Django reads an underscore as a dash, or not at all.
        odd = name in _ODD or b"_" in name or (name == b"content-length" and value != b"0")
        if odd:
            return None
        headers.add(name.decode("latin-1"), value.decode("latin-1"))
    if len(raw) + len(query) > LONGEST:
        return None
    return raw, query, (format_for(headers.get("Accept", "")), viewer_of(headers))


class _Headers(dict[str, str]):
    """Headers as ASGI spells them, asked for as HTTP spells them."""

    def add(self, name: str, value: str) -> None:
        """Joins what comes more than once, as Django does."""
        self[name] = f"{self[name]},{value}" if name in self else value

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def answer(scope: Scope, noted: Noted) -> Answer | None:
    """The answer to a request that is equal to one that Django answered; None where Django would
    now say anything else. Runs in a thread: it looks at the database and opens the file."""
    began = time.perf_counter()
    try:
        request = ASGIRequest(scope, io.BytesIO())
        request.get_host()
        refuse_loops(request)
        left_s = signing.check(request, noted.signer)
        if not noted.standing.holds():
            return None
        request.resolver_match = noted.match
        permission = Permission(signed=True, left_s=left_s)
        return _made(request, noted, permission, began)
    except (StudioError, DisallowedHost, OSError):
        return None
    except DatabaseError as error:
        log.warning("the shortcut can't ask the database: %s", error)
        standing.ended()
        return None
    finally:
        standing.finished()


def _made(
    request: HttpRequest, noted: Noted, permission: Permission, began: float
) -> Answer | None:
    produced, name = noted.standing.produced, named(request)
    etag = f'"{produced.key}"'
    if streaming.not_modified(request, etag):
        response: HttpResponseBase = delivery.unchanged(etag)
        file = None
    elif streaming.wanted(request, produced.bytes, etag) is None:
        return None
    else:
        file = produced.path.open("rb")
        if os.fstat(file.fileno()).st_size != produced.bytes:
            file.close()
            return None
        response = delivery.sent(request, produced, file, noted.manner, began)
    delivery.dressed(response, permission, noted.manner)
    secure(response)
    told(request, response, name, time.perf_counter() - began)
    if file is None or file.closed:
        return Answer(response)
    size = int(response.headers["Content-Length"])
    first = file.read(min(size, streaming.PIECE))
    return Answer(response, str(produced.path), file, size, first)

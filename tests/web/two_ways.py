"""The studio with the shortcut before Django and without it, asked as a server asks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from editor.web.guard import Guard
from editor.web.handler import StudioHandler
from editor.web.shortcut import Shortcut

NEVER_THE_SAME = (b"x-request-id",)

Sign = Callable[..., Awaitable[str]]


class Asked:
    """One answer, as the server gets it."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def send(self, message: Any) -> None:
        self.messages.append(dict(message))

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """All but the names and times of this one request."""
        given = [(n.lower(), v) for n, v in self.messages[0]["headers"]]
        timeless = [(n, re.sub(rb" t=\d+", b"", v)) for n, v in given]
        return [(n, v) for n, v in timeless if n not in NEVER_THE_SAME]

    @property
    def body(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.messages[1:])


async def ask(
    app: Any, url: str, method: str = "GET", headers: dict[str, str] | None = None, **extra: Any
) -> Asked:
    parts = urlsplit(url)
    sent = {"host": "127.0.0.1:8000", **(headers or {})}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": httpx.URL(url).path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        **extra,
    }
    asked, messages = Asked(), [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop() if messages else await asyncio.Future()  # stays connected

    await app(scope, receive, asked.send)
    return asked


class Both:
    """The studio with the shortcut and without it."""

    def __init__(self) -> None:
        self.shortcut = Shortcut(StudioHandler())
        self.quick, self.plain = Guard(self.shortcut), Guard(StudioHandler())

    async def warm(self, url: str, headers: dict[str, str] | None = None) -> Asked:
        """Asks until the picture came from the cache once."""
        await ask(self.quick, url, headers=headers)
        return await ask(self.quick, url, headers=headers)

    async def same(
        self, url: str, method: str = "GET", headers: dict[str, str] | None = None
    ) -> Asked:
        """The answer, which is the same either way."""
        plain = await ask(self.plain, url, method, headers)
        quick = await ask(self.quick, url, method, headers)
        assert quick.status == plain.status
        assert quick.headers == plain.headers
        assert quick.body == plain.body
        return quick

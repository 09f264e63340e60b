"""Turns away sockets that another site's page opens: browsers send cookies with those, too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from editor.conf import current

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class SameOrigin:
    """Passes a socket on when its Origin is the host that it was opened on, or when it has none.

    Programs send no Origin; they need a bearer token further in.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if is_allowed(headers.get(b"origin"), headers.get(b"host", "")):
            await self._app(scope, receive, send)
        else:
            await WebsocketDenier.as_asgi()(scope, receive, send)


def is_allowed(origin: str | None, host: str) -> bool:
    """True for no origin, our own host, or the public address of the settings."""
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    if origin is None:
        return True
    if current().public_url and origin == current().public_url.rstrip("/"):
        return True
    try:
        return bool(host) and urlsplit(origin).netloc == host
    except ValueError:
        # No address at all, such as half of an IPv6 host.
        return False

"""WebSocket addresses."""

from __future__ import annotations

from typing import Any

from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from django.urls import path, re_path

from editor.live.consumers import EventsConsumer
from editor.live.origin import SameOrigin


def websocket() -> Any:
    """The ASGI application of all sockets; foreign pages are turned away first."""
    nowhere = re_path(r"", WebsocketDenier.as_asgi())
    return SameOrigin(URLRouter([path("ws/events", EventsConsumer.as_asgi()), nowhere]))

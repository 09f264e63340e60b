"""Sockets: check, subscribe, forward."""

from __future__ import annotations

import json
from collections import deque
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from editor.flows.access import workspace_of
from editor.jobs import events
from editor.live.places import Places
from editor.live.tail import Tail

UNKNOWN = 4401
CROWDED = 4429
UNREADABLE = 1003


@cache
def tail() -> Tail:
    """The one tail of this process."""
    return Tail()


@cache
def places() -> Places:
    """Those of this process."""
    return Places()


class EventsConsumer(AsyncJsonWebsocketConsumer):
    """`/ws/events?after=N`: every event of the caller's workspace after N, then new ones.

    A client that reconnects gives the last id that it saw, and misses nothing.
    """

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        self._place = self._group = ""
        self._follows = False
        try:
            return await super().__call__(scope, receive, send)
        finally:
            # However it ends: `disconnect` isn't called for a socket that failed.
            await self._leave()

    async def connect(self) -> None:
        headers = dict(self.scope["headers"])
        workspace = await database_sync_to_async(workspace_of)(headers)
        if workspace is None:
            await self.close(code=UNKNOWN)
            return
        if not places().take(str(workspace)):
            await self.close(code=CROWDED)
            return
        self._place = str(workspace)
        self._last = self._after()
        self._seen: deque[int] = deque(maxlen=events.REPLAY_LIMIT)
        self._group = events.group(workspace)
        await self.channel_layer.group_add(self._group, self.channel_name)
        self._follows = True
        await tail().join()
        await self.accept()
        for event in await database_sync_to_async(events.since)(workspace, self._last):
            await self.studio_event(events.message(event))
        await self.send_json({"kind": "ready", "id": self._last})

    def _after(self) -> int:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        text = query.get("after", ["0"])[0]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    async def studio_event(self, message: dict[str, Any]) -> None:
        """An event from the group, or one of the replay; each is sent once."""
        event = message["event"]
        if event["id"] in self._seen:
            return
        self._seen.append(event["id"])
        self._last = max(self._last, event["id"])
        await self.send_json(event)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Nothing is expected from the client but a ping; what isn't JSON ends the socket."""
        try:
            content = json.loads(text_data or "")
        except (ValueError, RecursionError):
            await self.close(code=UNREADABLE)
            return
        if content == {"kind": "ping"}:
            await self.send_json({"kind": "pong"})

    async def _leave(self) -> None:
        if self._group:
            await self.channel_layer.group_discard(self._group, self.channel_name)
        if self._follows:
            await tail().leave()
        if self._place:
            places().leave(self._place)

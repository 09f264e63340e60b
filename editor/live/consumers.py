"""Sockets: check, subscribe, forward."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from functools import cache
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from editor.conf import current
from editor.flows.access import workspace_of
from editor.jobs import events
from editor.live.places import Places
from editor.live.presence import Presence
from editor.live.tail import Tail

log = logging.getLogger(__name__)
UNKNOWN = 4401
CROWDED = 4429
UNREADABLE = 1003
TOO_LONG = 1009
COME_BACK = 1012
STAY_S = 5.0
LONGEST_MESSAGE = 8192
"""Characters of a client's message."""
NOW = "now"
PRESENCE = ("here", "away")


@cache
def tail() -> Tail:
    """The one tail of this process."""
    return Tail()


@cache
def places() -> Places:
    """Those of this process."""
    return Places()


class EventsConsumer(AsyncJsonWebsocketConsumer):
    """`/ws/events?after=N`: every event of the caller's workspace after N, then new ones;
    `after=now` begins with the next one.

    A client that reconnects gives the last id that it saw, and misses nothing; when more happened
    than is kept for it, `ready` says so by its `gap`. A client may say `ping`, and `here` or `away`
    of the document that it shows, see `presence`.
    """

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        self._place = self._group = ""
        self._follows = False
        self._presence: Presence | None = None
        self._staying: asyncio.Task[None] | None = None
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
        self._last = await self._after()
        self._seen: deque[int] = deque(maxlen=events.REPLAY_LIMIT)
        self._group = events.group(workspace)
        await self.channel_layer.group_add(self._group, self.channel_name)
        self._follows = True
        await tail().join()
        await self.accept()
        self._presence = Presence(workspace, self.channel_layer, self.channel_name, self.send_json)
        missed = await database_sync_to_async(events.since)(workspace, self._last)
        for event in missed:
            await self.studio_event(events.message(event))
        gap = len(missed) >= events.REPLAY_LIMIT
        await self.send_json({"kind": "ready", "id": self._last, "data": {"gap": gap}})
        if current().redis_url:
            self._staying = asyncio.create_task(self._stay(workspace))

    async def _after(self) -> int:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        text = query.get("after", ["0"])[0]
        if text == NOW:
            newest: int = await database_sync_to_async(events.newest)()
            return newest
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    async def _stay(self, workspace: UUID) -> None:
        """Renews the socket's place in its group, and reads what Redis may have lost: a Redis that
        was started anew knows of no groups. When that fails the client is sent away to come back
        with the last id that it saw."""
        read = self._last
        try:
            while True:
                await asyncio.sleep(STAY_S)
                until = self._last
                await self.channel_layer.group_add(self._group, self.channel_name)
                for event in await database_sync_to_async(events.since)(workspace, read):
                    await self.studio_event(events.message(event))
                read = until
        except Exception as error:  # noqa: BLE001 - Redis, the database, or a client that left
            log.warning("a socket is closed: %s", type(error).__name__)
            await self.close(code=COME_BACK)

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
        """What isn't a short piece of JSON ends the socket."""
        if len(text_data or "") > LONGEST_MESSAGE:
            await self.close(code=TOO_LONG)
            return
        try:
            content = json.loads(text_data or "")
        except (ValueError, RecursionError):
            await self.close(code=UNREADABLE)
            return
        if content == {"kind": "ping"}:
            await self.send_json({"kind": "pong"})
        elif self._presence and isinstance(content, dict) and content.get("kind") in PRESENCE:
            await self._presence.hear(content)

    async def studio_presence(self, message: dict[str, Any]) -> None:
        """What another window of the same document says."""
        if self._presence:
            await self._presence.pass_on(message)

    async def _leave(self) -> None:
        if self._staying:
            self._staying.cancel()
        if self._group:
            await self.channel_layer.group_discard(self._group, self.channel_name)
        if self._follows:
            await tail().leave()
        if self._place:
            places().leave(self._place)
        if self._presence:
            await self._presence.leave()

"""One tail of the event table per web process, running while a socket is open."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import Error

from editor.conf import current
from editor.jobs import events

log = logging.getLogger(__name__)
REMEMBERED = 2000


class Tail:
    """Feeds new events into this process's in-memory groups. With Redis there is no tail:
    whoever appends an event sends it on."""

    def __init__(self, interval_s: float = 0.2) -> None:
        self._interval_s = interval_s
        self._watchers = 0
        self._task: asyncio.Task[None] | None = None
        self._last = 0
        self._sent: OrderedDict[int, None] = OrderedDict()

    async def join(self) -> None:
        """A socket opened; returns once the tail stands at the newest event."""
        self._watchers += 1
        if self._task is None and not current().redis_url:
            newest = await database_sync_to_async(events.newest)()
            known = await database_sync_to_async(events.fresh)(newest)
            if self._task is None:
                self._last = newest
                self._sent.update((event.pk, None) for event in known)
                self._task = asyncio.create_task(self._run())

    async def leave(self) -> None:
        """A socket closed; the last one stops the tail."""
        self._watchers -= 1
        if self._watchers == 0 and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self._pass_on()
            except Error as error:
                log.warning("event tail: %s", error)
            await asyncio.sleep(self._interval_s)

    async def _pass_on(self) -> None:
        layer = get_channel_layer()
        for event in await database_sync_to_async(events.fresh)(self._last):
            if event.pk in self._sent:
                continue
            self._sent[event.pk] = None
            self._last = max(self._last, event.pk)
            await layer.group_send(events.group(event.workspace_id), events.message(event))
        while len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)

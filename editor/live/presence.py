"""Who looks at a document. Nobody keeps a list: each window tells the others of the document's
group, also those of other web processes, and forgets whom it hasn't heard of for a while.

There are no accounts in a workspace: a person is a tab with a name and a colour of its own choice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from channels.exceptions import ChannelFull

from editor.errors import BadRequest, NotFound, RateLimited, StudioError
from editor.flows import names
from editor.models import Document

SILENCE_S = 150.0
"""So long after its last word a window counts as gone. Pages in the background may speak only once
a minute; a lost connection is noticed earlier by the server's own pings."""
LONGEST_NAME = 40
LONGEST_ID = 64
MOST_SELECTED = 50
COLOURS = 12
BURST = 30
PER_SECOND = 6.0

Tell = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Here:
    """What one window says of itself."""

    document: UUID
    tab: str
    name: str
    colour: int
    selection: tuple[str, ...]

    def as_json(self, socket: str) -> dict[str, Any]:
        return {
            "document": str(self.document),
            "tab": self.tab,
            "socket": socket,
            "name": self.name,
            "colour": self.colour,
            "selection": list(self.selection),
        }


def read(said: Mapping[str, Any]) -> Here:
    """A `here` message from a browser; BadRequest for anything that doesn't fit."""
    selection = said.get("selection", [])
    colour = said.get("colour", 0)
    fits = (
        isinstance(selection, list)
        and len(selection) <= MOST_SELECTED
        and all(_is_id(one) for one in selection)
        and type(colour) is int
        and 0 <= colour < COLOURS
        and _is_id(said.get("tab"))
        and isinstance(said.get("name", ""), str)
    )
    if not fits:
        raise BadRequest(
            "This window's presence can't be read.",
            remedy=f"Send document, tab, name, a colour below {COLOURS} and at most "
            f"{MOST_SELECTED} selected layers.",
        )
    name = names.title(said.get("name", "")[: 4 * LONGEST_NAME])[:LONGEST_NAME]
    return Here(_uuid(said.get("document")), said["tab"], name, colour, tuple(selection))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isprintable()


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value)[:LONGEST_ID])
    except ValueError:
        raise _no_document() from None


def _no_document() -> NotFound:
    return NotFound("There is no such document here.", remedy="Look at the list of documents.")


def group(workspace: UUID, document: UUID) -> str:
    """The channel group of everyone who looks at a document."""
    return f"presence.{workspace.hex}.{document.hex}"


class Presence:
    """One socket's part in it. `layer` and `channel` are the consumer's, `tell` writes to its
    client."""

    def __init__(self, workspace: UUID, layer: Any, channel: str, tell: Tell) -> None:
        self._workspace, self._layer, self._channel, self._tell = workspace, layer, channel, tell
        self._here: Here | None = None
        self._silence: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._allowance, self._at = float(BURST), time.monotonic()
        self._warned = False

    async def hear(self, said: Mapping[str, Any]) -> None:
        """`here` or `away` from the client; what is wrong with it is told to it."""
        try:
            self._charge()
            if said.get("kind") == "away":
                await self.leave()
            else:
                await self._arrive(read(said))
        except StudioError as error:
            await self._refuse(error)

    async def leave(self) -> None:
        """Tells the others, if there was anything to leave."""
        here, self._here = self._here, None
        if self._silence is not None:
            self._silence.cancel()
        if here is None:
            return
        name = group(self._workspace, here.document)
        await self._layer.group_discard(name, self._channel)
        gone = {"document": str(here.document), "tab": here.tab, "socket": self._channel}
        await self._layer.group_send(name, self._message("presence.gone", gone))

    async def pass_on(self, message: Mapping[str, Any]) -> None:
        """Something that another window of the group said."""
        if message["sender"] == self._channel:
            return
        await self._tell({"kind": message["kind"], "data": message["data"]})
        if message["asks"] and self._here is not None:
            answer = self._message("presence.here", self._here.as_json(self._channel))
            # A window that can't keep up hears of us with our next word.
            with suppress(ChannelFull):
                await self._layer.send(message["sender"], answer)

    async def _arrive(self, here: Here) -> None:
        before = self._here
        if before is None or before.document != here.document:
            if not await self._is_ours(here.document):
                raise _no_document()
            await self.leave()
        self._here = here
        # Each time: a Redis that was started anew knows of no groups.
        await self._layer.group_add(group(self._workspace, here.document), self._channel)
        self._wait()
        # Only a newcomer asks who else is here: everybody answers it.
        asks = before is None or before.document != here.document
        message = self._message("presence.here", here.as_json(self._channel), asks=asks)
        await self._layer.group_send(group(self._workspace, here.document), message)

    async def _is_ours(self, document: UUID) -> bool:
        held = Document.objects.filter(workspace_id=self._workspace, pk=document)
        return await held.aexists()

    def _message(self, kind: str, data: dict[str, Any], *, asks: bool = False) -> dict[str, Any]:
        sender = self._channel
        return {
            "type": "studio.presence",
            "kind": kind,
            "data": data,
            "asks": asks,
            "sender": sender,
        }

    def _wait(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
        self._silence = asyncio.get_running_loop().call_later(SILENCE_S, self._expire)

    def _expire(self) -> None:
        self._leaving = asyncio.create_task(self.leave())

    def _charge(self) -> None:
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._at) * PER_SECOND)
        self._at = now
        if self._allowance < 1:
            raise RateLimited(
                "This window tells more often where it is than anybody can follow.",
                remedy=f"Say it at most {PER_SECOND:g} times a second.",
            )
        self._allowance -= 1
        self._warned = False

    async def _refuse(self, error: StudioError) -> None:
        """Once for each flood: answering every message would make it two."""
        if isinstance(error, RateLimited):
            if self._warned:
                return
            self._warned = True
        await self._tell({"kind": "refused", "data": error.as_json()["error"]})

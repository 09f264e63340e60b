"""The rooms of texts that were measured lately, so that an address with letters needs no render
process once its picture is in the cache."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from editor.plan.composition import Text
from editor.render.request import Room

MOST = 1000
"""A text has at most 1,000 characters, so that this many and their lines take a few MB."""


class Rooms:
    """The room of each text, fonts named by what they hold; the longest unused leave first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[Text, Room] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: Text, measure: Callable[[], Room]) -> Room:
        """The room of `text`, measured if nobody asked lately. Errors aren't kept."""
        with self._lock:
            known = self._known.get(text)
            if known is not None:
                self._known.move_to_end(text)
                return known
        room = measure()
        with self._lock:
            self._known[text] = room
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return room

    def __len__(self) -> int:
        return len(self._known)

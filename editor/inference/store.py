"""Decoded pictures by their digest, so that each travels and is decoded once."""

from __future__ import annotations

import threading
from collections import OrderedDict

from editor.inference.models.base import Picture


class PictureStore:
    """At most `budget` bytes of pixels; the longest unused go first. Any thread may use it."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """Kept now."""
        with self._lock:
            return self._bytes

    def get(self, key: str) -> Picture | None:
        with self._lock:
            picture = self._kept.get(key)
            if picture is not None:
                self._kept.move_to_end(key)
            return picture

    def put(self, key: str, picture: Picture) -> None:
        """Keeps it, unless it alone is above the budget."""
        if picture.nbytes > self._budget:
            return
        picture.setflags(write=False)  # several requests may read it at once
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = picture
            self._bytes += picture.nbytes
            while self._bytes > self._budget:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.nbytes

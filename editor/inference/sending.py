"""Which pictures the service has seen already, so that they needn't be sent again."""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST = 4096
ASK_FIRST_BYTES = 256 * 1024
"""From this size on, asking whether somebody else sent it costs less than sending it."""


class Sent:
    """Digests of pictures that the service had, the newest last. Threads may share it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, None] = OrderedDict()

    def worth_asking(self, digest: str, size: int) -> bool:
        """True when a question with the digest alone may well be answered."""
        with self._lock:
            return digest in self._kept or size >= ASK_FIRST_BYTES

    def had(self, digest: str) -> None:
        with self._lock:
            self._kept[digest] = None
            self._kept.move_to_end(digest)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forgotten(self, digest: str) -> None:
        with self._lock:
            self._kept.pop(digest, None)

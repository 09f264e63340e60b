"""Keeps a row's sign of life fresh while its owner works: others can tell slow from dead."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.db import Error, connection

log = logging.getLogger(__name__)


class Renewing:
    """A context in which `renew` is called every `every_s` seconds, on a thread of its own, until
    it says False: then the row is somebody else's. Quick work costs no query."""

    def __init__(self, renew: Callable[[], bool], every_s: float, name: str) -> None:
        self._renew = renew
        self._every_s = every_s
        self._name = name
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._done.wait(self._every_s):
                if not self._renewed():
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        try:
            return self._renew()
        except Error as error:
            # A locked or restarting database: what was promised outlives one missed renewal.
            log.warning("%s was not renewed: %s", self._name, error)
            connection.close()
            return True

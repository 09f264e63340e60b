"""Signals as bytes on a descriptor, so that one selector waits for everything."""

from __future__ import annotations

import os
import signal
from types import FrameType, TracebackType

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """While entered: stop signals are counted, and each of them and SIGCHLD makes `fd` readable."""

    def __init__(self) -> None:
        self.fd, self._write = os.pipe()
        self.stops = 0

    def __enter__(self) -> Signals:
        for end in (self.fd, self._write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in STOP:
            signal.signal(number, self._count)
        return self

    def _count(self, number: int, frame: FrameType | None) -> None:
        self.stops += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(-1)
        for number in (*STOP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.close(self.fd)
        os.close(self._write)

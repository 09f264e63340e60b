"""A progress bar for commands: one line that is written over on a terminal, and now and then a new
one elsewhere."""

from __future__ import annotations

import time
from typing import Any

EVERY_S = 0.25
EVERY_ELSEWHERE_S = 10.0
WIDTH = 30


class Bar:
    """Writes to `out`, a stream of Django's commands."""

    def __init__(self, out: Any) -> None:
        self._out, self._last, self._began = out, 0.0, time.monotonic()
        self._overwrites = bool(out.isatty())

    def told(self, done: int, total: int, note: str = "") -> None:
        """So many of all are done; the rest is estimated at the pace so far."""
        now = time.monotonic()
        pause = EVERY_S if self._overwrites else EVERY_ELSEWHERE_S
        if now < self._last + pause and done < total:
            return
        self._last = now
        text = f"{bar(done, total)} {done} of {total}{self._rest(done, total, now)} {note}".rstrip()
        if self._overwrites:
            self._out.write(f"\r{text[:110]:<110}", ending="")
        else:
            self._out.write(text)
        self._out.flush()

    def _rest(self, done: int, total: int, now: float) -> str:
        if not done or done >= total:
            return ""
        left = (now - self._began) / done * (total - done)
        return f", about {left / 60:.0f} min left" if left > 90 else f", about {left:.0f} s left"

    def end(self) -> None:
        """Leaves the line behind."""
        if self._overwrites and self._last:
            self._out.write("")


def bar(done: int, total: int) -> str:
    """`[#####.....]`"""
    filled = WIDTH * done // max(1, total)
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}]"

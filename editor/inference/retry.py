"""When to ask again: a bounded number of attempts inside one deadline."""

from __future__ import annotations

import time
from collections.abc import Callable

from editor.errors import DeadlineExceeded, StudioError

ATTEMPTS = 3
FIRST_PAUSE_S = 0.25


class Retry:
    """The attempts of one request. Connection loss, 500 and 503 are worth another, within time."""

    def __init__(self, deadline_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = clock() + deadline_s
        self._deadline_s = deadline_s
        self._left = ATTEMPTS

    def remaining(self) -> float:
        """Seconds until the deadline; DeadlineExceeded when none are left."""
        left = self._until - self._clock()
        if left <= 0:
            raise DeadlineExceeded(
                f"Inference gave no answer within {self._deadline_s:g} s.",
                remedy="Try again, or with a smaller picture.",
            )
        return left

    def pause(self, error: StudioError) -> float:
        """Seconds to wait before the next attempt: what the server asked for, else a growing
        pause. Raises `error` when no attempt is left or the wait would outlast the deadline, and
        DeadlineExceeded when that has passed already."""
        remaining = self.remaining()
        self._left -= 1
        growing = FIRST_PAUSE_S * 2.0 ** (ATTEMPTS - 1 - self._left)
        wait = growing if error.retry_after_s is None else float(error.retry_after_s)
        if self._left <= 0 or wait >= remaining:
            raise error
        return wait

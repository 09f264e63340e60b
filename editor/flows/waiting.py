"""Waiting for a render process, no longer than there is time."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TypeVar

from editor.errors import Busy
from editor.library.connection import lent
from editor.library.deadline import Deadline

T = TypeVar("T")


def outcome(running: Future[T], deadline: Deadline) -> T:
    """What the pool gives or raises; Busy when it isn't done in time."""
    lent()
    try:
        return running.result(timeout=deadline.left_s)
    except TimeoutError:
        if running.done():
            raise
        running.cancel()
        raise Busy(
            "The picture isn't ready yet: others are made first.",
            remedy="Try again in a moment.",
            retry_after_s=2,
        ) from None

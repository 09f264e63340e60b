"""The point in time at which a request stops waiting, carried through everything it starts."""

from __future__ import annotations

import time
from dataclasses import dataclass

from editor.errors import DeadlineExceeded


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the monotonic clock of this process."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    @property
    def left_s(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.at - time.monotonic())

    def check(self) -> float:
        """Seconds left; DeadlineExceeded when there are none."""
        left = self.left_s
        if left == 0.0:
            raise DeadlineExceeded(
                "The picture wasn't ready in time.",
                remedy="Try again, ask for a smaller picture, or export it as a job.",
            )
        return left

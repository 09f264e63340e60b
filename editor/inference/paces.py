"""How long models take, learned from what they did."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from editor.inference.models.base import Model

LONGEST_RETRY_S = 30
FRESH = 0.3
"""Weight of the newest time in a mean."""
STRETCH = 1.1
"""A short batch takes at most so many times what one picture takes. Whoever comes while it runs
waits for it and then for their own: more would be felt."""
KNOWN_S = 30.0
"""Times of other sizes are compared when both are so young: what else the machine does changes."""
FIRST_GUESS_S = 0.5


@dataclass(frozen=True, slots=True)
class _Pass:
    """What passes of one size took: their mean, the newest, and when that was; seconds."""

    mean: float
    newest: float
    at: float


class Paces:
    """Seconds by model and size of the batch. The event loop's alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_size: dict[tuple[type[Model], int], _Pass] = {}
        self._each: dict[type[Model], float] = {}
        self._any_s = FIRST_GUESS_S

    def ran(self, model: type[Model], pictures: int, seconds: float) -> None:
        """Learns from one forward pass."""
        each = seconds / pictures
        self._any_s += 0.2 * (each - self._any_s)
        self._each[model] = _mean(self._each.get(model), each)
        before = self._young(model, pictures)
        mean = _mean(before.mean if before else None, seconds)
        self._by_size[model, pictures] = _Pass(mean, seconds, self._clock())

    def each_s(self, model: type[Model]) -> float | None:
        """Seconds per picture, None before the first."""
        return self._each.get(model)

    def charge_s(self, model: type[Model]) -> float:
        """What a picture of this model costs a flow."""
        return self._each.get(model, self._any_s)

    def short(self, model: type[Model], most: int) -> int:
        """Pictures of the largest batch that takes hardly longer than one: more than 1 only where
        batches were lately seen to pay, and not once found long since."""
        one = self._young(model, 1)
        if one is None:
            return 1
        limit = STRETCH * min(one.mean, one.newest)
        pays = (size for size in range(most, 1, -1) if self._longest(model, size) <= limit)
        return next(pays, 1)

    def retry_after_s(self, taken: Iterable[type[Model]], places: int) -> int:
        """Whole seconds until half of these are done, those of unknown models at any pace."""
        known = [self.charge_s(model) for model in taken]
        left_s = sum(known) + max(0, places - len(known)) * self._any_s
        return max(1, min(LONGEST_RETRY_S, math.ceil(left_s / 2)))

    def _longest(self, model: type[Model], size: int) -> float:
        found = self._young(model, size)
        return max(found.mean, found.newest) if found else math.inf

    def _young(self, model: type[Model], size: int) -> _Pass | None:
        found = self._by_size.get((model, size))
        return found if found and self._clock() - found.at <= KNOWN_S else None


def _mean(before: float | None, now: float) -> float:
    return now if before is None else before + FRESH * (now - before)

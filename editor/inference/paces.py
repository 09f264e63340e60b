"""How long models take, learned from what they did."""

from __future__ import annotations

import math
from collections.abc import Iterable

from editor.inference.models.base import Model

LONGEST_RETRY_S = 30
FRESH = 0.3
"""Weight of the newest time in a mean."""
STRETCH = 1.25
"""A short batch takes at most so many times what one picture takes."""
FIRST_GUESS_S = 0.5


class Paces:
    """Seconds by model and size of the batch. The event loop's alone."""

    def __init__(self) -> None:
        self._by_size: dict[tuple[type[Model], int], float] = {}
        self._each: dict[type[Model], float] = {}
        self._any_s = FIRST_GUESS_S

    def ran(self, model: type[Model], pictures: int, seconds: float) -> None:
        """Learns from one forward pass."""
        each = seconds / pictures
        self._any_s += 0.2 * (each - self._any_s)
        self._each[model] = _mean(self._each.get(model), each)
        size = (model, pictures)
        self._by_size[size] = _mean(self._by_size.get(size), seconds)

    def each_s(self, model: type[Model]) -> float | None:
        """Seconds per picture, None before the first."""
        return self._each.get(model)

    def charge_s(self, model: type[Model]) -> float:
        """What a picture of this model costs a flow."""
        return self._each.get(model, self._any_s)

    def short(self, model: type[Model], most: int) -> int:
        """Pictures of the largest batch that takes hardly longer than one: more than 1 only where
        batches were seen to pay."""
        one = self._by_size.get((model, 1))
        if one is None:
            return 1
        pays = (
            size
            for size in range(most, 1, -1)
            if self._by_size.get((model, size), math.inf) <= STRETCH * one
        )
        return next(pays, 1)

    def retry_after_s(self, taken: Iterable[type[Model]], places: int) -> int:
        """Whole seconds until half of these are done, those of unknown models at any pace."""
        known = [self.charge_s(model) for model in taken]
        left_s = sum(known) + max(0, places - len(known)) * self._any_s
        return max(1, min(LONGEST_RETRY_S, math.ceil(left_s / 2)))


def _mean(before: float | None, now: float) -> float:
    return now if before is None else before + FRESH * (now - before)

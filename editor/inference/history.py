"""The last minutes, in bins, and how long requests took in each stage."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BIN_S = 5.0
BINS = 60
KEPT = 512
"""Times of each stage of which the percentiles are told."""


@dataclass(slots=True)
class _Bin:
    number: int
    answers: int = 0
    failures: int = 0
    seconds: list[float] = field(default_factory=list)


class History:
    """Any thread may add to it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._bins: deque[_Bin] = deque(maxlen=BINS)
        self._stages: dict[str, deque[float]] = {}

    def answered(self, seconds: float, failed: bool) -> None:
        """One picture's answer, after so long."""
        with self._lock:
            one = self._present()
            one.answers += 1
            one.failures += failed
            one.seconds.append(seconds)

    def stage(self, name: str, seconds: float) -> None:
        with self._lock:
            self._stages.setdefault(name, deque(maxlen=KEPT)).append(seconds)

    def stages(self) -> dict[str, dict[str, float]]:
        """Median and 95th percentile of the last requests, seconds."""
        with self._lock:
            kept = {name: sorted(times) for name, times in self._stages.items()}
        return {
            name: {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}
            for name, times in kept.items()
        }

    def as_json(self) -> list[dict[str, Any]]:
        """BINS bins of BIN_S seconds, the oldest first; quiet ones are there, too."""
        with self._lock:
            last = self._present().number
            known = {one.number: one for one in self._bins}
            return [_told(known.get(number)) for number in range(last - BINS + 1, last + 1)]

    def _present(self) -> _Bin:
        number = int(self._clock() // BIN_S)
        if not self._bins or self._bins[-1].number != number:
            self._bins.append(_Bin(number))
        return self._bins[-1]


def _told(one: _Bin | None) -> dict[str, Any]:
    if one is None:
        return {"answers": 0, "failures": 0, "p95": 0.0}
    p95 = percentile(sorted(one.seconds), 0.95)
    return {"answers": one.answers, "failures": one.failures, "p95": p95}


def percentile(ordered: list[float], part: float) -> float:
    """The smallest value that at least `part` of them don't pass; 0 of nothing."""
    if not ordered:
        return 0.0
    ranks = [(index + 1) / len(ordered) for index in range(len(ordered))]
    return round(ordered[min(len(ordered) - 1, bisect_left(ranks, part))], 4)

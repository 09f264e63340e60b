"""The service's resident memory over the steady time of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

EVERY_S = 5.0
"""Of the steady time, between two values that are told."""
MIB = 2**20


@dataclass(slots=True)
class Memory:
    """What was seen: seconds of the steady time, the pauses between its rounds left out, and
    bytes."""

    seen: list[tuple[float, int]] = field(default_factory=list)

    @property
    def last_s(self) -> float:
        return self.seen[-1][0] if self.seen else 0.0

    def told(self) -> dict[str, Any]:
        """How it grew, and a value for every EVERY_S, MiB."""
        thinned: list[float] = []
        for at, size in self.seen:
            if at >= EVERY_S * len(thinned):
                thinned.append(round(size / MIB, 1))
        sizes = [size for _, size in self.seen]
        return {**growth(sizes), "every_s": EVERY_S, "mib": thinned}


def growth(samples: Sequence[int]) -> dict[str, float]:
    """The median of the second quarter, of the last one, and by how much that is more; the first
    quarter is the warm-up."""
    quarter = len(samples) // 4
    if not quarter:
        return {"early": 0, "late": 0, "growth": 0.0}
    early, late = (_middle(samples[quarter : 2 * quarter]), _middle(samples[-quarter:]))
    return {"early": early, "late": late, "growth": round(late / early - 1, 4) if early else 0.0}


def _middle(samples: Sequence[int]) -> int:
    return sorted(samples)[len(samples) // 2]

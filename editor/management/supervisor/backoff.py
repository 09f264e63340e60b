"""How long a child that ended waits until it is started again."""

from __future__ import annotations

QUICK_S = 5.0
LONGEST_S = 5.0
_FREE_RESTARTS = 2


def delay_s(quick_ends: int) -> float:
    """Seconds to wait after `quick_ends` ends in a row, each within QUICK_S of its start.

    None at first, so that a killed child is back at once; then 0.5, 1, 2, 4, 5, 5, ...
    """
    if quick_ends <= _FREE_RESTARTS:
        return 0.0
    doublings = min(quick_ends - _FREE_RESTARTS - 1, 10)
    return float(min(0.5 * 2**doublings, LONGEST_S))

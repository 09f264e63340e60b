"""Ends the children of a supervisor that was killed. Runs alone: standard library only.

Reads `+PGID` and `-PGID` lines from its standard input, the supervisor's lifeline. When that
ends without a word, the process groups that are left get SIGTERM, and SIGKILL after a while.
Works on every POSIX system, and reaches grandchildren too.
"""

import os
import signal
import sys
import time

GRACE_S = 5.0


def main() -> None:
    """Blocks until the lifeline ends, then leaves no group alive."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    end(groups, GRACE_S)


def end(groups: set[int], grace_s: float) -> None:
    """SIGTERM, up to `grace_s` of waiting, SIGKILL."""
    left = {group for group in groups if _signal(group, signal.SIGTERM)}
    until = time.monotonic() + grace_s
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {group for group in left if _signal(group, 0)}
    for group in left:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """False when the group has no process any more."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()

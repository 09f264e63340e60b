"""Waits until /healthz answers 200 and says so; what isn't ready is named meanwhile."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from urllib.parse import urlsplit

INTERVAL_S = 0.2
LONGEST_S = 2.0
_SLOWER = 1.1
"""A part that lies on another machine may be away for days: asking five times a second would take
a fiftieth of a core."""
PATIENCE_S = 20.0


def announce(address: str, say: Callable[[str], None]) -> None:
    """Returns after saying that the studio at `address` is ready. Runs in a thread of its own."""
    started = reported = time.monotonic()
    pause_s = INTERVAL_S
    while True:
        status, answer = ask(address)
        if status == 200:
            say(f"Studio is ready at {address} (after {time.monotonic() - started:.1f} s)")
            return
        if time.monotonic() - reported > PATIENCE_S:
            reported = time.monotonic()
            say(f"not ready yet; /healthz says: {answer[:500]}")
        time.sleep(pause_s)
        pause_s = min(LONGEST_S, pause_s * _SLOWER)


def ask(address: str) -> tuple[int, str]:
    """Status and body of /healthz; status 0 and the reason when nobody answers."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status, answer.read(4096).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()

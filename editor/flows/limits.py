"""How often a workspace may ask. Counted in this process; with Redis by all processes together."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from editor.conf import current
from editor.errors import RateLimited

log = logging.getLogger(__name__)
REMEMBERED = 10_000
MINUTE_S = 60
AWAY_S = 10.0
"""So long a Redis that didn't answer isn't asked again: no request shall wait for it twice."""


class Limiter(Protocol):
    def wait_s(self, name: str, per_minute: int) -> float:
        """0 when one more is allowed now (and counted), else the seconds until one is."""


class Buckets:
    """Token buckets in memory: a minute's worth may come at once, then it drips."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, name: str, per_minute: int) -> float:
        rate = per_minute / MINUTE_S
        with self._lock:
            now = self._clock()
            # A forgotten bucket is the longest unused one, so it had filled up again.
            left, at = self._buckets.pop(name, (float(per_minute), now))
            left = min(float(per_minute), left + (now - at) * rate)
            allowed = left >= 1
            self._buckets[name] = (left - 1 if allowed else left, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / rate


class RedisCounts:
    """Counts per calendar minute, shared by everyone who uses the same Redis."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis
        self._alone = Buckets()
        self._away_until = 0.0

    def wait_s(self, name: str, per_minute: int) -> float:
        from redis import RedisError

        now = time.time()
        if time.monotonic() < self._away_until:
            return self._alone.wait_s(name, per_minute)
        key = f"studio:rate:{name}:{int(now // MINUTE_S)}"
        try:
            count, _ = self._redis.pipeline().incr(key).expire(key, 2 * MINUTE_S).execute()
        except RedisError as error:
            self._away_until = time.monotonic() + AWAY_S
            log.warning("rates are counted in this process only: %s", error)
            return self._alone.wait_s(name, per_minute)
        return 0.0 if count <= per_minute else MINUTE_S - now % MINUTE_S


@cache
def limiter() -> Limiter:
    """The one limiter of this process."""
    address = current().redis_url
    if not address:
        return Buckets()
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    once = Retry(NoBackoff(), 0)
    redis = Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1, retry=once)
    return RedisCounts(redis)


def requests(workspace: UUID) -> None:
    """Charges a request; RateLimited when there were too many."""
    _charge(f"requests:{workspace}", current().rate_per_minute, "requests")


def uploads(workspace: UUID) -> None:
    """Charges an upload; the upload flow calls it itself."""
    _charge(f"uploads:{workspace}", current().upload_rate_per_minute, "uploads")


def visits(share: UUID) -> None:
    """Charges a look through a link, which nobody has to sign in for."""
    _charge(f"share:{share}", current().rate_per_minute, "looks through one link")


def lookers(address: str) -> None:
    """Charges a look at a remote picture that is open to everybody to a network address."""
    _charge(f"lookers:{address}", current().rate_per_minute, "pictures")


def guests(address: str) -> None:
    """Charges a new guest workspace to a network address."""
    _charge(f"guests:{address}", current().guests_per_minute, "new guests")


def _charge(name: str, per_minute: int, what: str) -> None:
    wait = limiter().wait_s(name, per_minute)
    if wait > 0:
        seconds = max(1, math.ceil(wait))
        raise RateLimited(
            f"More than {per_minute} {what} per minute.",
            remedy=f"Try again in {seconds} s.",
            retry_after_s=seconds,
        )

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from editor.conf import Conf
from editor.errors import RateLimited
from editor.flows import limits
from editor.flows.limits import Buckets, RedisCounts


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    limits.limiter.cache_clear()
    yield
    limits.limiter.cache_clear()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_then_it_drips() -> None:
    clock = Clock()
    buckets = Buckets(clock)
    assert [buckets.wait_s("a", 60) for _ in range(60)] == [0.0] * 60
    assert buckets.wait_s("a", 60) == pytest.approx(1.0)
    clock.now = 1.01
    assert buckets.wait_s("a", 60) == 0
    assert buckets.wait_s("a", 60) > 0


def test_names_have_buckets_of_their_own() -> None:
    buckets = Buckets(Clock())
    assert buckets.wait_s("a", 1) == 0
    assert buckets.wait_s("a", 1) > 0
    assert buckets.wait_s("b", 1) == 0


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 120))
def test_never_more_than_the_rate_and_one_minutes_worth(steps: list[float], rate: int) -> None:
    clock = Clock()
    buckets = Buckets(clock)
    allowed = 0
    for step in steps:
        clock.now += step
        allowed += buckets.wait_s("a", rate) == 0
    assert allowed <= rate + clock.now * rate / 60 + 1e-6


def test_memory_is_bounded() -> None:
    buckets = Buckets(Clock())
    for n in range(limits.REMEMBERED + 50):
        buckets.wait_s(str(n), 10)
    assert len(buckets._buckets) == limits.REMEMBERED


def test_too_many_requests_name_the_time_to_wait(settings: Settings) -> None:
    settings.STUDIO = Conf(rate_per_minute=2, upload_rate_per_minute=1, guests_per_minute=1)
    workspace = uuid.uuid4()
    limits.requests(workspace)
    limits.requests(workspace)
    with pytest.raises(RateLimited) as refused:
        limits.requests(workspace)
    assert 1 <= (refused.value.retry_after_s or 0) <= 30
    limits.uploads(workspace)
    with pytest.raises(RateLimited, match="1 uploads"):
        limits.uploads(workspace)
    limits.guests("192.0.2.1")
    with pytest.raises(RateLimited, match="new guests"):
        limits.guests("192.0.2.1")


def test_processes_that_share_redis_share_the_counts(redis_url: str) -> None:
    from redis import Redis

    one, two = (RedisCounts(Redis.from_url(redis_url)) for _ in range(2))
    name = uuid.uuid4().hex
    waits = [counts.wait_s(name, 3) for counts in (one, two, one, two, one)]
    # A new minute may begin between two of them, and then all may pass.
    assert waits[:3] == [0, 0, 0]
    assert waits[4] > 0 or waits[3] == 0


def test_without_redis_each_process_counts_alone_and_nobody_waits(settings: Settings) -> None:
    settings.STUDIO = Conf(redis_url="redis://127.0.0.1:1/0", rate_per_minute=50)
    workspace, started = uuid.uuid4(), time.monotonic()
    for _ in range(50):
        limits.requests(workspace)
    with pytest.raises(RateLimited):
        limits.requests(workspace)
    assert time.monotonic() - started < 2

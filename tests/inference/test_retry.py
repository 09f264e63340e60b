from __future__ import annotations

import pytest

from editor.errors import Busy, DeadlineExceeded
from editor.inference.retry import ATTEMPTS, Retry


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_two_more_attempts_are_made_with_growing_pauses() -> None:
    retry, error = Retry(60, Clock()), Busy("full")
    pauses = [retry.pause(error) for _ in range(ATTEMPTS - 1)]
    assert ATTEMPTS == 3
    assert pauses == sorted(pauses)
    assert 0 < pauses[0] < pauses[1] <= 1
    with pytest.raises(Busy):
        retry.pause(error)


def test_the_time_in_retry_after_is_waited() -> None:
    assert Retry(60, Clock()).pause(Busy("full", retry_after_s=7)) == 7


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    with pytest.raises(Busy):
        Retry(5, Clock()).pause(Busy("full", retry_after_s=7))


def test_the_deadline_holds_over_all_attempts() -> None:
    clock = Clock()
    retry = Retry(2, clock)
    assert retry.remaining() == 2
    clock.now += 1.5
    assert retry.remaining() == 0.5
    clock.now += 1
    with pytest.raises(DeadlineExceeded, match="2 s"):
        retry.remaining()
    with pytest.raises(DeadlineExceeded):
        retry.pause(Busy("full"))

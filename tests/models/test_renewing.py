"""A sign of life that is renewed while somebody works."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import OperationalError

from editor.models.renewing import Renewals, Renewing

PATIENCE_S = 60
Kept = Callable[[Callable[[], bool]], AbstractContextManager[object]]


def test_it_is_renewed_again_and_again_until_the_work_ends() -> None:
    renewed = threading.Semaphore(0)

    def renew() -> bool:
        renewed.release()
        return True

    with Renewing(renew, 0.001, "a row"):
        assert all(renewed.acquire(timeout=PATIENCE_S) for _ in range(3))
    while renewed.acquire(blocking=False):
        pass
    assert not renewed.acquire(timeout=0.05), "nothing goes on after the block"


def test_who_lost_the_row_leaves_it_alone() -> None:
    calls: list[str] = []

    def renew() -> bool:
        calls.append(threading.current_thread().name)
        return False

    with Renewing(renew, 0.001, "a row") as renewing:
        renewing._thread.join(PATIENCE_S)
        assert not renewing._thread.is_alive()
    assert calls == ["a row"]


@pytest.mark.parametrize(
    "kept",
    [
        lambda renew: Renewing(renew, 0.001, "a row"),
        lambda renew: Renewals(0.001, "rows").holding(renew, "a row"),
    ],
    ids=["alone", "of many"],
)
def test_a_database_that_is_away_for_a_moment_ends_nothing(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    again = threading.Event()

    def renew() -> bool:
        if "a row was not renewed: locked" not in caplog.text:
            raise OperationalError("locked")
        again.set()
        return True

    with kept(renew):
        assert again.wait(PATIENCE_S)


def test_quick_work_costs_nothing() -> None:
    with Renewing(lambda: pytest.fail("renewed"), 3600.0, "a row"):
        pass


class TestMany:
    """One thread for many rows."""

    def test_each_is_renewed_again_and_again_until_its_work_ends(self) -> None:
        many, first, second = Renewals(0.001, "rows"), Counted(), Counted()
        with many.holding(first, "a row"):
            with many.holding(second, "another row"):
                assert first.times(3)
                assert second.times(3)
                assert first.threads == second.threads == {"rows"}
            before = second.count
            assert first.times(3)
            assert second.count == before

    def test_its_thread_ends_with_the_last_and_comes_again(self) -> None:
        many = Renewals(0.001, "rows")
        for _ in range(3):
            counted = Counted()
            with many.holding(counted, "a row"):
                assert counted.times(1)
                thread = many._thread
            assert thread is not None
            thread.join(PATIENCE_S)
            assert not thread.is_alive()

    def test_who_lost_the_row_leaves_it_alone_and_the_others_go_on(self) -> None:
        many, lost, kept = Renewals(0.001, "rows"), Counted(answer=False), Counted()
        with many.holding(lost, "a row"), many.holding(kept, "another row"):
            assert lost.times(1)
            assert kept.times(5)
            assert lost.count == 1

    def test_the_block_ends_after_a_renewal_that_is_under_way(self) -> None:
        begun, told = threading.Event(), []

        def renew() -> bool:
            begun.set()
            time.sleep(0.05)
            told.append("renewed")
            return True

        with Renewals(0.001, "rows").holding(renew, "a row"):
            assert begun.wait(PATIENCE_S)
        assert told
        after = len(told)
        time.sleep(0.1)
        assert len(told) == after

    def test_quick_work_costs_nothing(self) -> None:
        many = Renewals(3600.0, "rows")
        with many.holding(lambda: pytest.fail("renewed"), "a row"):
            first = many._thread
        with many.holding(lambda: pytest.fail("renewed"), "a row"):
            assert many._thread is first


class Counted:
    """A renewal that counts how often it is asked."""

    def __init__(self, *, answer: bool = True) -> None:
        self.answer, self.count, self.threads = answer, 0, set[str]()
        self._asked = threading.Semaphore(0)

    def __call__(self) -> bool:
        self.count += 1
        self.threads.add(threading.current_thread().name)
        self._asked.release()
        return self.answer

    def times(self, more: int) -> bool:
        return all(self._asked.acquire(timeout=PATIENCE_S) for _ in range(more))

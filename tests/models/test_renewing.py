"""A sign of life that is renewed while somebody works."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError

from editor.models.renewing import Renewing

PATIENCE_S = 60


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


def test_a_database_that_is_away_for_a_moment_ends_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    again = threading.Event()

    def renew() -> bool:
        if "a row was not renewed: locked" not in caplog.text:
            raise OperationalError("locked")
        again.set()
        return True

    with Renewing(renew, 0.001, "a row"):
        assert again.wait(PATIENCE_S)


def test_quick_work_costs_nothing() -> None:
    with Renewing(lambda: pytest.fail("renewed"), 3600.0, "a row"):
        pass

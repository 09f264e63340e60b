from __future__ import annotations

import threading
import time

import pytest

from editor.errors import BrokenPicture, Busy
from editor.library.coalesced import Coalesced
from editor.library.deadline import Deadline
from tests.together import Together


def test_threads_with_the_same_key_share_one_result(together: Together) -> None:
    shared: Coalesced[object] = Coalesced()
    calls = []
    arrived = threading.Semaphore(0)

    def work() -> object:
        calls.append(1)
        assert all(arrived.acquire(timeout=30) for _ in range(30))
        time.sleep(0.2)  # from there to the question
        return object()

    def ask(n: int) -> object:
        arrived.release()
        return shared.run("k", work, Deadline.after(30))

    results = together(ask, 30)
    assert len({id(result) for result in results}) == 1
    assert len(calls) == 1


def test_different_keys_do_not_wait_for_each_other(together: Together) -> None:
    shared: Coalesced[int] = Coalesced()
    barrier = threading.Barrier(5, timeout=5)
    results = together(lambda n: shared.run(str(n), barrier.wait, Deadline.after(5)), 5)
    assert sorted(results) == [0, 1, 2, 3, 4]


def test_an_error_reaches_all_and_is_not_kept(together: Together) -> None:
    shared: Coalesced[str] = Coalesced()

    def fail() -> str:
        time.sleep(0.2)
        raise BrokenPicture("no")

    errors = together(lambda n: shared.run("k", fail, Deadline.after(5)), 10)
    assert {type(error) for error in errors} == {BrokenPicture}
    assert shared.run("k", lambda: "fine", Deadline.after(5)) == "fine"


def test_who_waits_too_long_is_told_to_come_back_and_the_work_goes_on() -> None:
    shared: Coalesced[str] = Coalesced()
    end, calls = threading.Event(), []

    def work() -> str:
        calls.append(1)
        end.wait(10)
        return "done"

    for _ in range(2):
        with pytest.raises(Busy) as refused:
            shared.run("k", work, Deadline.after(0.05))
        assert refused.value.retry_after_s
    threading.Timer(0.1, end.set).start()
    assert shared.run("k", work, Deadline.after(5)) == "done"
    assert len(calls) == 1


def test_a_timeout_of_the_work_itself_stays_what_it_is(together: Together) -> None:
    shared: Coalesced[str] = Coalesced()

    def slow_disk() -> str:
        time.sleep(0.2)
        raise TimeoutError("disk")

    errors = together(lambda n: shared.run("k", slow_disk, Deadline.after(5)), 3)
    assert {str(error) for error in errors} == {"disk"}

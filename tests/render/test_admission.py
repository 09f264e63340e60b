"""Who may start: the order, the budget and the bounds of the queues."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import Busy, TooManyPixels
from editor.render.admission import MIB, Admission, Order, Priority
from tests.render.pools import until

BATCH, INTERACTIVE = Priority.BATCH, Priority.INTERACTIVE


def order(cost: int = 1, priority: Priority = INTERACTIVE, name: bytes = b"") -> Order:
    return Order(name, cost, 1.0, priority)


def taken(admission: Admission) -> bytes | None:
    found = admission.take(0)
    return found.payload if found else None


def test_orders_start_in_the_order_they_came() -> None:
    admission = Admission(10, 10)
    for name in (b"a", b"b", b"c"):
        admission.put(order(name=name), 1)
    assert [taken(admission) for _ in range(4)] == [b"a", b"b", b"c", None]


def test_people_come_before_batches() -> None:
    admission = Admission(10, 10)
    admission.put(order(priority=BATCH, name=b"batch"), 1)
    admission.put(order(name=b"person"), 1)
    assert [taken(admission), taken(admission)] == [b"person", b"batch"]


def test_an_order_waits_until_its_bytes_are_free() -> None:
    admission = Admission(10, 10)
    admission.put(order(6, name=b"first"), 1)
    admission.put(order(5, name=b"second"), 1)
    first = admission.take(0)
    assert first is not None
    assert taken(admission) is None
    admission.done(first)
    assert taken(admission) == b"second"
    assert admission.in_flight == 5


def test_small_orders_do_not_starve_a_large_one() -> None:
    admission = Admission(10, 10)
    for cost, name in ((5, b"running"), (8, b"large"), (1, b"small")):
        admission.put(order(cost, name=name), 1)
    running = admission.take(0)
    assert running is not None
    assert taken(admission) is None
    admission.done(running)
    assert [taken(admission), taken(admission)] == [b"large", b"small"]


def test_a_freed_byte_wakes_who_waits() -> None:
    admission = Admission(10, 10)
    admission.put(order(10), 1)
    admission.put(order(10, name=b"next"), 1)
    running = admission.take(0)
    assert running is not None
    threading.Timer(0.05, admission.done, [running]).start()
    started = time.monotonic()
    found = admission.take(10)
    assert found is not None
    assert found.payload == b"next"
    assert time.monotonic() - started < 5


def test_an_order_beyond_the_budget_is_refused_with_both_numbers() -> None:
    with pytest.raises(TooManyPixels, match=r"about 300 MiB.*100 MiB are allowed"):
        Admission(100 * MIB, 10).put(order(300 * MIB), 1)


def test_a_full_queue_answers_busy_and_when_to_come_back() -> None:
    admission = Admission(10, 2)
    admission.put(order(), 1)
    admission.put(order(), 1)
    with pytest.raises(Busy) as caught:
        admission.put(order(), 7)
    assert caught.value.retry_after_s == 7
    assert caught.value.status == 503


def test_batches_cannot_lock_people_out() -> None:
    admission = Admission(10, 1)
    admission.put(order(priority=BATCH), 1)
    with pytest.raises(Busy):
        admission.put(order(priority=BATCH), 1)
    admission.put(order(), 1)
    assert admission.waiting == 2


def test_orders_that_nobody_waits_for_leave_their_place() -> None:
    admission = Admission(10, 1)
    gone = order(name=b"gone")
    admission.put(gone, 1)
    assert gone.future.cancel()
    admission.put(order(name=b"new"), 1)
    assert taken(admission) == b"new"


def test_a_cancelled_order_takes_no_bytes() -> None:
    admission = Admission(10, 5)
    gone = order(10)
    admission.put(gone, 1)
    gone.future.cancel()
    assert admission.take(0) is None
    assert admission.in_flight == 0


def test_closing_hands_back_what_waits_and_takes_nothing_more() -> None:
    admission = Admission(10, 10)
    admission.put(order(name=b"left"), 1)
    assert [left.payload for left in admission.close()] == [b"left"]
    assert admission.closed
    assert admission.take(0) is None
    with pytest.raises(Busy):
        admission.put(order(), 1)


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(Priority), st.booleans())))
def test_the_budget_is_never_exceeded(story: list[tuple[int, Priority, bool]]) -> None:
    admission, running = Admission(10, 4), []
    for cost, priority, finish in story:
        with contextlib.suppress(Busy, TooManyPixels):
            admission.put(order(cost, priority), 1)
        if found := admission.take(0):
            running.append(found)
        assert sum(o.cost for o in running) == admission.in_flight <= 10
        if finish and running:
            admission.done(running.pop(0))


def test_what_is_about_the_same_goes_to_who_had_it_before() -> None:
    admission, takers = Admission(10, 10), [0, 1, 2]
    got: list[tuple[int, bytes]] = []

    def work(taker: int) -> None:
        while found := admission.take(60, taker):
            got.append((taker, found.payload))
            admission.done(found)
            told.release()

    told = threading.Semaphore(0)
    threads = [threading.Thread(target=work, args=(taker,)) for taker in takers]
    for thread in threads:
        thread.start()
    names = [b"a", b"b", b"a", b"b", b"b", b"a", b"a"]
    for name in names:
        until(lambda: admission.idle == len(takers))
        admission.put(replace(order(name=name), about=name.decode()), 1)
        assert told.acquire(timeout=30)
    admission.close()
    for thread in threads:
        thread.join(10)
    assert [name for _, name in got] == names
    assert len(set(got)) == 2


def test_nobody_waits_for_who_is_busy() -> None:
    admission = Admission(10, 10)
    for name in (b"first", b"second"):
        admission.put(replace(order(name=name), about="same"), 1)
    taken_by = [admission.take(0, taker) for taker in (0, 1)]
    assert [found and found.payload for found in taken_by] == [b"first", b"second"]


def test_who_leaves_an_order_to_another_takes_the_next_at_once() -> None:
    admission = Admission(10, 10)
    admission.put(replace(order(), about="known"), 1)
    assert admission.take(0, 1)
    found: list[float] = []

    def work(taker: int) -> None:
        if admission.take(30, taker):
            found.append(time.monotonic())

    threads = [threading.Thread(target=work, args=(taker,)) for taker in (0, 1)]
    for thread in threads:
        thread.start()
    until(lambda: admission.idle == len(threads))
    began = time.monotonic()
    for about in ("known", "other"):
        admission.put(replace(order(), about=about), 1)
    for thread in threads:
        thread.join(40)
    assert len(found) == 2
    assert max(found) - began < 10

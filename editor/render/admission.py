"""Which render may start: bounded queues, the interactive one first, and a budget of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from editor.errors import Busy, TooManyPixels

MIB = 1024 * 1024
_REMEMBERED = 256
"""Originals of which is known who decoded them last."""


class Priority(IntEnum):
    """People who wait come before batches."""

    INTERACTIVE = 0
    BATCH = 1


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """A packed request, the bytes of memory that it will take at most, its time limit, the file
    that a violent end would leave behind, what it is about (the path of its largest original, if
    it has one), and who waits for the answer.
    """

    payload: bytes
    cost: int
    deadline_s: float
    priority: Priority = Priority.INTERACTIVE
    partial: str = ""
    about: str = ""
    future: Future[Any] = field(default_factory=Future)


class Admission:
    """Orders in the order of their priority, handed out while the sum of their costs stays within
    the budget. Each priority has a queue of its own bound, so that batches can't lock people out.
    What is about the same goes to the same taker if that is idle: it has the original decoded.
    """

    def __init__(self, budget: int, queue_limit: int) -> None:
        self._budget, self._limit = budget, queue_limit
        self._queues: dict[Priority, deque[Order]] = {p: deque() for p in Priority}
        self._in_flight = 0
        self._idle: set[int] = set()
        self._taken: OrderedDict[str, int] = OrderedDict()
        self._closed = False
        self._changed = threading.Condition()

    def put(self, order: Order, retry_after_s: int) -> None:
        """Queues an order. TooManyPixels when it alone exceeds the budget, Busy (with
        `retry_after_s`) when the queue is full or closed.
        """
        if order.cost > self._budget:
            raise TooManyPixels(
                f"This picture needs about {_mib(order.cost)} MiB while it is made; "
                f"{_mib(self._budget)} MiB are allowed.",
                remedy="Ask for a smaller result or use smaller pictures.",
            )
        with self._changed:
            queue = self._queues[order.priority]
            for gone in [waiting for waiting in queue if waiting.future.cancelled()]:
                queue.remove(gone)
            if self._closed or len(queue) >= self._limit:
                raise Busy(
                    f"{len(queue)} pictures wait to be made; no more are queued.",
                    remedy=f"Try again in {retry_after_s} s.",
                    retry_after_s=retry_after_s,
                )
            queue.append(order)
            self._changed.notify_all()

    def take(self, timeout_s: float, taker: int = 0) -> Order | None:
        """The next order that fits, its bytes now counted; None when none came in time. Orders
        that nobody waits for any more are passed over.
        """
        with self._changed:
            self._idle.add(taker)
            self._changed.wait_for(lambda: self._closed or self._is_for(taker), timeout_s)
            self._idle.discard(taker)
            queue = self._head()
            if queue is None or not self._is_for(taker):
                return None
            order = queue.popleft()
            # Who left this one to another may take the next.
            self._changed.notify_all()
            if not order.future.set_running_or_notify_cancel():
                return None
            self._in_flight += order.cost
            self._note(order.about, taker)
            return order

    def done(self, order: Order) -> None:
        """Gives the bytes of a taken order back."""
        with self._changed:
            self._in_flight -= order.cost
            self._changed.notify_all()

    def close(self) -> list[Order]:
        """Takes nothing more in; answers the orders that were still waiting."""
        with self._changed:
            self._closed = True
            left = [order for queue in self._queues.values() for order in queue]
            for queue in self._queues.values():
                queue.clear()
            self._changed.notify_all()
            return left

    @property
    def waiting(self) -> int:
        with self._changed:
            return sum(len(queue) for queue in self._queues.values())

    @property
    def idle(self) -> int:
        """Takers that wait for an order."""
        with self._changed:
            return len(self._idle)

    @property
    def in_flight(self) -> int:
        """Bytes of the orders that were taken and aren't done."""
        with self._changed:
            return self._in_flight

    @property
    def closed(self) -> bool:
        with self._changed:
            return self._closed

    def _head(self) -> deque[Order] | None:
        return next((queue for _, queue in sorted(self._queues.items()) if queue), None)

    def _is_for(self, taker: int) -> bool:
        """True when the next order may start, and isn't better left to another who is idle."""
        queue = self._head()
        if queue is None or not self._fits(queue[0]):
            return False
        knows = self._taken.get(queue[0].about)
        return knows is None or knows == taker or knows not in self._idle

    def _note(self, about: str, taker: int) -> None:
        if about:
            self._taken[about] = taker
            self._taken.move_to_end(about)
            if len(self._taken) > _REMEMBERED:
                self._taken.popitem(last=False)

    def _fits(self, order: Order) -> bool:
        # The head waits until it fits: were smaller ones let past, a large one might never start.
        return self._in_flight + order.cost <= self._budget


def _mib(count: int) -> int:
    return -(-count // MIB)

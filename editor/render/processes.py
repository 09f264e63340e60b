"""A pool of render processes: admitted by bytes, ended at the deadline, replaced when they die.

Works from threads and from asyncio (`asyncio.wrap_future(pool.submit(...))`). The web process
imports this module: it pulls in neither Pillow nor NumPy.
"""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, overload

from editor.errors import StudioError, TooLarge
from editor.render.admission import MIB, Admission, Order, Priority
from editor.render.ledger import Counters, Ledger
from editor.render.pipe import MAX_MESSAGE, packed
from editor.render.request import (
    CleanFont,
    Examine,
    FontFacts,
    Inspect,
    Measure,
    Reach,
    Reached,
    Rendered,
    RenderRequest,
    Request,
    Room,
)
from editor.render.seat import LOOK_S, STOPPING, Seat, Terms

if TYPE_CHECKING:
    from editor.plan.rules import Look
    from editor.render.inspect import Inspected

__all__ = ["Counters", "Priority", "RenderPool"]

LONGEST_RETRY_S = 60


class RenderPool:
    """`processes` render processes that start with the first request (or `warm`) and live on.

    `memory_budget_bytes` bounds the sum of what running requests take; no process may take more
    than that either (plus its size when idle). `queue_limit` bounds the waiting requests of each
    priority. One request ends after `deadline_s`, counted from its start.
    """

    def __init__(
        self,
        processes: int,
        memory_budget_bytes: int,
        queue_limit: int,
        deadline_s: float,
        *,
        recycle_after: int = 500,
        resident_bytes: int = 512 * MIB,
    ) -> None:
        self._deadline_s = deadline_s
        self._admission = Admission(memory_budget_bytes, queue_limit)
        self._ledger = Ledger()
        terms = Terms(memory_budget_bytes, recycle_after, resident_bytes)
        self._seats = [Seat(self._admission, self._ledger, terms, n) for n in range(processes)]
        for seat in self._seats:
            seat.start()

    @overload
    def submit(
        self, request: RenderRequest, peak_bytes: int, priority: Priority = ...
    ) -> Future[Rendered]: ...

    @overload
    def submit(
        self, request: Inspect, peak_bytes: int, priority: Priority = ...
    ) -> Future[Inspected]: ...

    @overload
    def submit(
        self, request: Examine, peak_bytes: int, priority: Priority = ...
    ) -> Future[Look]: ...

    @overload
    def submit(
        self, request: Reach, peak_bytes: int, priority: Priority = ...
    ) -> Future[Reached]: ...

    @overload
    def submit(
        self, request: Measure, peak_bytes: int, priority: Priority = ...
    ) -> Future[Room]: ...

    @overload
    def submit(
        self, request: CleanFont, peak_bytes: int, priority: Priority = ...
    ) -> Future[FontFacts]: ...

    def submit(
        self, request: Request, peak_bytes: int, priority: Priority = Priority.INTERACTIVE
    ) -> Future[Any]:
        """What the request gives, or its StudioError. `peak_bytes` comes from `render.cost`.

        Raises TooManyPixels when that alone exceeds the budget, and Busy when the queue is full.
        """
        payload = packed(request)
        if len(payload) > MAX_MESSAGE:
            raise TooLarge(
                f"The recipe and what was seen for it are {len(payload) // MIB} MiB.",
                remedy=f"At most {MAX_MESSAGE // MIB} MiB are taken.",
            )
        partial = os.path.abspath(request.partial) if isinstance(request, RenderRequest) else ""
        about = _largest(request)
        order = Order(payload, peak_bytes, self._deadline_s, priority, partial, about)
        try:
            self._admission.put(order, self._retry_after_s())
        except StudioError:
            self._ledger.add(Counters(refused=1))
            raise
        return order.future

    def warm(self) -> None:
        """Starts the processes now, so that the first request needn't wait for them."""
        for seat in self._seats:
            seat.warm()

    def counters(self) -> Counters:
        admission = self._admission
        return self._ledger.read(admission.waiting, admission.in_flight, len(self.pids()))

    def pids(self) -> list[int]:
        """The living render processes."""
        return [pid for seat in self._seats if (pid := seat.pid) is not None]

    def close(self, grace_s: float = 5.0) -> None:
        """Fails what waits with Busy, gives what runs `grace_s`, and ends every process."""
        for order in self._admission.close():
            if order.future.set_running_or_notify_cancel():
                order.future.set_exception(STOPPING)
        end = time.monotonic() + grace_s
        for seat in self._seats:
            seat.join(max(0.0, end - time.monotonic()))
            while seat.is_alive():
                seat.stop()
                seat.join(LOOK_S)

    def _retry_after_s(self) -> int:
        """About when the queue will have been worked off."""
        waiting = self._admission.waiting + 1
        seconds = waiting * self._ledger.mean_seconds() / max(1, len(self._seats))
        return max(1, min(LONGEST_RETRY_S, math.ceil(seconds)))


def _largest(request: Request) -> str:
    """The path of the largest original that the request shows; empty without one."""
    if not isinstance(request, RenderRequest | Reach):
        return ""
    files = request.sources.values()
    return max(files, key=lambda file: file.size.area).path if files else ""

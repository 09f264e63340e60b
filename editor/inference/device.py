"""The one thread that works on the device, with a watchdog: a call that never comes back is left
behind, and a fresh thread takes over."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")


class Stuck(Exception):
    """The call took longer than anything may."""


@dataclass(slots=True, eq=False)
class _Call:
    """`ended` and `left` change under the device's lock, so that they can't cross."""

    work: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    ended: bool = False
    left: bool = False


class Device:
    """One call at a time. Threads are daemons: a stuck one can't keep the process from ending."""

    def __init__(self, stuck_s: float) -> None:
        self._stuck_s = stuck_s
        self._calls: queue.SimpleQueue[_Call | None] | None = None
        self._lock = threading.Lock()
        self._hanging = 0

    @property
    def hanging(self) -> int:
        """Calls that were left behind and haven't come back."""
        with self._lock:
            return self._hanging

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` gives or raises; Stuck when it takes longer than `stuck_s`."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        call = _Call(work, loop, answer)
        self._queue().put(call)
        await asyncio.wait([answer], timeout=self._stuck_s)
        if not answer.done() and self._leave(call):
            raise Stuck
        return await answer

    def close(self) -> None:
        """The thread ends after what it does now."""
        if self._calls is not None:
            self._calls.put(None)
            self._calls = None

    def _leave(self, call: _Call) -> bool:
        """False when the call ended at the last moment."""
        with self._lock:
            if call.ended:
                return False
            call.left = True
            self._hanging += 1
        call.answer.cancel()
        self.close()
        log.error("a call of the device hasn't come back after %g s; it is left", self._stuck_s)
        return True

    def _queue(self) -> queue.SimpleQueue[_Call | None]:
        if self._calls is None:
            self._calls = queue.SimpleQueue()
            work = threading.Thread(
                target=self._work, args=(self._calls,), name="device", daemon=True
            )
            work.start()
        return self._calls

    def _work(self, calls: queue.SimpleQueue[_Call | None]) -> None:
        while call := calls.get():
            value, error = _done(call)
            self._ended(call)
            with suppress(RuntimeError):  # the loop may have ended meanwhile
                call.loop.call_soon_threadsafe(_settle, call.answer, value, error)

    def _ended(self, call: _Call) -> None:
        with self._lock:
            call.ended = True
            if call.left:
                self._hanging -= 1
                log.warning("a call of the device that was left behind has come back")


def _done(call: _Call) -> tuple[Any, Exception | None]:
    try:
        return call.work(), None
    except Exception as error:  # noqa: BLE001 - whoever waits is told
        return None, error
    except BaseException as error:  # noqa: BLE001 - a model may not end the service
        return None, RuntimeError(f"the call ended with {type(error).__name__}")


def _settle(answer: asyncio.Future[Any], value: Any, error: Exception | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(value)
    else:
        answer.set_exception(error)

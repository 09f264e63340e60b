"""Pools of render processes for tests, and requests of known length."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil

from editor.render.processes import RenderPool
from tests.render.conftest import recipe

SMALL = recipe({"transform": {"width": 40}})
SLOW = recipe(
    {"transform": {"blur": 200}},
    {"transform": {"blur": 200}},
    source={"canvas": {"width": 4000, "height": 3000, "background": "teal"}},
)
"""About two seconds."""


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


def busy(pid: int) -> None:
    """Waits until the process has worked for longer than starting takes."""
    until(lambda: sum(psutil.Process(pid).cpu_times()[:2]) > 0.6)


def running(pool: RenderPool) -> bool:
    return pool.counters().in_flight_bytes > 0

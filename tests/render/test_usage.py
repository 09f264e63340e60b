"""CPU time and memory of a piece of work."""

from __future__ import annotations

import sys

import pytest

from editor.render import usage

MIB = 1024 * 1024


def test_cpu_time_is_counted_from_the_making_on() -> None:
    meter = usage.Meter()
    assert 0 <= meter.cpu_s < 0.1
    sum(range(2_000_000))
    assert meter.cpu_s > 0.005


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forgets a process's peak")
def test_the_peak_is_that_of_the_work_and_not_of_what_came_before() -> None:
    before = b"x" * (200 * MIB)
    del before
    usage.give_back()
    meter, idle = usage.Meter(), usage.resident()
    work = b"x" * (60 * MIB)
    assert 50 * MIB < meter.peak_rss - idle < 100 * MIB
    del work
    assert meter.peak_rss - idle > 50 * MIB


def test_resident_and_private_memory_are_bytes() -> None:
    assert 10 * MIB < usage.resident() < 4096 * MIB
    assert usage.private() >= 0

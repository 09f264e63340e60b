"""What a piece of work took: CPU time and the peak of resident memory."""

from __future__ import annotations

import contextlib
import ctypes
import resource
import sys
import time
from pathlib import Path

WARM = 256 * 1024 * 1024
"""Bytes that a busy process may keep."""
_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
_FORGET_PEAK = "5"


class Meter:
    """Measures from its making on."""

    def __init__(self) -> None:
        self._cpu = time.process_time()
        # Without this (or elsewhere than on Linux) the peak is that of the whole process's life.
        with contextlib.suppress(OSError):
            _CLEAR_REFS.write_text(_FORGET_PEAK)

    @property
    def cpu_s(self) -> float:
        """Of all threads, in user and system mode."""
        return time.process_time() - self._cpu

    @property
    def peak_rss(self) -> int:
        """Bytes."""
        return _status("VmHWM") or _lifetime_peak()


def resident() -> int:
    """Resident memory now, in bytes; its peak where only that is told."""
    return _status("VmRSS") or _lifetime_peak()


def private() -> int:
    """Writable private memory now, in bytes: what RLIMIT_DATA counts; 0 where it isn't told."""
    return _status("VmData")


def settled() -> int:
    """Resident bytes after a piece of work. Memory that was freed stays at hand for the next one,
    which needn't fetch cleared pages anew (a twentieth of a thumbnail's CPU time), unless it is a
    lot.
    """
    if resident() > WARM:
        give_back()
    return resident()


def give_back() -> None:
    """Has the C library return freed memory to the system, where it can."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _lifetime_peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _status(name: str) -> int:
    with contextlib.suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0

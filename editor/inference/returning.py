"""Freed memory goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """The C library keeps what models freed, in pieces that the next one's needn't fit: with models
    that come and go the process would grow for long. Nothing where that isn't glibc."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)

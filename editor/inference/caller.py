"""Who a question is for: told by whoever begins the work, read by the client and by every log.

Free of everything else, so that web, workers and the service itself can use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_NAMES = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Caller:
    """`request` is the id in all logs, `workspace` an opaque name that shares are fair between,
    `batch` says that nobody looks at a screen and waits."""

    request: str = ""
    workspace: str = ""
    batch: bool = False


NOBODY = Caller()
_present: ContextVar[Caller] = ContextVar("caller", default=NOBODY)


def present() -> Caller:
    """Whom this thread or task works for."""
    return _present.get()


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Everything inside works for this one."""
    token = _present.set(caller)
    try:
        yield
    finally:
        _present.reset(token)


def named(text: str) -> str:
    """`text` when it is a fit name of a request or a workspace, else nothing: it may come from
    anybody, and goes into logs."""
    return text if _NAMES.fullmatch(text) else ""

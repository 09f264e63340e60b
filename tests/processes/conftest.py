"""Every supervisor that a test starts is ended with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes.harness import Supervised


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    """Starts a supervisor over `{name: program text}`."""
    started: list[Supervised] = []

    def start(programs: dict[str, str], grace_s: float = 3.0) -> Supervised:
        started.append(Supervised(tmp_path, programs, grace_s))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.stop()

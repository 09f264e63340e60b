"""Many threads at once, each with database connections of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

Together = Callable[[Callable[[int], Any], int], list[Any]]


@pytest.fixture
def together() -> Together:
    """Calls a function from many threads at once; results or errors, in order."""

    def run(work: Callable[[int], Any], count: int) -> list[Any]:
        def one(number: int) -> Any:
            try:
                return work(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as threads:
            running = [threads.submit(one, number) for number in range(count)]
        return [each.exception() or each.result() for each in running]

    return run

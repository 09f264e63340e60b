"""The pool of render processes: answers, refusals, order and bounds."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from editor.errors import Busy, InvalidOption, NotAPicture, TooManyPixels
from editor.render.admission import MIB
from editor.render.inspect import Limits
from editor.render.processes import Priority
from editor.render.request import Inspect, RenderRequest
from tests.needs import ROOT
from tests.render.conftest import PICTURES, Ask, MakePool, recipe
from tests.render.pools import SLOW, SMALL, running, until


def test_a_picture_comes_back_and_the_counters_tell(make_pool: MakePool, ask: Ask) -> None:
    pool, request = make_pool(), ask(SMALL)
    done = pool.submit(request, MIB).result(30)
    assert (done.width, done.height, done.content_type) == (40, 47, "image/jpeg")
    assert done.bytes == os.path.getsize(request.destination)
    assert 0 < done.cpu_s < 5
    assert 10 * MIB < done.peak_rss < 500 * MIB
    counters = pool.counters()
    assert (counters.renders, counters.failures, counters.waiting) == (1, 0, 0)
    assert counters.in_flight_bytes == 0
    assert counters.seconds > 0


def test_no_process_runs_before_there_is_work(make_pool: MakePool) -> None:
    pool = make_pool(2)
    time.sleep(0.2)
    assert pool.pids() == []
    pool.warm()
    until(lambda: len(pool.pids()) == 2)


async def test_the_future_can_be_awaited(make_pool: MakePool, ask: Ask) -> None:
    done = await asyncio.wrap_future(make_pool().submit(ask(SMALL), MIB))
    assert done.width == 40


def test_uploads_are_inspected_in_the_process(make_pool: MakePool, tmp_path: Path) -> None:
    pool = make_pool()
    seen = pool.submit(Inspect(str(PICTURES / "person.jpg"), Limits()), MIB).result(30)
    assert (seen.format, seen.size.width) == ("jpeg", 512)
    text = tmp_path / "note.jpg"
    text.write_text("not a picture")
    with pytest.raises(NotAPicture, match="plain text"):
        pool.submit(Inspect(str(text), Limits()), MIB).result(30)
    assert (pool.counters().inspections, pool.counters().failures) == (1, 1)


def test_errors_keep_their_type_text_and_remedy(make_pool: MakePool, ask: Ask) -> None:
    pool, request = make_pool(), ask(recipe({"transform": {"trim": "599;0;1;0"}}))
    with pytest.raises(InvalidOption, match="leaves nothing") as caught:
        pool.submit(request, MIB).result(30)
    assert caught.value.remedy
    assert not os.path.exists(request.destination)
    assert pool.submit(ask(SMALL), MIB).result(30).width == 40
    assert pool.counters().restarts == 0


def test_a_flood_is_refused_with_the_time_to_come_back(make_pool: MakePool, ask: Ask) -> None:
    pool = make_pool(queue_limit=3)
    first = pool.submit(ask(SLOW), MIB)
    until(lambda: running(pool))
    waiting = [pool.submit(ask(SMALL), MIB) for _ in range(3)]
    with pytest.raises(Busy) as caught:
        pool.submit(ask(SMALL), MIB)
    assert (caught.value.retry_after_s or 0) >= 1
    assert pool.counters().refused == 1
    pool.submit(ask(SMALL), MIB, Priority.BATCH)
    assert first.result(60).width == 4000
    assert all(answer.result(30).width == 40 for answer in waiting)


def test_people_are_served_before_batches(make_pool: MakePool, ask: Ask, tmp_path: Path) -> None:
    pool, order = make_pool(), []
    first = pool.submit(ask(SLOW), MIB)
    until(lambda: running(pool))
    for name, priority in (("batch", Priority.BATCH), ("person", Priority.INTERACTIVE)):
        request = replace(ask(SMALL), destination=str(tmp_path / name))
        answer = pool.submit(request, MIB, priority)
        answer.add_done_callback(lambda _, name=name: order.append(name))  # type: ignore[misc]
    first.result(60)
    until(lambda: len(order) == 2)
    assert order == ["person", "batch"]


def test_a_request_beyond_the_budget_is_refused_with_the_numbers(
    make_pool: MakePool, ask: Ask
) -> None:
    with pytest.raises(TooManyPixels, match=r"2048 MiB.*1024 MiB"):
        make_pool().submit(ask(SMALL), 2048 * MIB)


def test_only_as_much_runs_as_the_budget_allows(make_pool: MakePool, ask: Ask) -> None:
    pool = make_pool(2)
    pool.warm()
    until(lambda: len(pool.pids()) == 2)
    first = pool.submit(ask(SLOW), 700 * MIB)
    until(lambda: running(pool))
    second = pool.submit(ask(SMALL), 700 * MIB)
    time.sleep(0.3)
    assert not first.done()
    assert not second.done()
    assert pool.counters().in_flight_bytes == 700 * MIB
    assert second.result(60).width == 40
    assert first.done()


def test_a_closed_pool_fails_what_waits_and_takes_nothing_more(
    make_pool: MakePool, ask: Ask
) -> None:
    pool = make_pool()
    first = pool.submit(ask(SLOW), MIB)
    until(lambda: running(pool) and bool(pool.pids()))
    waiting = pool.submit(ask(SMALL), MIB)
    started = time.monotonic()
    pool.close(grace_s=0.1)
    assert time.monotonic() - started < 10
    for answer in (first, waiting):
        with pytest.raises(Busy):
            answer.result(1)
    with pytest.raises(Busy):
        pool.submit(ask(SMALL), MIB)


def test_abandoned_requests_are_never_started(make_pool: MakePool, ask: Ask) -> None:
    pool = make_pool()
    first = pool.submit(ask(SLOW), MIB)
    until(lambda: running(pool))
    request: RenderRequest = replace(ask(SMALL), destination=ask(SMALL).destination + "-never")
    assert pool.submit(request, MIB).cancel()
    first.result(60)
    pool.submit(ask(SMALL), MIB).result(30)
    assert not os.path.exists(request.destination)


def test_the_parent_loads_neither_pillow_nor_numpy() -> None:
    code = (
        "import sys, editor.render.processes, editor.render.inspect\n"
        "print([m for m in ('PIL', 'numpy', 'pymatting', 'pi_heif') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert found.stdout.strip() == "[]"

"""Violent ends of render processes: replaced, retried, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest
from PIL import Image

from editor.errors import DeadlineExceeded, RenderFailed, TooManyPixels
from editor.render.admission import MIB
from editor.render.child import IDLE_S
from tests.needs import ROOT
from tests.render.conftest import Ask, MakePool
from tests.render.pools import SLOW, SMALL, alive, busy, running, until


def test_a_process_killed_in_mid_render_is_replaced_and_the_answer_is_right(
    make_pool: MakePool, ask: Ask
) -> None:
    pool, request = make_pool(), ask(SLOW)
    pool.submit(ask(SMALL), MIB).result(30)
    answer = pool.submit(request, MIB)
    until(lambda: running(pool))
    (victim,) = pool.pids()
    busy(victim)
    os.kill(victim, signal.SIGKILL)
    assert answer.result(60).width == 4000
    with Image.open(request.destination) as made:
        assert made.size == (4000, 3000)
        red, green, blue = made.convert("RGB").getpixel((2000, 1500))  # type: ignore[misc]
    assert (red, green, blue) == pytest.approx((0, 128, 128), abs=2)
    assert pool.counters().restarts == 1
    assert pool.pids() != [victim]


def test_a_request_that_sees_two_processes_die_fails_and_leaves_nothing(
    make_pool: MakePool, ask: Ask
) -> None:
    pool, request = make_pool(), ask(SLOW)
    answer = pool.submit(request, MIB)
    killed: set[int] = set()
    while len(killed) < 2:
        until(lambda: running(pool) and bool(set(pool.pids()) - killed))
        victim = pool.pids()[0]
        busy(victim)
        os.kill(victim, signal.SIGKILL)
        killed.add(victim)
    with pytest.raises(RenderFailed, match="ended by the system"):
        answer.result(60)
    assert os.listdir(os.path.dirname(request.destination)) == []
    assert pool.submit(ask(SMALL), MIB).result(30).width == 40


def test_a_process_that_dies_while_idle_is_replaced_within_a_second(
    make_pool: MakePool, ask: Ask
) -> None:
    pool = make_pool()
    pool.submit(ask(SMALL), MIB).result(30)
    (victim,) = pool.pids()
    os.kill(victim, signal.SIGKILL)
    until(lambda: pool.pids() not in ([victim], []), 3)
    assert pool.counters().restarts == 1


def test_a_render_ends_at_its_deadline_and_the_pool_lives_on(make_pool: MakePool, ask: Ask) -> None:
    pool, request = make_pool(deadline_s=0.3), ask(SLOW)
    pool.warm()
    until(lambda: bool(pool.pids()))
    with pytest.raises(DeadlineExceeded, match=r"within 0\.3 s"):
        pool.submit(request, MIB).result(30)
    assert os.listdir(os.path.dirname(request.destination)) == []
    assert pool.submit(ask(SMALL), MIB).result(30).width == 40
    assert pool.counters().deadlines == 1


def test_a_render_that_takes_more_memory_than_it_may_fails_clearly(
    make_pool: MakePool, ask: Ask
) -> None:
    pool = make_pool(memory_budget_bytes=40 * MIB)
    with pytest.raises(TooManyPixels, match="40 MiB"):
        pool.submit(ask(SLOW), MIB).result(30)
    assert pool.submit(ask(SMALL), MIB).result(30).width == 40
    assert pool.counters().recycled == 1


def test_a_process_is_exchanged_after_its_share_of_renders(make_pool: MakePool, ask: Ask) -> None:
    pool = make_pool(recycle_after=2)
    seen = []
    for _ in range(4):
        pool.submit(ask(SMALL), MIB).result(30)
        until(lambda: bool(pool.pids()))
        seen.append(pool.counters().recycled)
    until(lambda: pool.counters().recycled == 2)
    assert pool.counters().restarts == 0


def test_a_process_that_keeps_too_much_memory_is_exchanged(make_pool: MakePool, ask: Ask) -> None:
    pool = make_pool(resident_bytes=MIB)
    pool.submit(ask(SMALL), MIB).result(30)
    until(lambda: pool.counters().recycled == 1)


_PARENT = """
import sys, time
from editor.render.child import IDLE_S
from editor.render.processes import RenderPool
pool = RenderPool(2, 1 << 30, 5, 60)
pool.warm()
while len(pool.pids()) < 2:
    time.sleep(0.01)
print(*pool.pids(), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_its_parent(how: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert parent.stdout
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    assert all(alive(pid) for pid in pids)
    parent.send_signal(how)
    parent.wait(60)
    until(lambda: not any(alive(pid) for pid in pids), 60)
    parent.stdout.close()


def test_a_render_process_knows_no_settings_and_no_secrets(
    make_pool: MakePool, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_INFERENCE_SECRET", "hush")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    pool = make_pool()
    pool.submit(ask(SMALL), MIB).result(30)
    (pid,) = pool.pids()
    assert "hush" not in psutil.Process(pid).environ().values()


def test_memory_that_a_render_took_goes_back_when_no_work_comes(
    make_pool: MakePool, ask: Ask
) -> None:
    pool = make_pool()
    pool.submit(ask(SMALL), MIB).result(30)
    (pid,) = pool.pids()
    until(lambda: resident(pid) < 100 * MIB)
    idle = resident(pid)
    done = pool.submit(ask(SLOW), MIB).result(60)
    assert done.peak_rss > idle + 100 * MIB
    until(lambda: resident(pid) < idle + 30 * MIB, IDLE_S + 10)
    assert pool.pids() == [pid]


def resident(pid: int) -> int:
    return int(psutil.Process(pid).memory_info().rss)

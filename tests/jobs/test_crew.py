"""A worker that runs several jobs side by side, each once, and ends whole."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from django.db import connections

from editor.conf import Conf
from editor.jobs import queue
from editor.jobs.crew import Crew, hand
from editor.models import Job, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

Install = Callable[[Callable[..., Any]], None]
PATIENCE_S = 120.0


class Loop:
    """A hand that does what it is told."""

    worker_id = "loop"

    def __init__(self, work: Callable[[], None]) -> None:
        self.running, self.run = True, work


def test_jobs_run_side_by_side_and_each_once(workspace: Workspace, kind: Install) -> None:
    met, ran = threading.Barrier(2, timeout=PATIENCE_S), list[str]()

    def probe(workspace: str, payload: dict[str, Any]) -> dict[str, Any]:
        # Passed only when two are here at the same time.
        met.wait()
        ran.append(payload["name"])
        return {}

    kind(probe)
    names = [f"job {n}" for n in range(4)]
    for name in names:
        queue.enqueue(workspace.pk, "probe", name, {"name": name}, "default")
    hands = [hand(f"hand-{n}", ["interactive", "default"], 0.05) for n in range(2)]

    def work() -> None:
        try:
            Crew(hands[0], hands[1:]).run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + PATIENCE_S
    while Job.objects.exclude(state="done").exists() and time.monotonic() < until:
        time.sleep(0.05)
    hands[0].running = False
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert sorted(ran) == names
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_what_is_begun_is_finished_before_the_worker_ends() -> None:
    begun, done = threading.Event(), threading.Event()
    other = Loop(lambda: None)

    def busy() -> None:
        begun.set()
        while other.running:
            time.sleep(0.01)
        done.set()

    other.run = busy
    Crew(cast(Any, Loop(lambda: cast(None, begun.wait(PATIENCE_S)))), [cast(Any, other)]).run()
    assert done.is_set()


def test_a_hand_that_fails_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, int]] = []
    told = threading.Event()

    def kill(pid: int, number: int) -> None:
        sent.append((pid, number))
        told.set()

    monkeypatch.setattr("editor.jobs.crew.os.kill", kill)
    ends_at_once = Loop(lambda: None)
    main = Loop(lambda: cast(None, told.wait(PATIENCE_S)))
    Crew(cast(Any, main), [cast(Any, ends_at_once)]).run()
    assert sent == [(os.getpid(), signal.SIGTERM)]


def test_a_worker_runs_as_many_jobs_as_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.conf.cores", lambda: 2)
    assert Conf().jobs_at_once == 2
    assert Conf(worker_jobs=5).jobs_at_once == 5
    monkeypatch.setattr("editor.conf.cores", lambda: 64)
    assert Conf().jobs_at_once == 8

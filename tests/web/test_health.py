from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from editor.jobs import sweeper
from editor.web import health
from editor.web.health import OK, Health
from editor.web.middleware import health as door


def counted(answer: str = OK) -> tuple[Callable[[], str], list[int]]:
    calls: list[int] = []

    def check() -> str:
        calls.append(1)
        return answer

    return check, calls


async def test_all_parts_serving_is_ok() -> None:
    report = await Health({"a": lambda: OK, "b": lambda: OK}).report()
    assert report.ok
    assert report.as_json() == {"status": "ok", "parts": {"a": "ok", "b": "ok"}}


async def test_one_part_that_does_not_serve_is_named() -> None:
    report = await Health({"a": lambda: OK, "b": lambda: "on fire"}).report()
    assert not report.ok
    assert report.as_json() == {"status": "unavailable", "parts": {"a": "ok", "b": "on fire"}}


async def test_many_who_ask_at_once_cause_one_look() -> None:
    check, calls = counted()
    watched = Health({"a": check})
    await asyncio.gather(*(watched.report() for _ in range(20)))
    assert len(calls) == 1


async def test_the_state_is_looked_at_again_after_a_moment() -> None:
    now = [0.0]
    check, calls = counted()
    watched = Health({"a": check}, fresh_s=0.5, clock=lambda: now[0])
    await watched.report()
    now[0] = 0.4
    await watched.report()
    assert len(calls) == 1
    now[0] = 0.6
    await watched.report()
    assert len(calls) == 2


async def test_a_part_that_hangs_is_reported_in_time_and_asked_once() -> None:
    release, calls = threading.Event(), []

    def hangs() -> str:
        calls.append(1)
        release.wait(10)
        return OK

    watched = Health({"a": hangs, "b": lambda: OK}, fresh_s=0, limit_s=0.1)
    began = time.monotonic()
    first = await watched.report()
    assert time.monotonic() - began < 1
    assert "no answer" in first.parts["a"]
    assert first.parts["b"] == OK
    assert "no answer" in (await watched.report()).parts["a"]
    assert calls == [1]
    release.set()
    for _ in range(100):
        if (await watched.report()).ok:
            break
        await asyncio.sleep(0.02)
    assert (await watched.report()).ok


def test_workers_are_missed_until_every_queue_has_one(transactional_db: None) -> None:
    assert "default" in health.workers()
    sweeper.beat("one", "interactive")
    assert "default" in health.workers()
    sweeper.beat("two", "interactive,default")
    assert health.workers() == OK


def test_the_database_answers(transactional_db: None) -> None:
    assert health.database() == OK


@pytest.mark.parametrize(("state", "status"), [(OK, 200), ("gone", 503)])
async def test_healthz_answers_before_anything_else(
    stranger: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, state: str, status: int
) -> None:
    watched = Health({"part": lambda: state})
    monkeypatch.setattr(door, "health", lambda: watched)
    answer = await stranger.get("/healthz", headers={"Host": "any.example"})
    assert answer.status_code == status
    assert answer.json()["parts"] == {"part": state}
    assert answer.headers["cache-control"] == "no-store"
    assert ("retry-after" in answer.headers) == (status == 503)

"""The owner's status page, over figures of the test: what it shows, and to whom."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import pytest

from editor.errors import InferenceUnavailable
from editor.flows import status
from editor.flows.status import Bin, Replica, Stage, Status, Working
from editor.web.pages.charts import HEIGHT, chart
from editor.web.tags import brief, lasting, unlocalised

FAR = {"X-Forwarded-For": "203.0.113.7"}
SEEN = Status(
    device="NVIDIA <b>H</b>",
    uptime_s=3725,
    taken=3,
    places=32,
    hanging=0,
    memory={"models": 300 * 2**20, "budget": 2**31, "resident": 2**30, "pictures": 2**20},
    counts={"shed": 7, "coalesced": 2, "gone": 1, "memory_full": 0, "stuck": 0},
    errors={"busy": 7},
    pictures={"digest": 5, "body": 11},
    stages={"decode": Stage(0.004, 0.012), "predict": Stage(0.15, 1.4)},
    models={"u2netp": Working("loaded", 2**25, 2, 1, 8, 16, 2.0, 3)},
    history=(Bin(0, 0, 0.0), Bin(10, 1, 0.5), Bin(20, 0, 0.25)),
    bin_s=5.0,
)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Status]:
    """The figures that the service would answer with; the test may exchange them."""
    seen = [SEEN]
    monkeypatch.setattr(status, "inference", lambda: seen[0])
    return seen


async def test_it_shows_what_the_service_does(
    browser: httpx.AsyncClient, shown: list[Status]
) -> None:
    page = (await browser.get("/status")).text
    for words in ("1 h 2 min", "3 of 32", "300 MB of 2.0 GB", "u2netp", "2.0 in a batch"):
        assert words in page
    for words in ("125 ms each", "3 waiting", "150 ms", "1.4 s", "<b>7</b> refused", "4/s"):
        assert words in page
    assert "<b>5</b> asked by digest" in page
    assert "NVIDIA &lt;b&gt;H" in page
    assert "<code>busy</code>" in page
    assert "never came back.</strong>" not in page
    for part in ("web", "database", "render", "inference", "workers"):
        assert f"<b>{part}</b>" in page


async def test_it_asks_again_by_itself_until_it_is_paused(
    browser: httpx.AsyncClient, shown: list[Status]
) -> None:
    live = (await browser.get("/status")).text
    assert 'hx-trigger="every 2s"' in live
    paused = (await browser.get("/status?paused=1")).text
    assert "hx-trigger" not in paused
    assert "Go on" in paused
    figures = (await browser.get("/status/figures")).text
    assert "<html" not in figures
    assert "u2netp" in figures


async def test_what_hangs_is_told_loudly(browser: httpx.AsyncClient, shown: list[Status]) -> None:
    shown[0] = replace(SEEN, hanging=1)
    assert "1 forward pass never came back" in (await browser.get("/status/figures")).text


async def test_replicas_of_a_cluster_are_shown_and_a_silent_one_is_named(
    browser: httpx.AsyncClient, shown: list[Status]
) -> None:
    assert "Replicas" not in (await browser.get("/status/figures")).text
    memory = {"models": 30 * 2**20, "on_device": 2**20, "resident": 2**29}
    works = Replica("ab12", "NVIDIA L4", 0.0, 0, 2, ("u2netp", "studio-faces"), memory)
    silent = Replica("cd34", "NVIDIA L4", 65.0, 0, 0, (), memory)
    shown[0] = replace(SEEN, replicas=(works,))
    page = (await browser.get("/status/figures")).text
    assert "silent" not in page
    for words in ("ab12", "NVIDIA L4", "u2netp, studio-faces, 31.0\xa0MB", "512.0\xa0MB"):
        assert words in page
    shown[0] = replace(SEEN, replicas=(works, silent))
    page = (await browser.get("/status/figures")).text
    assert "1 replica silent: cd34 for 1 min 5 s." in page
    assert "none in memory" in page


async def test_without_the_service_the_rest_is_shown(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Status:
        raise InferenceUnavailable("Nobody answers.", remedy="Wait.")

    monkeypatch.setattr(status, "inference", away)
    answer = await browser.get("/status")
    assert answer.status_code == 200
    assert "Nobody answers." in answer.text
    assert "Waiting" in answer.text


async def test_only_the_owner_sees_it_and_finds_it_in_the_navigation(
    browser: httpx.AsyncClient, shown: list[Status]
) -> None:
    for path in ("/status", "/status/figures"):
        refused = await browser.get(path, headers=FAR)
        assert refused.status_code == 403
        assert "see its status" in refused.text
        assert "u2netp" not in refused.text
    link = re.compile(r'<a href="/status"( aria-current="page")?>')
    near = link.search((await browser.get("/status")).text)
    assert near
    assert near[1]
    assert link.search((await browser.get("/models")).text)
    assert not link.search((await browser.get("/models", headers=FAR)).text)


def test_a_chart_is_as_high_as_its_peak_and_tells_it_in_words() -> None:
    made = chart("Answers", [0.0, 5.0, 2.5], "/s", 5)
    assert [bar.height for bar in made.bars] == [HEIGHT, HEIGHT / 2]
    assert made.told == "Answers: now 2.5/s, at most 5/s in the last 5 minutes"
    assert chart("Nothing", [], "/s", 5).bars == ()
    assert chart("Quiet", [0.0] * 60, "/s", 5).bars == ()


def test_times_are_told_in_few_letters() -> None:
    assert [lasting(s) for s in (5, 65, 3725, 90_000, 180_000)] == [
        "5 s",
        "1 min 5 s",
        "1 h 2 min",
        "1 day 1 h",
        "2 days 2 h",
    ]
    assert [brief(s) for s in (0.0042, 0.15, 1.4, 12.34)] == ["4.2 ms", "150 ms", "1.4 s", "12.3 s"]
    assert [unlocalised(n) for n in (3, 2**31, 28.8, 0.5)] == ["3", "2147483648", "28.8", "0.5"]

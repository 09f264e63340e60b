"""Every part is killed while the studio works; it comes back, and nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from tests.studio import job
from tests.studio.running import Studio

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(studio: Studio) -> httpx.Client:
    return studio.client(studio.token("faults"))


@pytest.fixture(scope="module")
def person(client: httpx.Client, photographs: Path) -> str:
    original: str = job.upload(client, photographs / "person.jpg")["id"]
    return original


@pytest.mark.parametrize("role", ["web", "worker", "inference"])
def test_a_killed_part_is_replaced_within_a_second_and_serves_again(
    studio: Studio, role: str
) -> None:
    old = studio.kill(role)
    killed = time.monotonic()
    while not (set(studio.pids(role)) - {old}) or old in studio.pids(role):
        assert time.monotonic() - killed < 1.5, "not restarted"
        time.sleep(0.02)
    assert studio.wait_ready(15) < 15


def test_requests_wait_while_the_web_process_is_replaced(
    studio: Studio, client: httpx.Client, person: str
) -> None:
    answers: list[int] = []

    def ask(width: int) -> None:
        with studio.client(client.headers["authorization"].split()[1]) as own:
            answers.append(own.get(f"/cdn-cgi/image/width={width}/{person}").status_code)

    studio.kill("web")
    threads = [threading.Thread(target=ask, args=(100 + n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 8, "a request hung"
    assert set(answers) <= {200, 503}
    assert answers.count(200) >= 6
    studio.wait_ready(15)


def test_a_killed_render_process_costs_nobody_an_answer(
    studio: Studio, client: httpx.Client, person: str
) -> None:
    studio.wait_ready(15)
    [web] = studio.pids("web")
    children = psutil.Process(web).children(recursive=True)
    renderers = [c for c in children if "editor.render" in " ".join(c.cmdline())]
    assert renderers
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(client.get, f"/cdn-cgi/image/width={900 + n},blur=30,format=png/{person}")
            for n in range(12)
        ]
        time.sleep(0.1)
        for child in renderers:
            child.kill()
        codes = [one.result().status_code for one in asked]
    assert codes == [200] * 12


def test_a_job_whose_worker_is_killed_is_done_exactly_once(
    studio: Studio, client: httpx.Client, person: str
) -> None:
    layers = [
        job.layer(person, id=f"l{n}", x=1500, y=1500, width=2800, height=2900, rotation=7 * n)
        for n in range(12)
    ]
    body = {
        "schema": 1,
        "canvas": {"width": 3000, "height": 3000, "background": "white"},
        "layers": layers,
    }
    made = client.post("/api/documents", json={"name": "Heavy", "body": body}).json()
    asked = client.post(f"/api/documents/{made['id']}/export", json={"format": "png"}).json()
    until = time.monotonic() + 20
    while client.get(f"/api/jobs/{asked['job']['id']}").json()["state"] == "waiting":
        assert time.monotonic() < until, "no worker took the job"
        time.sleep(0.02)
    for pid in studio.pids("worker"):
        os.kill(pid, signal.SIGKILL)
    result = job.wait_for(client, asked["job"], within_s=90)
    ended = client.get(f"/api/jobs/{asked['job']['id']}").json()
    assert ended["attempt"] >= 2
    assert job.picture(client.get(result["url"])).size == (3000, 3000)


def test_the_whole_cache_may_vanish_while_the_studio_runs(
    studio: Studio, client: httpx.Client, person: str
) -> None:
    import shutil

    url = f"/cdn-cgi/image/width=321,format=png/{person}"
    before = client.get(url)
    for name in ("variants", "findings", "cache"):
        shutil.rmtree(studio.folder / "var" / name, ignore_errors=True)
    after = client.get(url, headers={"Cache-Control": "no-cache"})
    assert after.status_code == 200
    assert after.content == before.content
    cut = client.get(f"/cdn-cgi/image/segment=foreground,width=200/{person}")
    assert cut.status_code == 200

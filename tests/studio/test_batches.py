"""A batch in a running studio whose every part is killed in the middle: nothing lost, nothing
doubled."""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from PIL import Image

from tests.studio.running import Studio

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

RECIPE = {
    "targets": [
        {"name": "large", "preset": "ebay", "width": 600, "height": 600},
        {"name": "small", "width": 200, "height": 250, "format": "png"},
    ]
}
GOOD = 8
ENDED = ("passed", "review", "failed")
PATIENCE_S = 420.0


def photos(folder: Path) -> list[tuple[str, bytes]]:
    """Small photographs of different sizes, and one that is broken."""
    found = []
    for number in range(GOOD):
        name = ("product", "person", "hair")[number % 3]
        side = 360 + 20 * number
        picture = Image.open(folder / f"{name}.jpg").convert("RGB")
        picture.thumbnail((side, side))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=90)
        found.append((f"{name}-{number}.jpg", out.getvalue()))
    return [*found, ("broken.jpg", found[0][1][:2000])]


class Watched:
    """A batch as a patient program sees it: a web process that restarts is asked again."""

    def __init__(self, client: httpx.Client, id: str) -> None:
        self.client, self.at = client, f"/api/batches/{id}"

    def ask(self, path: str = "", method: str = "GET") -> httpx.Response:
        until = time.monotonic() + 60
        while True:
            try:
                answer = self.client.request(method, self.at + path)
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                assert time.monotonic() < until, "the web process didn't come back"
            assert time.monotonic() < until, "the web process refuses"
            time.sleep(0.2)

    def until(self, holds: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while True:
            found: dict[str, Any] = self.ask().json()
            if holds(found):
                return found
            assert time.monotonic() < end, f"not {what}: {found['counts']}"
            time.sleep(0.2)


def renderers(studio: Studio) -> list[psutil.Process]:
    """The render processes of the workers."""
    found = []
    with suppress(psutil.NoSuchProcess):
        for pid in studio.pids("worker"):
            children = psutil.Process(pid).children(recursive=True)
            found += [c for c in children if "editor.render" in " ".join(c.cmdline())]
    return found


def test_every_part_is_killed_and_each_photo_is_made_once(
    studio: Studio, photographs: Path
) -> None:
    token = studio.token("batches")
    with studio.client(token) as client:
        made = client.post("/api/batches", json={"name": "Autumn", "recipe": RECIPE}).json()
        batch = Watched(client, made["id"])
        for name, content in photos(photographs):
            answer = client.post(f"{batch.at}/photos", files={"file": (name, content)})
            assert answer.status_code == 201, answer.text
        assert batch.ask("/start", "POST").status_code == 200

        batch.until(lambda b: b["counts"]["done"] >= 2, "begun")
        for pid in studio.pids("worker"):
            os.kill(pid, signal.SIGKILL)
        batch.until(lambda b: b["counts"]["done"] >= 3, "going on without its workers")
        studio.kill("inference")
        batch.until(lambda b: b["counts"]["done"] >= 4, "going on without inference")
        for one in renderers(studio):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        studio.kill("web")
        done = batch.until(lambda b: b["state"] == "done", "done")

        assert done["counts"]["failed"] == 1, done["counts"]
        assert done["counts"]["passed"] + done["counts"]["review"] == GOOD
        items = batch.ask("/items?limit=100").json()["items"]
        assert [len(one["results"]) for one in items].count(2) == GOOD
        told = client.get("/api/events").json()["events"]
        ends = Counter(
            one["data"]["id"]
            for one in told
            if one["kind"] == "batch.item" and one["data"]["state"] in ENDED
        )
        assert set(ends.values()) == {1}
        assert len(ends) == GOOD + 1
        archive = batch.ask("/archive?reviewed=false")
        names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
        assert len(names) == len(set(names)) == 2 * GOOD + 1

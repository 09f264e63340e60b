"""Many machines: two web, two workers, PostgreSQL, Redis, S3, inference on Ray. Each part is killed
once, while a batch runs and two people edit one document; nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.studio import job
from tests.studio.machines import PATIENCE_S, Editor, Machines, asking, machines, patiently

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]

PHOTOS = 6
RECIPE = {
    "targets": [
        {"name": "large", "preset": "ebay", "width": 500, "height": 500},
        {"name": "small", "width": 160, "height": 200, "format": "png"},
    ]
}
ENDED = ("passed", "review", "failed")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("machines")) as started:
        yield started


def killed_once(here: Machines) -> dict[str, Callable[[], object]]:
    """Every part, and how it is killed; what nobody watches over is started again."""

    def both(part: Any) -> Callable[[], None]:
        def at_once() -> None:
            part.kill()
            part.start()

        return at_once

    def replica() -> None:
        here.ray.until(lambda: bool(here.ray.replicas()), "a replica")
        os.kill(min(here.ray.replicas()), signal.SIGKILL)

    return {
        "web of the one": lambda: here.one.kill("web"),
        "worker of the one": lambda: here.one.kill("worker"),
        "a replica of the models": replica,
        "Redis": both(here.redis),
        "PostgreSQL": both(here.database),
        "S3": both(here.bucket),
        "web of the other": lambda: here.other.kill("web"),
        "worker of the other": lambda: here.other.kill("worker"),
    }


def batch_of(client: httpx.Client, photographs: Path) -> str:
    made = client.post("/api/batches", json={"name": "Autumn", "recipe": RECIPE}).json()
    at = f"/api/batches/{made['id']}"
    for number in range(PHOTOS):
        name = ("product", "person", "hair")[number % 3]
        # What follows the end of a JPEG isn't looked at: so many different originals.
        content = (photographs / f"{name}.jpg").read_bytes() + bytes([number])
        answer = client.post(f"{at}/photos", files={"file": (f"{name}-{number}.jpg", content)})
        assert answer.status_code == 201, answer.text
    assert client.post(f"{at}/start").status_code == 200
    return at


def until(ask: Callable[[], dict[str, Any]], holds: Callable[[dict[str, Any]], bool]) -> Any:
    end = time.monotonic() + PATIENCE_S
    while not holds(found := ask()):
        assert time.monotonic() < end, found
        time.sleep(0.3)
    return found


def test_the_main_job_crosses_machines(here: Machines, photographs: Path) -> None:
    token = here.one.token("designers")
    with asking(here.one, token) as one, asking(here.other, token) as other:
        person = job.upload(one, photographs / "person.jpg")["id"]
        url = f"/cdn-cgi/image/segment=foreground,width=200,format=png/{person}"
        assert job.picture(patiently(lambda: other.get(url))).mode == "RGBA"
        faces = patiently(lambda: one.get(f"/api/originals/{person}/faces")).json()["faces"]
        assert len(faces) == 1
        canvas = {"width": 300, "height": 350, "background": "white"}
        layer = job.layer(person, x=150, y=175, width=256, height=300)
        body = {"schema": 1, "canvas": canvas, "layers": [layer]}
        poster = other.post("/api/documents", json={"name": "Poster", "body": body}).json()
        asked = one.post(f"/api/documents/{poster['id']}/export", json={"format": "png"})
        result = job.wait_for(other, asked.json()["job"], within_s=PATIENCE_S)
        exported = patiently(lambda: other.get(result["url"]))
        assert job.picture(exported).size == (300, 350)


def test_each_part_is_killed_once(here: Machines, photographs: Path) -> None:
    token = here.one.token("killers")
    with asking(here.one, token) as one, asking(here.other, token) as other:
        person = job.upload(one, photographs / "person.jpg")["id"]
        layers = [job.layer(person, id=name, x=50, y=50, width=40, height=40) for name in "ab"]
        body = {"schema": 1, "canvas": {"width": 100, "height": 100}, "layers": layers}
        made = one.post("/api/documents", json={"name": "Two", "body": body}).json()
        ann = Editor(here.one, token, made["id"], "ann", made["revision"])
        ben = Editor(here.other, token, made["id"], "ben", made["revision"])
        at = batch_of(one, photographs)
        moves = {"a": [], "b": []}  # type: dict[str, list[int]]
        for number, (part, kill) in enumerate(killed_once(here).items()):
            kill()
            for editor, layer in ((ann, "a"), (ben, "b")):
                value = 10 * number + (layer == "b")
                editor.save(layer, "x", value)
                moves[layer].append(value)
            newest = max(ann.revision, ben.revision)
            for editor in (ann, ben):
                editor.hears_of(newest)
            print(f"after the kill of {part}: revision {newest}")
        check_document(other, made, moves, (ann, ben))
        done = until(lambda: patiently(lambda: one.get(at)).json(), lambda b: b["state"] == "done")
        check_batch(other, at, done)


def check_document(
    client: httpx.Client, made: dict[str, Any], moves: dict[str, list[int]], editors: Any
) -> None:
    """Every save is in the document's history once, and both windows heard of each once."""
    at = f"/api/documents/{made['id']}"
    history = patiently(lambda: client.get(f"{at}/history")).json()
    saved = {name: [one["patch"][0]["value"] for one in history
                    if one["patch"][0]["layer"] == name] for name in moves}  # fmt: skip
    assert saved == moves
    document = patiently(lambda: client.get(at)).json()
    assert {la["id"]: la["x"] for la in document["body"]["layers"]} == {
        name: values[-1] for name, values in moves.items()
    }
    revisions = [one["revision"] for one in history]
    for editor in editors:
        for revision in revisions:
            editor.hears_of(revision)
        editor.close()
        assert sorted(editor.heard) == revisions, editor.name


def check_batch(client: httpx.Client, at: str, done: dict[str, Any]) -> None:
    """Every photo is made once, and its end is told once."""
    counts = done["counts"]
    items = patiently(lambda: client.get(f"{at}/items?limit=100")).json()["items"]
    assert counts["failed"] == 0, [one["error"] for one in items]
    assert counts["passed"] + counts["review"] == PHOTOS
    assert [len(one["results"]) for one in items] == [2] * PHOTOS
    told = patiently(lambda: client.get("/api/events")).json()["events"]
    ends = Counter(
        one["data"]["id"]
        for one in told
        if one["kind"] == "batch.item" and one["data"]["state"] in ENDED
    )
    assert set(ends.values()) == {1}
    assert len(ends) == PHOTOS

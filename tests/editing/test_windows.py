"""Two windows on one document come to show the same, whatever their wires do, on a real studio."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.editing.scripts import bundled, run
from tests.studio.running import Studio

pytestmark = pytest.mark.slow

RUNS = 6
ACTIONS = 30
SAVES = 40


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio on SQLite whose documents two web processes change."""
    folder = tmp_path_factory.mktemp("pair")
    started = Studio(folder, {"STUDIO_WEB_PROCESSES": "2"})
    yield started
    started.stop()


def document(client: httpx.Client) -> dict[str, Any]:
    shapes = [
        {"id": id, "kind": "shape", "width": 9, "height": 9, "shape": {"fill": "#ff0000"}}
        for id in "abc"
    ]
    body = {"schema": 1, "canvas": {"width": 800, "height": 600}, "layers": shapes}
    answer = client.post("/api/documents", json={"name": "Poster", "body": body})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_two_windows_converge_through_the_server(pair: Studio, tmp_path: Path) -> None:
    script = bundled("windows.ts", tmp_path, "--platform=node")
    token = pair.token("windows")
    with pair.client(token) as client:
        ids = [document(client)["id"] for _ in range(RUNS)]

    def one(seed: int) -> str:
        return run(script, pair.url, token, ids[seed], str(seed), str(ACTIONS))

    with ThreadPoolExecutor(2) as pool:
        assert all("revisions" in said for said in pool.map(one, range(RUNS)))


def test_many_clients_save_one_document_at_once(pair: Studio) -> None:
    """Every save is answered with a revision of its own: none is lost, none fails."""
    with pair.client(pair.token("many")) as client:
        path = f"/api/documents/{document(client)['id']}"

        def save(number: int) -> int:
            change = {"op": "set", "layer": "abc"[number % 3], "field": "x", "value": number}
            given = {"revision": 1, "patch": [change], "client": f"window-{number}/1"}
            # A client of its own: another connection, perhaps to the other process.
            with pair.client(str(client.headers["Authorization"]).split()[1]) as own:
                answer = own.patch(path, json=given)
            assert answer.status_code == 200, answer.text
            return int(answer.json()["revision"])

        with ThreadPoolExecutor(8) as pool:
            revisions = sorted(pool.map(save, range(SAVES)))
        assert revisions == list(range(2, SAVES + 2))
        history = client.get(f"{path}/history").json()
        assert [one["revision"] for one in history] == revisions
        last = {one["patch"][0]["layer"]: one["patch"][0]["value"] for one in history}
        layers = client.get(path).json()["body"]["layers"]
        assert {layer["id"]: layer.get("x", 0) for layer in layers} == last

"""The service fetches weights when it is asked to, and remembers what `auto` shall mean."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from editor.inference import pulling
from editor.inference.card import Card
from editor.inference.models.base import Model
from tests.inference.conftest import Serving
from tests.inference.doubles import WEIGHTS, Brightness, Corner, settings
from tests.inference.weight_server import BODY, DIGEST, Shelf, weight_server


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(pulling, "PAUSE_S", 0.01)
    with weight_server() as made:
        yield made


@pytest.fixture
def better(shelf: Shelf) -> type[Model]:
    """A model of mattes that ranks above Brightness and needs the server's file."""
    weights = replace(WEIGHTS, source=shelf.url, sha256=DIGEST, bytes=len(BODY))

    class Better(Brightness):
        card: Card = replace(Brightness.card, name="better", rank=9, weights=weights)

    return Better


@pytest.fixture
async def client(
    serving: Serving, tmp_path: Path, better: type[Model]
) -> AsyncIterator[httpx.AsyncClient]:
    Brightness.gate.set()
    conf = settings(models_dir=str(tmp_path))
    async with serving(Brightness, Corner, better, conf=conf) as client:
        yield client


async def listed(client: httpx.AsyncClient, name: str = "better") -> dict[str, Any]:
    models = (await client.get("/v1/models")).json()["models"]
    found: dict[str, Any] = next(one for one in models if one["card"]["name"] == name)
    return found


async def auto(client: httpx.AsyncClient) -> str:
    told: str = (await client.get("/v1/models")).json()["auto"]["matte"]
    return told.partition("@")[0]


async def settled(client: httpx.AsyncClient) -> dict[str, Any]:
    """The model's facts once its pull has ended, well or badly."""
    for _ in range(500):
        now = await listed(client)
        if now["pull"] is None or now["pull"]["state"] == "failed":
            return now
        await asyncio.sleep(0.02)
    raise AssertionError("the pull never ended")


async def test_a_pulled_model_is_present_and_what_auto_means(client: httpx.AsyncClient) -> None:
    assert (await listed(client))["lacks"] == "weights"
    assert await auto(client) == "brightness"
    answer = await client.post("/v1/models/better/pull")
    assert answer.status_code == 200
    now = await settled(client)
    assert (now["present"], now["lacks"], now["pull"]) == (True, "", None)
    assert await auto(client) == "better"


async def test_a_failed_pull_says_why_and_can_be_tried_again(
    client: httpx.AsyncClient, shelf: Shelf
) -> None:
    shelf.status = 404
    await client.post("/v1/models/better/pull")
    failed = (await settled(client))["pull"]
    assert failed["state"] == "failed"
    assert "404" in failed["error"]["text"]
    assert "--from" in failed["error"]["remedy"]
    shelf.status = 200
    await client.post("/v1/models/better/pull")
    assert (await settled(client))["present"]


async def test_removed_weights_are_gone_and_auto_falls_back(client: httpx.AsyncClient) -> None:
    await client.post("/v1/models/better/pull")
    await settled(client)
    removed = await client.delete("/v1/models/better")
    assert removed.json() == {"removed": True}
    assert not (await listed(client))["present"]
    assert await auto(client) == "brightness"


async def test_the_owner_chooses_what_auto_means_and_a_restart_remembers(
    serving: Serving, tmp_path: Path, better: type[Model]
) -> None:
    Brightness.gate.set()
    conf = settings(models_dir=str(tmp_path))
    async with serving(Brightness, Corner, better, conf=conf) as client:
        await client.post("/v1/models/better/pull")
        await settled(client)
        answer = await client.put("/v1/defaults", json={"matte": "brightness"})
        assert answer.json()["defaults"]["matte"] == "brightness"
        assert await auto(client) == "brightness"
    async with serving(Brightness, Corner, better, conf=conf) as client:
        assert await auto(client) == "brightness"
        await client.put("/v1/defaults", json={"matte": "auto"})
        assert await auto(client) == "better"


async def test_a_chosen_model_without_weights_leaves_auto_to_the_best(
    client: httpx.AsyncClient,
) -> None:
    await client.put("/v1/defaults", json={"matte": "better"})
    assert await auto(client) == "brightness"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/v1/models/bettr/pull", None, 400),
        ("POST", "/v1/models/brightness/pull", None, 409),
        ("DELETE", "/v1/models/brightness", None, 409),
        ("PUT", "/v1/defaults", {"matte": "nothing"}, 400),
        ("PUT", "/v1/defaults", {"matte": "corner"}, 400),
        ("PUT", "/v1/defaults", {"hair": "auto"}, 400),
        ("PUT", "/v1/defaults", ["matte"], 400),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    client: httpx.AsyncClient, method: str, path: str, body: object, status: int
) -> None:
    answer = await client.request(method, path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["text"]


async def test_strangers_can_neither_pull_nor_remove(client: httpx.AsyncClient) -> None:
    for method, path in (("POST", "/v1/models/better/pull"), ("DELETE", "/v1/models/better")):
        answer = await client.request(method, path, headers={"authorization": "Bearer wrong"})
        assert answer.status_code == 401


def test_a_damaged_file_of_defaults_counts_as_none(tmp_path: Path) -> None:
    from editor.inference.card import Task
    from editor.inference.defaults import FILE, Defaults

    (tmp_path / FILE).write_text("{not json")
    assert Defaults(tmp_path).of(Task.MATTE) == "auto"

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async

from editor.jobs import worker
from editor.models import Job

EMPTY = {"schema": 1, "canvas": {"width": 40, "height": 30, "background": "red"}, "layers": []}
SHAPE = {"id": "s", "kind": "shape", "shape": {"form": "rectangle", "fill": "blue"}}
BOX = {**SHAPE, "x": 20, "y": 15, "width": 10, "height": 10}


async def made(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await client.post("/api/documents", json={"name": "Poster", "body": EMPTY | body})
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_a_document_is_made_read_and_listed(client: httpx.AsyncClient) -> None:
    document = await made(client)
    assert document["revision"] == 1
    same = (await client.get(f"/api/documents/{document['id']}")).json()
    assert same == document
    listed = (await client.get("/api/documents?q=post")).json()
    assert listed["count"] == 1
    assert "body" not in listed["items"][0]


async def test_patches_of_different_fields_merge_and_the_loser_is_told(
    client: httpx.AsyncClient,
) -> None:
    document = await made(client, layers=[BOX])
    url = f"/api/documents/{document['id']}"

    async def patch(revision: int, field: str, value: object, client_name: str) -> Any:
        change = {"op": "set", "layer": "s", "field": field, "value": value}
        body = {"revision": revision, "patch": [change], "client": client_name}
        answer = await client.patch(url, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    first = await patch(1, "opacity", 0.5, "a")
    assert first["revision"] == 2
    other = await patch(1, "rotation", 10, "b")
    assert other["revision"] == 3
    assert other["lost"] == []
    assert [one["revision"] for one in other["missed"]] == [2]
    loser = await patch(1, "opacity", 0.2, "c")
    assert loser["lost"] == [{"layer": "s", "field": "opacity", "value": 0.5}]
    layer = (await client.get(url)).json()["body"]["layers"][0]
    assert (layer["opacity"], layer["rotation"]) == (0.2, 10)
    history = (await client.get(f"{url}/history?after=1")).json()
    assert [one["revision"] for one in history] == [2, 3, 4]
    saves = (await client.get(f"{url}/saves")).json()
    assert [(one["revision"], one["client"]) for one in saves] == [(2, "a"), (3, "b"), (4, "c")]
    assert set(saves[0]) == {"revision", "client", "created"}


async def test_a_patch_on_a_deleted_layer_is_a_conflict_that_is_shown(
    client: httpx.AsyncClient,
) -> None:
    document = await made(client, layers=[BOX])
    url = f"/api/documents/{document['id']}"
    remove = {"revision": 1, "patch": [{"op": "remove", "layer": "s"}]}
    assert (await client.patch(url, json=remove)).status_code == 200
    change = [{"op": "set", "layer": "s", "field": "opacity", "value": 0.5}]
    answer = await client.patch(url, json={"revision": 1, "patch": change})
    assert answer.status_code == 409
    assert "deleted" in answer.json()["error"]["text"]


@pytest.mark.parametrize("revision", [0, -1, 99, "x", None, 2**63])
async def test_a_revision_that_never_was_is_refused(
    client: httpx.AsyncClient, revision: object
) -> None:
    document = await made(client)
    body = {"revision": revision, "patch": []}
    answer = await client.patch(f"/api/documents/{document['id']}", json=body)
    assert answer.status_code in (400, 409), answer.text
    assert answer.json()["error"]["remedy"]


async def test_a_document_goes_to_the_trash_and_comes_back(client: httpx.AsyncClient) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}"
    assert (await client.delete(url)).json()["trashed"]
    assert (await client.get("/api/documents")).json()["count"] == 0
    assert (await client.get("/api/documents?trashed=true")).json()["count"] == 1
    assert (await client.post(f"{url}/restore")).json()["trashed"] is None
    assert (await client.get("/api/documents")).json()["count"] == 1


async def test_a_document_is_renamed(client: httpx.AsyncClient) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}"
    assert (await client.put(f"{url}/name", json={"name": "Banner"})).json()["name"] == "Banner"


async def test_an_export_is_a_job_whose_picture_has_an_address_at_once(
    client: httpx.AsyncClient,
) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}/export"
    answer = await client.post(url, json={"scale": 2, "format": "png"})
    assert answer.status_code == 202, answer.text
    said = answer.json()
    assert said["job"]["state"] == "waiting"
    assert said["url"] == f"/p/{said['key']}"
    again = await client.post(url, json={"scale": 2, "format": "png"})
    assert again.json()["job"]["id"] == said["job"]["id"]
    assert (await client.get(f"/api/jobs/{said['job']['id']}")).json()["kind"] == "export"


async def test_waiting_for_an_export_ends_with_its_result(client: httpx.AsyncClient) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}/export?wait=20"
    asking = asyncio.create_task(client.post(url, json={"width": 80, "format": "png"}))
    while not (job := await Job.objects.afirst()):
        await asyncio.sleep(0.02)
    await sync_to_async(worker.run, thread_sensitive=False)(str(job.pk), job.attempt)
    answer = await asking
    assert answer.status_code == 200, answer.text
    result = answer.json()["job"]["result"]
    assert (result["width"], result["height"]) == (80, 60)
    assert (await client.get(result["url"])).headers["content-type"] == "image/png"


async def test_patience_has_an_end(client: httpx.AsyncClient) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}/export"
    assert (await client.post(f"{url}?wait=0.2", json={})).status_code == 202
    assert (await client.post(f"{url}?wait=61", json={})).status_code == 400
    assert (await client.post(url)).status_code == 202


@pytest.mark.parametrize(
    "asked",
    [
        {"preset": "nowhere"},
        {"scale": 2, "width": 10},
        {"scale": 1000},
        {"colour": "red"},
        {"format": "bmp"},
        {"format": "auto"},
        [],
    ],
)
async def test_an_export_that_cannot_be_queues_nothing(
    client: httpx.AsyncClient, asked: object
) -> None:
    document = await made(client)
    answer = await client.post(f"/api/documents/{document['id']}/export", json=asked)
    assert answer.status_code == 400, answer.text
    assert await Job.objects.acount() == 0


async def test_a_waiting_job_can_be_cancelled_once(client: httpx.AsyncClient) -> None:
    document = await made(client)
    asked = await client.post(f"/api/documents/{document['id']}/export", json={})
    url = f"/api/jobs/{asked.json()['job']['id']}"
    assert (await client.delete(url)).json()["state"] == "cancelled"
    assert (await client.delete(url)).status_code == 409


async def test_what_happens_is_told_from_any_place_on(client: httpx.AsyncClient) -> None:
    document = await made(client)
    first = (await client.get("/api/events")).json()
    assert [one["kind"] for one in first["events"]] == ["document.created"]
    assert (await client.get(f"/api/events?after={first['last']}")).json()["events"] == []
    await client.delete(f"/api/documents/{document['id']}")
    later = (await client.get(f"/api/events?after={first['last']}")).json()
    assert [one["kind"] for one in later["events"]] == ["document.trashed"]


@pytest.mark.parametrize("body", [{}, {"schema": 2}, {"layers": "x"}, {"schema": 1}, {"extra": 1}])
async def test_a_body_that_is_no_document_is_refused(
    client: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    answer = await client.post("/api/documents", json={"name": "x", "body": body})
    assert answer.status_code == 400
    assert answer.json()["error"]["remedy"]

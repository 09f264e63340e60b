from __future__ import annotations

import httpx

from editor.web.middleware.headers import PICTURE_CSP


async def test_samples_are_listed_with_pictures_for_whoever_opens_the_studio(
    stranger: httpx.AsyncClient, transactional_db: None
) -> None:
    listed = (await stranger.get("/api/samples")).json()
    finished = await stranger.get(listed["document"]["url"])
    assert finished.headers["content-type"] == "image/webp"
    told = listed["items"]
    assert [one["name"] for one in told] == ["face", "product", "hair"]
    for one in told:
        assert one["title"]
        assert one["original"] is None
        picture = await stranger.get(one["url"])
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.headers["content-security-policy"] == PICTURE_CSP
    assert (await stranger.get("/api/samples/nothing/picture")).status_code == 404


async def test_a_stranger_who_takes_samples_becomes_a_guest_and_keeps_them(
    stranger: httpx.AsyncClient, transactional_db: None
) -> None:
    answer = await stranger.post("/api/samples", json={"names": ["product"]})
    assert answer.status_code == 200, answer.text
    (cup,) = answer.json()["items"]
    listed = (await stranger.get("/api/originals")).json()
    assert [one["id"] for one in listed["items"]] == [cup["id"]]
    items = (await stranger.get("/api/samples")).json()["items"]
    assert [one["original"] for one in items] == [None, cup["id"], None]


async def test_all_samples_are_added_without_a_choice(client: httpx.AsyncClient) -> None:
    assert len((await client.post("/api/samples", json={})).json()["items"]) == 3
    assert (await client.get("/api/originals")).json()["count"] == 3


async def test_an_unknown_sample_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/samples", json={"names": ["hare"]})
    assert answer.status_code == 400
    assert "hair" in answer.json()["error"]["remedy"]


async def test_the_finished_document_comes_once_until_it_is_changed(
    client: httpx.AsyncClient,
) -> None:
    first = await client.post("/api/samples/document")
    assert first.status_code == 201, first.text
    again = await client.post("/api/samples/document")
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    change = [{"op": "set", "layer": "cup", "field": "rotation", "value": 10}]
    url = f"/api/documents/{first.json()['id']}"
    assert (await client.patch(url, json={"revision": 1, "patch": change})).status_code == 200
    assert (await client.post("/api/samples/document")).status_code == 201

"""The file of an export while somebody watches, and its download."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from editor.models import Job
from tests.web.api.test_documents import BOX, made


async def watched(client: httpx.AsyncClient, id: str, **asked: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/documents/{id}/export/preview?wait=30", json=asked)
    assert answer.status_code == 200, answer.text
    file: dict[str, Any] = answer.json()
    return file


async def test_what_is_watched_is_the_file_that_is_downloaded(client: httpx.AsyncClient) -> None:
    document = await made(client, layers=[BOX], canvas={"width": 40, "height": 30})
    file = await watched(client, document["id"], preset="sticker-whatsapp")
    assert await Job.objects.acount() == 0
    got = await client.get(file["download"])
    assert got.status_code == 200
    assert len(got.content) == file["bytes"] == int(got.headers["content-length"])
    assert got.headers["content-type"] == file["content_type"] == "image/webp"
    assert file["file_name"] in got.headers["content-disposition"]
    assert {one["name"]: one["verdict"] for one in file["checks"]}["bytes"] == "pass"
    assert file["encoding"]["lossless"] is True
    shown = await client.get(file["url"])
    assert shown.content == got.content
    assert "content-disposition" not in shown.headers


async def test_a_download_keeps_letters_of_every_script(client: httpx.AsyncClient) -> None:
    document = await made(client)
    await client.put(f"/api/documents/{document['id']}/name", json={"name": "كلب 犬/犬"})
    file = await watched(client, document["id"], format="png")
    assert file["file_name"] == "كلب 犬 犬-40x30.png"
    header = (await client.get(file["download"])).headers["content-disposition"]
    assert header == f"attachment; filename*=utf-8''{quote(file['file_name'])}"


async def test_the_export_of_a_watched_file_is_the_same_picture(client: httpx.AsyncClient) -> None:
    document = await made(client)
    file = await watched(client, document["id"], format="webp", quality=60)
    url = f"/api/documents/{document['id']}/export"
    job = (await client.post(url, json={"format": "webp", "quality": 60})).json()
    assert job["key"] == file["key"]


async def test_who_does_not_wait_asks_again(client: httpx.AsyncClient) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}/export/preview"
    first = await client.post(f"{url}?wait=0", json={"format": "png", "scale": 3})
    assert first.status_code == 202, first.text
    assert first.json()["progress"]["stage"] in ("waiting", "looking", "drawing")
    again = await client.post(f"{url}?wait=30", json={"format": "png", "scale": 3})
    assert again.status_code == 200
    assert again.json()["key"] == first.json()["key"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"preset": "nowhere"}, 400, "unknown_name"),
        ({"format": "jpeg", "max-bytes": 5}, 400, "budget_too_small"),
        ({"width": 20_000}, 413, "too_many_pixels"),
        ({"wait": 3}, 400, "unknown_name"),
    ],
)
async def test_what_cannot_be_is_said_with_its_remedy(
    client: httpx.AsyncClient, asked: dict[str, Any], status: int, code: str
) -> None:
    document = await made(client, canvas={"width": 2000, "height": 1500})
    url = f"/api/documents/{document['id']}/export"
    answer = await client.post(f"{url}/preview?wait=30", json=asked)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["remedy"]
    if status == 413:
        assert (await client.post(url, json=asked)).status_code == 413
        assert await Job.objects.acount() == 0


async def test_documents_of_others_are_not_exported(
    client: httpx.AsyncClient, other: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    document = await made(client)
    url = f"/api/documents/{document['id']}/export/preview"
    assert (await other.post(url, json={})).status_code == 404
    assert (await stranger.post(url, json={})).status_code == 401


async def test_presets_tell_their_rules_and_where_they_stand(client: httpx.AsyncClient) -> None:
    told = {one["name"]: one for one in (await client.get("/api/presets")).json()}
    rules = told["sticker-whatsapp"]["rules"]
    assert (rules["width"], rules["max_bytes"], rules["margin"], rules["outline"]) == (
        *(512, 100_000),
        *(16, 8),
    )
    assert rules["source"]
    assert rules["checked_on"]
    assert told["web"]["group_title"] == "To share"

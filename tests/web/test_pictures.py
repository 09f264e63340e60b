from __future__ import annotations

import time

import httpx
import pytest

from editor.flows import engines as tools
from editor.models import Variant, Workspace
from editor.web.middleware.headers import PICTURE_CSP
from tests.answers import opened


def recipe(original: str, **transform: object) -> dict[str, object]:
    return {
        "source": {"original": original},
        "steps": [{"transform": {"width": 60, **transform}}],
        "output": {"format": "png"},
    }


async def made(client: httpx.AsyncClient, original: str) -> str:
    answer = await client.post("/api/pictures", json=recipe(original))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"])


async def test_a_recipe_is_answered_with_the_picture_s_address_before_it_is_made(
    client: httpx.AsyncClient, original: str
) -> None:
    answer = await client.post("/api/pictures", json=recipe(original))
    assert answer.status_code == 201
    said = answer.json()
    assert said["url"] == f"/p/{said['key']}"
    assert said["rendered"] is False
    assert said["width"] is None
    assert await Variant.objects.acount() == 0
    assert opened(await client.get(said["url"])).size == (60, 40)
    again = await client.post("/api/pictures", json=recipe(original))
    assert again.status_code == 200
    assert (again.json()["width"], again.json()["height"]) == (60, 40)
    assert again.json()["key"] == said["key"]


async def test_a_recipe_can_be_made_at_once(client: httpx.AsyncClient, original: str) -> None:
    answer = await client.post("/api/pictures?render=true", json=recipe(original, blur=2))
    assert answer.status_code == 201
    assert answer.json()["rendered"] is True
    assert answer.json()["content_type"] == "image/png"
    assert await Variant.objects.filter(ready=True).acount() == 1


async def test_a_picture_is_immutable_and_runs_nothing(
    client: httpx.AsyncClient, original: str
) -> None:
    url = await made(client, original)
    answer = await client.get(url)
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["etag"] == f'"{url.removeprefix("/p/")}"'
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == PICTURE_CSP
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "content-disposition" not in answer.headers


async def test_a_client_that_holds_the_picture_gets_no_bytes(
    client: httpx.AsyncClient, original: str
) -> None:
    url = await made(client, original)
    first = await client.get(url)
    again = await client.get(url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert "immutable" in again.headers["cache-control"]


async def test_a_picture_can_be_saved_under_a_name(
    client: httpx.AsyncClient, original: str
) -> None:
    url = await made(client, original)
    answer = await client.get(url, params={"download": 'Mein "Bild"\r\nX: y.png'})
    header = answer.headers["content-disposition"]
    assert header.startswith("attachment")
    assert "\r" not in header
    assert "x" not in {name.lower() for name in answer.headers}


async def test_a_range_of_a_picture_is_sent(client: httpx.AsyncClient, original: str) -> None:
    url = await made(client, original)
    whole = (await client.get(url)).content
    part = await client.get(url, headers={"Range": "bytes=8-15"})
    assert part.status_code == 206
    assert part.content == whole[8:16]


async def test_a_picture_that_left_the_cache_is_made_again(
    client: httpx.AsyncClient, original: str
) -> None:
    url = await made(client, original)
    first = await client.get(url)
    key = url.removeprefix("/p/")
    tools.caches().variants.shelf.path(key).unlink()
    again = await client.get(url)
    assert again.content == first.content


async def test_other_people_s_pictures_are_not_there_even_from_the_cache(
    client: httpx.AsyncClient,
    other: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    original: str,
) -> None:
    url = await made(client, original)
    tag = (await client.get(url)).headers["etag"]
    for foreign in (other, stranger):
        assert (await foreign.get(url)).status_code == 404
        assert (await foreign.get(url, headers={"If-None-Match": tag})).status_code == 404
        assert (await foreign.get(url, headers={"If-None-Match": "*"})).status_code == 404


async def test_a_signed_address_needs_no_account_and_shared_caches_may_keep_it(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, original: str
) -> None:
    url = await made(client, original)
    signed = (await client.post("/api/sign", json={"url": url, "expires_in": 100})).json()
    assert signed["absolute"] == f"http://127.0.0.1:8000{signed['url']}"
    answer = await stranger.get(signed["url"])
    assert opened(answer).size == (60, 40)
    cache = answer.headers["cache-control"]
    assert cache.startswith("public, max-age=")
    assert int(cache.split("=")[1].split(",")[0]) <= 100
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in answer.headers
    for wrong in (signed["url"] + "0", signed["url"].replace("exp=", "exp=9")):
        assert (await stranger.get(wrong)).status_code == 403
    assert (await stranger.get(url + "?sig=")).status_code == 403


async def test_an_expired_signature_is_refused(
    client: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    original: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = await made(client, original)
    signed = (await client.post("/api/sign", json={"url": url, "expires_in": 60})).json()["url"]
    later = time.time() + 61
    monkeypatch.setattr("editor.web.signing.time.time", lambda: later)
    answer = await stranger.get(signed)
    assert answer.status_code == 403
    assert "expired" in answer.json()["error"]["text"]


async def test_a_signature_dies_with_its_workspace(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, original: str, workspace: Workspace
) -> None:
    url = await made(client, original)
    signed = (await client.post("/api/sign", json={"url": url})).json()["url"]
    await Workspace.objects.filter(pk=workspace.pk).adelete()
    assert (await stranger.get(signed)).status_code == 403


async def test_nobody_signs_what_they_could_not_fetch(
    client: httpx.AsyncClient, other: httpx.AsyncClient, original: str
) -> None:
    for url in (await made(client, original), f"/cdn-cgi/image/width=10/{original}"):
        assert (await other.post("/api/sign", json={"url": url})).status_code == 404
        assert (await client.post("/api/sign", json={"url": url})).status_code == 200
    for url in ("/api/originals", "https://evil.example/p/x", "/cdn-cgi/image/width=x/" + original):
        assert (await client.post("/api/sign", json={"url": url})).status_code == 400


async def test_pictures_of_places_that_nobody_listed_are_not_fetched(
    client: httpx.AsyncClient, original: str
) -> None:
    away = {**recipe(original), "source": {"remote": "http://169.254.169.254/"}}
    answer = await client.post("/api/pictures", json=away)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "source_forbidden"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"output": {"format": "auto"}}, "format=auto"),
        ({"steps": [{"transform": {"widht": 10}}]}, "widht"),
        ({"steps": [{"transform": {"width": "wide"}}]}, "width"),
        ({"source": {"remote": 5}}, "named by its address"),
        ({"source": {}}, "exactly one"),
        ({"extra": 1}, "extra"),
    ],
)
async def test_a_recipe_that_cannot_be_is_refused_with_a_remedy(
    client: httpx.AsyncClient, original: str, change: dict[str, object], words: str
) -> None:
    answer = await client.post("/api/pictures", json={**recipe(original), **change})
    assert answer.status_code == 400
    assert words in answer.json()["error"]["text"]
    assert answer.json()["error"]["remedy"]

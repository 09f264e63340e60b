"""What others see through a link, and what they don't."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.utils import timezone
from PIL import Image

from editor.flows import limits
from editor.models import Share, Workspace
from editor.web import share_links
from editor.web.middleware.headers import PAGE_CSP
from tests.web.conftest import Change

PAGE = {"Accept": "text/html"}
CANVAS = {"width": 60, "height": 40, "background": "transparent"}
SQUARE = {"id": "s", "kind": "shape", "shape": {"form": "rectangle", "fill": "#00ff00"}}
BODY = {
    "schema": 1,
    "canvas": CANVAS,
    "layers": [{**SQUARE, "x": 15, "y": 20, "width": 30, "height": 40}],
}


@pytest.fixture
async def document(client: httpx.AsyncClient) -> str:
    made = await client.post("/api/documents", json={"name": "Sum<mer>", "body": BODY})
    return str(made.json()["id"])


async def link(client: httpx.AsyncClient, document: str, **given: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/documents/{document}/shares", json=given)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_stranger_sees_the_picture_and_leaves_no_trace(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str
) -> None:
    made = await link(client, document, expires_in=3600)
    workspaces = await Workspace.objects.acount()
    page = await stranger.get(made["url"], headers=PAGE)
    assert page.status_code == 200
    assert "Sum&lt;mer&gt;" in page.text
    assert "60 × 40 px" in page.text
    assert "link ends on" in page.text
    assert "csrf" not in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["content-security-policy"] == PAGE_CSP
    assert " style=" not in page.text
    assert page.text.count("<script") == page.text.count('<script type="module" src="/static/')
    assert await Workspace.objects.acount() == workspaces
    picture = await stranger.get(f"{made['url']}/view")
    assert picture.status_code == 200, picture.text
    shown = Image.open(io.BytesIO(picture.content)).convert("RGBA")
    assert shown.size == (60, 40)
    assert shown.getpixel((15, 20)) == (0, 255, 0, 255)
    assert shown.getpixel((50, 20)) == (0, 0, 0, 0)


async def test_programs_that_draw_a_preview_find_it_on_white(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str
) -> None:
    made = await link(client, document)
    page = await stranger.get(made["url"], headers=PAGE)
    assert f'<meta property="og:image" content="{made["absolute"]}/preview">' in page.text
    assert "link without an end" in page.text
    picture = await stranger.get(f"{made['url']}/preview")
    assert picture.headers["content-type"] == "image/jpeg"
    red, green, blue = Image.open(io.BytesIO(picture.content)).getpixel((50, 20))  # type: ignore[misc]
    assert min(red, green, blue) > 240


async def test_a_copy_is_asked_about_each_time_so_that_a_revoked_link_shows_nothing(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str
) -> None:
    made = await link(client, document)
    url = f"{made['url']}/view"
    first = await stranger.get(url)
    assert first.headers["cache-control"] == "private, max-age=0, must-revalidate"
    assert "access-control-allow-origin" not in first.headers
    held = {"If-None-Match": first.headers["etag"]}
    assert (await stranger.get(url, headers=held)).status_code == 304
    revoked = await client.delete(f"/api/documents/{document}/shares/{made['id']}")
    assert revoked.json()["live"] is False
    assert (await stranger.get(url, headers=held)).status_code == 410


async def test_a_link_that_ended_says_so_in_words(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str
) -> None:
    made, other = await link(client, document), await link(client, document, expires_in=60)
    await client.delete(f"/api/documents/{document}/shares/{made['id']}")
    await Share.objects.filter(pk=other["id"]).aupdate(
        expires=timezone.now() - timedelta(seconds=1)
    )
    for url, words in ((made["url"], "taken back"), (other["url"], "has expired")):
        page = await stranger.get(url, headers=PAGE)
        assert page.status_code == 410
        assert words in page.text
        assert 'href="/"' not in page.text
        assert "set-cookie" not in page.headers


@pytest.mark.parametrize("rest", ["", "/view", "/full"])
async def test_only_the_whole_address_opens_something(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str, rest: str
) -> None:
    made = await link(client, document)
    token = made["url"].removeprefix("/s/")
    id, _, signature = token.partition(".")
    forged = [id, f"{id}.", f".{signature}", token[:-1], f"{token}A", made["id"], "x", "ä.ö"]
    forged += [f"{id}.{'A' * 22}", id[:-1] + ("A" if id[-1] != "A" else "B") + "." + signature]
    for wrong in forged:
        answer = await stranger.get(f"/s/{wrong}{rest}", headers=PAGE)
        assert answer.status_code == 404, wrong
        assert "Nothing here" in answer.text


async def test_a_link_opens_nothing_else(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str
) -> None:
    made = await link(client, document)
    assert (await stranger.get(f"{made['url']}/original")).status_code == 404
    assert (await stranger.get(f"/api/documents/{document}")).status_code == 401
    assert (await stranger.post(f"{made['url']}/view")).status_code == 405


async def test_a_link_works_without_the_studios_access_token(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str, configure: Change
) -> None:
    made = await link(client, document)
    configure(access_token="a-long-access-token")
    assert (await stranger.get("/", headers=PAGE)).status_code == 302
    assert (await stranger.get(made["url"], headers=PAGE)).status_code == 200
    assert (await stranger.get(f"{made['url']}/view")).status_code == 200
    assert (await stranger.get("/s/forged", headers=PAGE)).status_code == 404


async def test_the_list_tells_each_links_state(client: httpx.AsyncClient, document: str) -> None:
    first, second = await link(client, document), await link(client, document, expires_in=86400)
    await client.delete(f"/api/documents/{document}/shares/{first['id']}")
    told = (await client.get(f"/api/documents/{document}/shares")).json()["items"]
    assert [(one["id"], one["live"]) for one in told] == [
        (second["id"], True),
        (first["id"], False),
    ]
    assert told[0]["absolute"] == f"http://127.0.0.1:8000{second['url']}"
    happened = (await client.get("/api/events")).json()["events"]
    assert [one["kind"] for one in happened].count("document.shared") == 3


@pytest.mark.parametrize("given", [{"expires_in": 5}, {"expires_in": 10**12}, {"expiry": 60}])
async def test_a_link_that_cannot_be_is_refused(
    client: httpx.AsyncClient, document: str, given: dict[str, Any]
) -> None:
    answer = await client.post(f"/api/documents/{document}/shares", json=given)
    assert answer.status_code == 400
    assert answer.json()["error"]["remedy"]


async def test_the_public_address_stands_in_links(
    client: httpx.AsyncClient, document: str, configure: Change
) -> None:
    configure(public_url="https://studio.example/")
    assert (await link(client, document))["absolute"].startswith("https://studio.example/s/")


async def test_one_link_is_looked_through_only_so_often(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, document: str, configure: Change
) -> None:
    made = await link(client, document)
    limits.limiter.cache_clear()
    configure(rate_per_minute=2)
    codes = [(await stranger.get(made["url"], headers=PAGE)).status_code for _ in range(3)]
    limits.limiter.cache_clear()
    assert codes == [200, 200, 429]


def test_a_token_says_its_id_only_when_the_signature_fits() -> None:
    row = Share()
    assert share_links.id_of(share_links.token(row.pk)) == row.pk

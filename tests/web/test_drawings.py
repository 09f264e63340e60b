"""SVG drawings as originals of one's own."""

from __future__ import annotations

import re

import httpx
import pytest
from asgiref.sync import sync_to_async

from editor.flows.previews import thumbnail
from editor.models import Original, Workspace
from tests.contract.origin import Origin, Page
from tests.web.binding.forms import post, transform
from tests.web.conftest import Change
from tests.web.test_ownership import DOCUMENT

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" onload="alert(1)">'
    b'<script>alert(1)</script><a href="https://evil.example"><rect id="r"/></a></svg>'
)


@pytest.fixture
async def drawing(client: httpx.AsyncClient) -> str:
    """The id of an uploaded drawing."""
    answer = await upload(client)
    assert answer.status_code == 201, answer.text
    facts = answer.json()
    assert (facts["format"], facts["width"], facts["height"]) == ("svg", 40, 20)
    found: str = facts["id"]
    return found


async def upload(client: httpx.AsyncClient, content: bytes = SVG) -> httpx.Response:
    return await client.post("/api/originals", files={"file": ("logo.svg", content)})


def is_clean(answer: httpx.Response) -> bool:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert '<rect id="r"' in answer.text
    return not any(word in answer.text for word in ("script", "alert", "evil"))


async def test_it_is_shown_clean_in_its_own_format_whatever_is_asked_for(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, drawing: str
) -> None:
    keys = set()
    for options in ("width=5", "f=png,w=9,segment=foreground,blur=3", "format=auto"):
        answer = await client.get(f"/cdn-cgi/image/{options}/{drawing}")
        assert is_clean(answer)
        keys.add(answer.headers["etag"])
    assert len(keys) == 1
    wish = {"url": f"/cdn-cgi/image/width=5/{drawing}"}
    signed = (await client.post("/api/sign", json=wish)).json()["url"]
    for _ in range(3):
        assert is_clean(await stranger.get(signed)), "also once it is answered before Django"
    told = (await client.get(f"/cdn-cgi/image/format=json/{drawing}")).json()
    assert told == {"format": "image/svg+xml"}


async def test_its_page_shows_it_and_offers_nothing_that_it_has_no_pixels_for(
    client: httpx.AsyncClient, drawing: str
) -> None:
    page = await client.get(f"/photos/{drawing}")
    assert page.status_code == 200
    assert 'id="workbench"' not in page.text
    address = re.search(r'<img class="checker" src="([^"]+)"', page.text)
    assert address is not None
    assert is_clean(await client.get(address[1]))


async def test_its_thumbnail_is_the_clean_drawing(
    client: httpx.AsyncClient, workspace: Workspace, drawing: str
) -> None:
    planned = await sync_to_async(thumbnail)(workspace, drawing)
    assert is_clean(await client.get(f"/p/{planned.key}"))


async def test_the_file_itself_is_never_shown_by_a_browser(
    client: httpx.AsyncClient, drawing: str
) -> None:
    answer = await client.get(f"/api/originals/{drawing}/file")
    assert answer.content == SVG
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_nothing_is_drawn_with_it(
    client: httpx.AsyncClient, original: str, drawing: str
) -> None:
    place = {"x": 5, "y": 5, "width": 5, "height": 5}
    layer = {"id": "a", "kind": "image", "source": drawing, **place}
    body = {**DOCUMENT, "layers": [layer]}
    made = await client.post("/api/documents", json={"name": "d", "body": body})
    assert (made.status_code, made.json()["error"]["code"]) == (400, "invalid_document")
    drawn = await client.get(f"/cdn-cgi/image/width=9,draw.1.url={drawing}/{original}")
    assert drawn.headers["cf-resized"] == "err=9412"
    faces = await client.get(f"/api/originals/{drawing}/faces")
    assert faces.json()["error"]["code"] == "not_a_picture"


async def test_lists_for_those_who_draw_leave_it_out(
    client: httpx.AsyncClient, original: str, drawing: str
) -> None:
    everything = (await client.get("/api/originals")).json()
    painted = (await client.get("/api/originals?drawings=false")).json()
    assert (everything["count"], painted["count"]) == (2, 1)
    assert [one["id"] for one in painted["items"]] == [original]


async def test_the_binding_takes_none_known_or_not(client: httpx.AsyncClient, drawing: str) -> None:
    for content in (SVG, SVG.replace(b"40 20", b"40 30")):
        form = transform([{"imageIndex": 0, "width": 9}], image=content)
        answer = await post(client, "/transform", *form)
        assert answer.headers["cf-images-binding"] == "err=9412"
        told = await post(client, "/info", ("image", content))
        assert told.json() == {"format": "image/svg+xml"}


async def test_in_a_batch_it_is_an_item_that_says_why_it_fails(
    client: httpx.AsyncClient, drawing: str
) -> None:
    recipe = {"targets": [{"width": 10, "height": 10}]}
    batch = (await client.post("/api/batches", json={"name": "b", "recipe": recipe})).json()["id"]
    added = await client.post(f"/api/batches/{batch}/originals", json={"originals": [drawing]})
    assert added.is_success, added.text
    (item,) = (await client.get(f"/api/batches/{batch}/items")).json()["items"]
    assert (item["state"], item["error"]["code"]) == ("failed", "not_a_picture")


async def test_what_is_no_sound_drawing_is_refused_and_leaves_nothing(
    client: httpx.AsyncClient,
) -> None:
    entity = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    large = b"<svg xmlns='http://www.w3.org/2000/svg'><!--" + b"x" * 2**21 + b"--></svg>"
    for content, status in ((SVG[:-6], 422), (entity, 422), (large, 413)):
        assert (await upload(client, content)).status_code == status
    assert await Original.objects.acount() == 0


async def test_the_editor_takes_none(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/models")
    token = re.search(r'name="csrf-token" content="(\w+)"', page.text)
    assert token is not None
    browser.headers["X-CSRFToken"] = token[1]
    answer = await upload(browser)
    assert (answer.status_code, await Original.objects.acount()) == (415, 0)
    assert "SVG drawing" in answer.json()["error"]["text"]


async def test_those_of_other_hosts_are_cleaned_and_passed_on_as_well(
    client: httpx.AsyncClient, configure: Change
) -> None:
    site = Origin()
    configure(remote_sources=site.url, remote_private=True)
    url = site.put(Page(SVG))
    answer = await client.get(f"/cdn-cgi/image/width=30,blur=5,format=webp/{url}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert b'id="r"' in answer.content
    assert b"script" not in answer.content
    assert "sandbox" in answer.headers["content-security-policy"]
    told = await client.get(f"/cdn-cgi/image/format=json/{url}")
    assert told.json() == {"format": "image/svg+xml"}
    drawn = {
        "source": {"canvas": {"width": 9, "height": 9}},
        "steps": [
            {
                "draw": {
                    "picture": {"source": {"remote": url}},
                    "placement": {"x": 4, "y": 4, "width": 8, "height": 8},
                }
            }
        ],
    }
    refused = await client.post("/api/pictures", json=drawn)
    assert refused.status_code == 415
    site.close()

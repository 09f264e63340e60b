"""Fonts over REST, and letters drawn with them: in documents, addresses, the binding, recipes."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from asgiref.sync import sync_to_async
from PIL import Image

from editor.flows.purge import purge, remove_workspace
from editor.models import Blob, Font
from tests.contract.origin import Origin, Page
from tests.fontfiles import blocks, bundled
from tests.web.binding.forms import png, post, transform
from tests.web.conftest import Change

CANVAS = {"width": 200, "height": 100, "background": "white"}
BIG = 100
"""Of letters whose blocks are 50 x 70 px then."""


async def upload(
    client: httpx.AsyncClient, data: bytes | None = None, name: str = "blocks.ttf"
) -> httpx.Response:
    return await client.post("/api/fonts", files={"file": (name, data or blocks())})


@pytest.fixture
async def font(client: httpx.AsyncClient) -> str:
    answer = await upload(client)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["name"])


def black(answer: httpx.Response) -> int:
    """Px of the picture that letters took."""
    assert answer.status_code == 200, answer.text
    pixels = np.asarray(Image.open(io.BytesIO(answer.content)).convert("L"))
    return int((pixels < 128).sum())


async def test_a_font_is_taken_in_once_and_listed_before_the_bundled_ones(
    client: httpx.AsyncClient, other: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    first = await upload(client)
    assert first.status_code == 201, first.text
    told = first.json()
    assert (told["title"], told["style"], told["weights"]) == ("Blocks Bold", "own", [700])
    again = await upload(client, name="other.ttf")
    assert (again.status_code, again.json()) == (200, told)
    listed = (await client.get("/api/fonts")).json()
    assert listed[0] == told
    assert listed[1]["name"] == "inter"
    for somebody in (other, stranger):
        assert (await somebody.get("/api/fonts")).json()[0]["name"] == "inter"
    assert (await client.get(f"/api/fonts/{told['name']}")).json() == told


async def test_the_same_letters_in_another_wrapping_are_the_same_font(
    client: httpx.AsyncClient,
) -> None:
    names = {
        (await upload(client, bundled("caveat-400", flavor))).json()["name"]
        for flavor in (None, "woff")
    }
    assert len(names) == 1
    assert await Font.objects.acount() == 1


async def test_the_cleaned_file_is_for_its_workspace(client: httpx.AsyncClient, font: str) -> None:
    answer = await client.get(f"/api/fonts/{font}/file")
    assert answer.headers["content-type"] == "font/sfnt"
    assert answer.headers["cache-control"].startswith("private")
    assert answer.content[:4] == b"\0\1\0\0"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert (await client.get(f"/api/fonts/{font}/file", headers=tag)).status_code == 304


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"hello", 422, "font_refused"),
        (blocks()[:200], 422, "font_refused"),
        (blocks(fs_type=2), 422, "font_refused"),
    ],
)
async def test_a_refused_font_leaves_nothing_behind(
    client: httpx.AsyncClient, content: bytes, status: int, code: str
) -> None:
    answer = await upload(client, content)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert await Font.objects.acount() == await Blob.objects.acount() == 0


async def test_fonts_are_bounded_in_size_and_number(
    client: httpx.AsyncClient, configure: Change
) -> None:
    configure(font_bytes=500)
    assert (await upload(client)).status_code == 413
    configure(fonts=1, font_bytes=10_000)
    assert (await upload(client)).status_code == 201
    assert (await upload(client, blocks("C"))).json()["error"]["code"] == "quota_exceeded"


async def test_letters_are_drawn_with_it_in_every_door(
    client: httpx.AsyncClient, font: str, original: str
) -> None:
    text = {"text": "A", "font": font, "size": BIG}
    layer = {"id": "a", "kind": "text", "x": 100, "y": 50, "width": 60, "height": 100, "text": text}
    document = {"schema": 1, "canvas": CANVAS, "layers": [layer]}
    made = await client.post("/api/documents", json={"name": "x", "body": document})
    assert made.status_code == 201, made.text
    source = {"text": {**text, "width": 60, "height": 100, "scale": 1}}
    recipe = {
        "source": source,
        "output": {"format": "png"},
        "steps": [{"transform": {"background": "white"}}],
    }
    key = (await client.post("/api/pictures", json=recipe)).json()["key"]
    assert black(await client.get(f"/p/{key}")) == pytest.approx(3500, rel=0.05)
    for named in (font, quote(f"/api/fonts/{font}/file", safe="")):
        said = f"width=300,brightness=4,draw.1.text=A,draw.1.font={named},draw.1.size={BIG}"
        plain = black(
            await client.get(f"/cdn-cgi/image/width=300,brightness=4,format=png/{original}")
        )
        drawn = black(await client.get(f"/cdn-cgi/image/{said},format=png/{original}"))
        assert drawn - plain > 2000
    letters = ("draw_text", json.dumps({"text": "A", "font": {"name": font}, "size": BIG}))
    steps = [{"drawImageIndex": 1, "targetImageIndex": 0}]
    form = transform(steps, letters, image=png(200, 100, "white"))
    assert black(await post(client, "/transform", *form)) == pytest.approx(3500, rel=0.05)
    url = f"http://127.0.0.1:8000/api/fonts/{font}/file"
    drawing = {
        "draw": [{"text": "A", "font": {"url": url}, "size": BIG}],
        "format": "png",
        "brightness": 4,
    }
    blob = {"x-cf-blob": json.dumps({"image": drawing})}
    assert black(await client.get(f"/api/originals/{original}/file", headers=blob)) > 2000


async def test_the_room_of_its_letters_is_measured(client: httpx.AsyncClient, font: str) -> None:
    wish = {"text": {"text": "AAA", "font": font, "size": BIG}}
    answer = await client.post("/api/text/measure", json=wish)
    assert answer.json()["width"] == pytest.approx(180, abs=1)


async def test_others_can_t_draw_with_it(
    client: httpx.AsyncClient, other: httpx.AsyncClient, font: str
) -> None:
    blob = await Blob.objects.aget(format="font")
    layer = {"id": "a", "kind": "text", "width": 60, "height": 100}
    for named in (font, f"sha256:{blob.pk}", "6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01"):
        text = {"text": "A", "font": named}
        recipe = {"source": {"text": {**text, "width": 60, "height": 100}}}
        body = {"schema": 1, "canvas": CANVAS, "layers": [{**layer, "text": text}]}
        answers = [
            await other.post("/api/pictures", json=recipe),
            await other.post("/api/documents", json={"name": "x", "body": body}),
            await other.post("/api/text/measure", json={"text": text}),
        ]
        assert [one.json()["error"]["code"] for one in answers] == ["font_unavailable"] * 3


async def test_a_font_gets_another_name_from_its_owner_only(
    client: httpx.AsyncClient, other: httpx.AsyncClient, font: str
) -> None:
    said = {"name": " My\tblocks\u202e "}
    assert (await other.patch(f"/api/fonts/{font}", json=said)).status_code == 404
    renamed = await client.patch(f"/api/fonts/{font}", json=said)
    assert (renamed.status_code, renamed.json()["title"]) == (200, "My blocks")
    assert renamed.json()["name"] == font
    assert (await client.get("/api/fonts")).json()[0] == renamed.json()
    assert (await client.patch(f"/api/fonts/{font}", json={"name": ""})).status_code == 400


async def test_a_font_in_use_stays_and_goes_with_its_pictures(
    client: httpx.AsyncClient, font: str
) -> None:
    text = {"text": "A", "font": font, "size": BIG}
    layer = {"id": "a", "kind": "text", "width": 60, "height": 100, "text": text}
    document = {"schema": 1, "canvas": CANVAS, "layers": [layer]}
    made = await client.post("/api/documents", json={"name": "Poster", "body": document})
    refused = await client.delete(f"/api/fonts/{font}")
    assert refused.status_code == 409
    assert "Poster" in refused.json()["error"]["text"]
    recipe = {"source": {"text": {**text, "width": 60, "height": 100}}}
    key = (await client.post("/api/pictures", json=recipe)).json()["key"]
    assert (await client.get(f"/p/{key}")).status_code == 200
    await client.delete(f"/api/documents/{made.json()['id']}")
    trashed = {"documents": [made.json()["id"]], "originals": []}
    await client.post("/api/trash/remove", json=trashed)
    assert (await client.delete(f"/api/fonts/{font}")).status_code == 204
    assert await Blob.objects.acount() == 0
    assert (await client.get(f"/p/{key}")).status_code == 410


async def test_fonts_end_with_their_workspace_and_not_before(
    client: httpx.AsyncClient, font: str
) -> None:
    await Blob.objects.aupdate(created="2000-01-01T00:00:00Z")
    await sync_to_async(purge)()
    assert (await client.get(f"/api/fonts/{font}/file")).status_code == 200
    await sync_to_async(remove_workspace)("tests")
    assert await Blob.objects.acount() == await Font.objects.acount() == 0


async def test_the_bytes_of_a_font_are_no_picture(client: httpx.AsyncClient, font: str) -> None:
    data = (await client.get(f"/api/fonts/{font}/file")).content
    answer = await client.post("/api/originals", files={"file": ("a.png", data)})
    assert answer.status_code == 415


async def test_fonts_of_other_hosts_come_from_where_pictures_may(
    client: httpx.AsyncClient, configure: Change, original: str
) -> None:
    site = Origin()
    try:
        url = site.put(Page(blocks("Q")), "/fonts/blocks.ttf")
        wrong = site.put(Page(b"hello"), "/fonts/hello.ttf")
        letters: dict[str, Any] = {"text": "Q", "font": {"url": url}, "size": BIG}
        steps = [{"drawImageIndex": 1, "targetImageIndex": 0}]

        async def asked(said: dict[str, Any]) -> httpx.Response:
            form = transform(steps, ("draw_text", json.dumps(said)), image=png(200, 100, "white"))
            return await post(client, "/transform", *form)

        refused = await asked(letters)
        assert refused.headers["cf-images-binding"] == "err=9410"
        assert "allowed origins" in refused.text
        assert site.asked == []
        configure(remote_sources=site.url, remote_private=True)
        assert black(await asked(letters)) == pytest.approx(3500, rel=0.05)
        assert black(await asked({**letters, "size": 50})) == pytest.approx(900, rel=0.1)
        assert len(site.asked) == 1
        broken = await asked({**letters, "font": {"url": wrong}})
        assert broken.headers["cf-images-binding"] == "err=9410"
        named = quote(url, safe="")
        answer = await client.get(
            f"/cdn-cgi/image/width=300,draw.1.text=Q,draw.1.font={named},format=png/{original}"
        )
        assert answer.status_code == 200, answer.text
        assert await Font.objects.acount() == 0
    finally:
        site.close()

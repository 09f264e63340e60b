"""`cf.image` of a Worker: options in a header, the picture by its address."""

from __future__ import annotations

import json
from typing import Any

import httpx
from PIL import Image

from editor.plan.composition import Original, Remote
from editor.web.binding.cf_image import located
from tests.answers import opened
from tests.contract.origin import Origin, Page
from tests.web.binding.forms import png
from tests.web.conftest import Change

SOME = "6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01"


async def stored(client: httpx.AsyncClient, data: bytes) -> str:
    answer = await client.post("/api/originals", files={"file": ("a.png", data)})
    return str(answer.json()["id"])


async def fetched(client: httpx.AsyncClient, url: str, **image: Any) -> httpx.Response:
    return await client.get(url, headers={"x-cf-blob": json.dumps({"image": image})})


async def test_draw_lays_own_pictures_and_texts_on_an_own_picture(
    client: httpx.AsyncClient,
) -> None:
    base = await stored(client, png(200, 100, "white"))
    mark = await stored(client, png(50, 50, "red"))
    overlay = f"http://127.0.0.1:8000/api/originals/{mark}/file"
    draws = [
        {"url": overlay, "width": 0.1, "left": 0, "top": 0},
        {"url": f"/{mark}", "right": 0, "bottom": 0, "opacity": 0.5, "rotate": None},
        {"text": "Hi", "size": 30, "color": "blue"},
    ]
    answer = await fetched(client, f"/api/originals/{base}/file", format="png", draw=draws)
    picture = opened(answer).convert("RGB")
    assert picture.size == (200, 100)
    assert picture.getpixel((19, 19)) == (255, 0, 0)
    assert picture.getpixel((21, 21)) == (255, 255, 255)
    assert picture.getpixel((190, 90))[1] in (127, 128)  # type: ignore[index]
    colours = picture.crop((80, 30, 120, 70)).getcolors(10_000) or []
    assert (0, 0, 255) in {colour for _, colour in colours}


async def test_the_options_are_utf_8(client: httpx.AsyncClient) -> None:
    base = await stored(client, png(90, 40, "white"))
    image = {"format": "png", "draw": [{"text": "Grüße 你好", "size": 14}]}
    shown = []
    for plain in (True, False):
        blob = json.dumps({"image": image}, ensure_ascii=plain).encode()
        answer = await client.get(f"/{base}", headers=[(b"x-cf-blob", blob)])
        shown.append(opened(answer).tobytes())
    assert shown[0] == shown[1]
    wrong = await client.get(f"/{base}", headers=[(b"x-cf-blob", b'{"image": {"f": "\xff"}}')])
    assert (wrong.status_code, wrong.headers["cf-resized"]) == (400, "err=9401")


async def test_wrong_draws_and_blobs_are_refused(client: httpx.AsyncClient) -> None:
    base = await stored(client, png(20, 10))
    url = f"/api/originals/{base}/file"
    for draw in ("x", [1], [{}], [{"url": 5}], [{"url": "/a", "text": "b"}], [{"url": url}] * 99):
        answer = await fetched(client, url, draw=draw)
        assert answer.status_code == 400, draw
        assert answer.headers["cf-resized"] == "err=9401"
    for blob in ("", "{", "[]", "{}", '{"image": 3}'):
        answer = await client.get(url, headers={"x-cf-blob": blob})
        assert answer.status_code == 400, blob
        assert answer.text.startswith("ERROR 9401: ")


async def test_somebody_else_s_picture_is_not_there(
    client: httpx.AsyncClient, other: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    theirs = await stored(client, png(20, 10))
    own = await stored(other, png(30, 10))
    assert (await fetched(other, f"/{theirs}", width=5)).status_code == 404
    drawn = await fetched(other, f"/{own}", width=5, draw=[{"url": f"/{theirs}"}])
    assert drawn.status_code == 404
    # Without a token the header says nothing: the address is what it always is.
    answer = await fetched(stranger, f"/api/originals/{theirs}/file", width=5)
    assert answer.status_code == 401
    assert "cf-resized" not in answer.headers
    assert (await client.get("/cdn-cgi/cf-image")).headers["cf-resized"] == "err=9401"


async def test_the_site_s_name_may_be_any(client: httpx.AsyncClient) -> None:
    headers = {"x-cf-blob": '{"image": {"width": 5}}', "Host": "origin.test"}
    answer = await client.get("/a%20b/pic.png?v=1", headers=headers)
    assert answer.headers["cf-resized"] == "err=9401"
    assert answer.status_code == 403


def test_own_pictures_are_told_from_those_of_others() -> None:
    for url in (
        f"/{SOME}",
        f"http://127.0.0.1:8812/api/originals/{SOME}/file",
        f"https://localhost/{SOME}",
    ):
        assert located(url) == Original(SOME)
    remote = f"https://origin.test/{SOME}"
    assert located(remote) == Remote(remote)
    assert located("https://origin.test/a%20b/pic.png?v=1") == Remote(
        "https://origin.test/a%20b/pic.png?v=1"
    )


async def test_caches_keep_the_variants_of_an_address_apart(client: httpx.AsyncClient) -> None:
    """One address, and what it shows depends on the header with the options."""
    base = await stored(client, png(20, 10))
    first = await fetched(client, f"/{base}", width=5, format="auto")
    assert {name.strip() for name in first.headers["vary"].split(",")} >= {"x-cf-blob", "Accept"}
    headers = {"x-cf-blob": '{"image": {"width": 5}}', "If-None-Match": first.headers["etag"]}
    again = await client.get(f"/{base}", headers=headers)
    assert again.status_code == 304
    assert "x-cf-blob" in again.headers["vary"]


async def test_json_tells_the_size(client: httpx.AsyncClient) -> None:
    base = await stored(client, png(20, 10))
    told = (await fetched(client, f"/{base}", width=5, format="json")).json()
    assert (told["width"], told["height"]) == (5, 3)
    assert Image.MIME["PNG"] == told["original"]["format"]


async def test_pictures_of_other_hosts_are_fetched_anonymously_and_fail_as_errors(
    client: httpx.AsyncClient, configure: Change
) -> None:
    site = Origin()
    configure(remote_sources=site.url, remote_private=True)
    try:
        base = site.put(Page(png(40, 20, "white")), "/a%20b/pic.png?v=1")
        mark = site.put(Page(png(8, 8, "red")), "/mark.png")
        host, said = base.split("/")[2], {"X-Forwarded-Proto": "http", "Cookie": "a=b"}
        options = {"format": "png", "draw": [{"url": mark, "left": 0, "top": 0}]}
        blob = {"x-cf-blob": json.dumps({"image": options})}
        answer = await client.get("/a%20b/pic.png?v=1", headers={"Host": host, **said, **blob})
        picture = opened(answer).convert("RGB")
        assert picture.getpixel((4, 4)) == (255, 0, 0)
        assert picture.getpixel((20, 10)) == (255, 255, 255)
        assert sorted(path for path, _ in site.asked) == ["/a%20b/pic.png?v=1", "/mark.png"]
        for _, headers in site.asked:
            assert "image-resizing" in headers["via"]
            assert not {"cookie", "authorization", "x-cf-blob"} & set(headers)
        gone = await client.get("/gone.png", headers={"Host": host, **said, **blob})
        assert (gone.status_code, gone.headers["cf-resized"]) == (404, "err=9404")
    finally:
        site.close()

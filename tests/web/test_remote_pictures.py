"""Transform URLs of pictures on other hosts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from PIL import Image

from editor.flows import remote
from editor.flows.purge import purge, remove_fetched
from editor.models import Blob, FetchedPicture, Original, Variant
from tests.contract.origin import Origin, Page
from tests.web.conftest import Change


@pytest.fixture
def site(configure: Change) -> Iterator[Origin]:
    """A site that the studio fetches pictures from."""
    started = Origin()
    configure(remote_sources=started.url, remote_private=True)
    yield started
    started.close()


def to(url: str, options: str = "width=30,format=png") -> str:
    return f"/cdn-cgi/image/{options}/{url}"


def size(answer: httpx.Response) -> tuple[int, int]:
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content)).size


async def test_a_picture_of_a_listed_place_is_fetched_once_and_held_by_no_workspace(
    client: httpx.AsyncClient, site: Origin, photo: bytes
) -> None:
    url = site.put(Page(photo, headers={"ETag": '"1"'}), "/a%20b.jpg?v=1")
    assert size(await client.get(to(url))) == (30, 20)
    assert size(await client.get(to(url, "width=40,format=png")))[0] == 40
    assert size(await client.get(to(url.replace("http://", "http:/"))))[0] == 30
    assert [path for path, _ in site.asked] == ["/a%20b.jpg?v=1"]
    assert await Original.objects.acount() == 0
    assert await FetchedPicture.objects.acount() == 1
    await sync_to_async(purge)()
    assert await Blob.objects.acount() == 1


async def test_a_stale_copy_is_asked_about_and_replaced(
    client: httpx.AsyncClient, site: Origin, photo: bytes
) -> None:
    url = site.put(Page(photo, headers={"ETag": '"1"'}), "/a.jpg")
    tag = (await client.get(to(url))).headers["etag"]
    rows = FetchedPicture.objects.all()
    await sync_to_async(lambda: rows.update(fresh_until="2000-01-01T00:00:00Z"))()
    assert (await client.get(to(url))).headers["etag"] == tag
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    assert len(site.asked) == 2
    await client.get(to(url))
    assert len(site.asked) == 2, "what hasn't changed is fresh again"
    await sync_to_async(lambda: rows.update(fresh_until="2000-01-01T00:00:00Z"))()
    other = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(other, "PNG")
    site.put(Page(other.getvalue(), headers={"ETag": '"2"'}), "/a.jpg")
    assert size(await client.get(to(url))) == (30, 30)
    assert await Blob.objects.acount() == 1


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ({}, 1),
        ({"Cache-Control": "no-store"}, 1),
        ({"Cache-Control": "max-age=60"}, 1),
        ({"Cache-Control": "public, max-age=7200"}, 2),
        ({"Cache-Control": "max-age=60, s-maxage=10800"}, 3),
        ({"Cache-Control": "max-age=7200", "Expires": "Thu, 01 Jan 2099 00:00:00 GMT"}, 2),
        ({"Expires": "Thu, 01 Jan 2099 00:00:00 GMT"}, 365 * 24),
        ({"Expires": "0"}, 1),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 1),
    ],
)
async def test_a_copy_is_fresh_as_long_as_its_host_says_and_an_hour_at_least(
    client: httpx.AsyncClient, site: Origin, photo: bytes, told: dict[str, str], hours: int
) -> None:
    before = timezone.now()
    assert (await client.get(to(site.put(Page(photo, headers=told))))).status_code == 200
    row = await FetchedPicture.objects.aget()
    after = timezone.now()
    age = timedelta(hours=hours)
    assert before + age <= row.fresh_until + timedelta(seconds=1)
    assert row.fresh_until <= after + age


async def test_purging_an_address_purges_all_that_was_made_of_it(
    client: httpx.AsyncClient, site: Origin
) -> None:
    urls = []
    for shade, path in ((0, "/a/1.png"), (1, "/a/2.png"), (2, "/b.png")):
        out = io.BytesIO()
        Image.new("RGB", (50, 50), (shade, 0, 0)).save(out, "PNG")
        urls.append(site.put(Page(out.getvalue()), path))
        for options in ("width=30,format=png", "width=20,format=webp"):
            assert (await client.get(to(urls[-1], options))).status_code == 200

    async def held() -> list[str]:
        return [one.url async for one in FetchedPicture.objects.order_by("url")]

    gone = sync_to_async(remove_fetched)
    assert await Variant.objects.filter(ready=True).acount() == 6
    [would] = await gone(f"{site.url}/a/*", dry_run=True)
    assert (would.count, await held()) == (2, urls)
    [done] = await gone(urls[0].replace("http://", "HTTP://"))
    assert (done.count, await held()) == (1, urls[1:])
    assert await Variant.objects.filter(ready=True).acount() == 4
    asked = len(site.asked)
    assert "hit=0" in (await client.get(to(urls[0]))).headers["cf-resized"]
    assert len(site.asked) == asked + 1
    await gone(f"{site.url}/a/*")
    assert await held() == urls[2:]
    assert await Blob.objects.acount() == 1


async def test_the_oldest_copies_go_when_there_are_too_many(
    client: httpx.AsyncClient, site: Origin, configure: Change
) -> None:
    urls = []
    for shade in range(3):
        out = io.BytesIO()
        Image.new("RGB", (50, 50), (shade, 0, 0)).save(out, "PNG")
        urls.append(site.put(Page(out.getvalue())))
    configure(remote_cache_bytes=1)
    for url in urls:
        assert (await client.get(to(url))).status_code == 200
    assert [one.url async for one in FetchedPicture.objects.all()] == [urls[-1]]
    assert await Blob.objects.acount() == 1


async def test_strangers_see_remote_pictures_by_signature_or_where_they_are_open(
    client: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    original: str,
    site: Origin,
    photo: bytes,
    configure: Change,
) -> None:
    url = site.put(Page(photo))
    refused = await stranger.get(to(url))
    assert (refused.status_code, refused.headers["cf-resized"]) == (401, "err=9425")
    assert site.asked == []
    signed = (await client.post("/api/sign", json={"url": to(url)})).json()["url"]
    for hit in (0, 1):
        answer = await stranger.get(signed)
        assert size(answer)[0] == 30
        assert f"hit={hit}" in answer.headers["cf-resized"]
        assert answer.headers["cache-control"].startswith("public")
    assert (await stranger.get(signed.replace("width=30", "width=31"))).status_code == 403
    configure(remote_open=True)
    answer = await stranger.get(to(url))
    assert size(answer)[0] == 30
    assert answer.headers["cache-control"] == "public, max-age=3600, must-revalidate"
    assert (await stranger.get(to(original))).status_code == 404
    configure(remote_sources="")
    elsewhere = await client.post("/api/sign", json={"url": to(url)})
    assert elsewhere.status_code == 403


async def test_plain_paths_name_pictures_of_the_origin(
    client: httpx.AsyncClient, original: str, site: Origin, photo: bytes, configure: Change
) -> None:
    site.put(Page(photo), "/shop/cat.jpg")
    configure(remote_origin=f"{site.url}/shop", remote_sources="")
    assert size(await client.get(to("cat.jpg")))[0] == 30
    assert size(await client.get(to(original)))[0] == 30
    assert (await client.get(to("dog.jpg"))).headers["cf-resized"] == "err=9404"
    outside = await client.get(to(f"{site.url}/other.jpg"))
    assert (outside.status_code, outside.headers["cf-resized"]) == (403, "err=9401")


async def test_recipes_may_name_remote_pictures(
    client: httpx.AsyncClient, other: httpx.AsyncClient, site: Origin, photo: bytes
) -> None:
    recipe = {
        "source": {"remote": site.put(Page(photo))},
        "steps": [{"transform": {"width": 20}}],
        "output": {"format": "png"},
    }
    made = await client.post("/api/pictures", json=recipe)
    assert made.status_code == 201, made.text
    assert size(await client.get(made.json()["url"]))[0] == 20
    assert (await other.get(made.json()["url"])).status_code == 404
    recipe["source"] = {"remote": "https://elsewhere.example/a.jpg"}
    assert (await client.post("/api/pictures", json=recipe)).status_code == 403


@pytest.mark.parametrize(
    ("page", "status", "number"),
    [
        (Page(status=404), 404, 9404),
        (Page(status=410), 408, 9408),
        (Page(status=503), 502, 9509),
        (Page(status=304), 502, 9509),
        (Page(status=302), 400, 9420),
        (Page(b"<html>login</html>"), 415, 9412),
        (Page(b""), 415, 9412),
        (Page(b"GIF89a" + b"\1" * 50), 422, 9516),
    ],
)
async def test_errors_have_the_contracts_text_and_leave_nothing_behind(
    client: httpx.AsyncClient, site: Origin, page: Page, status: int, number: int
) -> None:
    answer = await client.get(to(site.put(page)))
    assert (answer.status_code, answer.headers["cf-resized"]) == (status, f"err={number}")
    assert answer.text.startswith(f"ERROR {number}: ")
    assert await Blob.objects.acount() == 0


async def test_who_made_the_request_to_answer_it_is_stopped(
    client: httpx.AsyncClient, original: str, site: Origin
) -> None:
    for source in (original, f"{site.url}/a.jpg"):
        answer = await client.get(to(source), headers={"Via": "1.1 Image-Resizing"})
        assert (answer.status_code, answer.headers["cf-resized"]) == (508, "err=9403")
    assert site.asked == []


async def test_an_error_may_lead_to_the_picture_itself_on_the_same_site_only(
    client: httpx.AsyncClient, site: Origin, configure: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.put(Page(status=404))
    options = "width=30,onerror=redirect"
    answer = await client.get(to(url, options))
    assert (answer.status_code, answer.headers["location"]) == (307, url)
    assert answer.headers["cf-resized"] == "err=9404"
    assert answer.headers["cache-control"] == "no-store"
    assert (await client.get(to(url, "width=30"))).status_code == 404
    monkeypatch.setattr(remote, "is_near", lambda url, hosts: False)
    assert (await client.get(to(url, options))).status_code == 404


def test_near_is_a_site_and_what_belongs_to_it() -> None:
    for url, near in (
        ("https://example.com/a", True),
        ("https://img.example.com/a", True),
        ("https://badexample.com/a", False),
        ("https://example.com.evil.test/a", False),
    ):
        assert remote.is_near(url, iter(["example.com", ""])) is near


async def test_pictures_and_texts_are_drawn_by_an_address(
    client: httpx.AsyncClient, other: httpx.AsyncClient, original: str, site: Origin
) -> None:
    mark = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(mark, "PNG")
    url = site.put(Page(mark.getvalue())).replace("/", "%2F")
    options = f"width=300,format=png,draw.1.url={url},draw.1.bottom=10,draw.1.right=10"
    answer = await client.get(to(original, options))
    assert size(answer) == (300, 200)
    picture = Image.open(io.BytesIO(answer.content)).convert("RGB")
    assert picture.getpixel((270, 170)) == (255, 0, 0)
    assert picture.getpixel((295, 195)) != (255, 0, 0)
    written = await client.get(to(original, f"{options},draw.2.text=Sale,draw.2.size=40"))
    assert size(written) == (300, 200)
    assert written.content != answer.content
    assert (await other.get(to(original, options))).status_code == 404
    theirs = f"width=30,draw.1.url={original}"
    drawn = await other.get(to(site.put(Page(mark.getvalue())), theirs))
    assert drawn.status_code == 404, "the drawn picture is somebody else's"

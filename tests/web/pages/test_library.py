"""The library's pages and the pieces that its script asks for."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from editor.flows import documents
from editor.models import Blob, Job, Original, Workspace
from editor.web.tags import ago, days_until
from tests.web.conftest import Change

BODY = {"schema": 1, "canvas": {"width": 640, "height": 480, "background": "red"}, "layers": []}


async def paper(workspace: Workspace, name: str = "Poster") -> str:
    saved = await sync_to_async(documents.create)(workspace, name, BODY)
    return str(saved.document.pk)


async def test_an_empty_library_offers_samples_and_says_what_to_do(
    browser: httpx.AsyncClient,
) -> None:
    page = (await browser.get("/")).text
    assert "Drop photos here" in page
    assert 'data-sample="hair"' in page
    assert "data-sample-document" in page
    assert 'id="empty" aria-label="Nothing here yet">' in page
    assert 'role="search" method="get" hidden' in page


async def test_a_photo_s_card_knows_its_size_and_its_likeness(
    browser: httpx.AsyncClient, original: str
) -> None:
    page = (await browser.get("/")).text
    assert f'href="/photos/{original}"' in page
    assert 'data-hash="GIoKDYSlqIdPUXd3eEeHh9J/YIkI"' in page
    assert 'data-width="600" data-height="400"' in page
    assert "600 × 400 · JPEG" in page
    assert re.search(r'<img [^>]*width="400" height="400" loading="lazy"', page)
    assert 'id="empty" aria-label="Nothing here yet" hidden' in page


async def test_names_are_shown_as_text_in_their_own_direction(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, original: str
) -> None:
    name = 'צילום "<b>" של חתול.jpg'
    await client.patch(f"/api/originals/{original}", json={"name": name})
    page = (await browser.get("/")).text
    assert "<b>&quot;" not in page
    assert 'dir="auto" title="צילום &quot;&lt;b&gt;&quot; של חתול.jpg"' in page
    assert "<b>" not in page.split('class="name"')[1].split("</span>")[0]


async def test_a_search_without_a_hit_says_so(browser: httpx.AsyncClient, original: str) -> None:
    page = (await browser.get("/?q=zzz%3Cb%3E")).text
    assert "Nothing is named like “<span" in page
    assert "zzz&lt;b&gt;" in page
    assert 'class="photo"' not in page
    found = (await browser.get("/shelf/photos?q=PROD")).json()
    assert found["keys"] == [f"photo-{original}"]
    assert found["counts"] == {"photos": 1, "documents": 0, "trash": 0}


async def test_documents_have_a_preview_that_is_made_when_it_is_looked_at(
    browser: httpx.AsyncClient, other: httpx.AsyncClient, workspace: Workspace
) -> None:
    id = await paper(workspace)
    page = (await browser.get("/documents")).text
    src = f"/documents/{id}/preview?revision=1"
    assert src in page
    assert "640 × 480" in page
    assert 'width="400" height="300"' in page
    led = await browser.get(src)
    assert led.status_code == 302
    picture = await browser.get(led.headers["Location"])
    assert picture.headers["Content-Type"] == "image/webp"
    assert (await other.get(src)).status_code == 404


async def test_the_trash_shows_things_and_says_how_long_they_stay(
    browser: httpx.AsyncClient,
    client: httpx.AsyncClient,
    other: httpx.AsyncClient,
    workspace: Workspace,
    original: str,
) -> None:
    id = await paper(workspace)
    await client.post("/api/trash", json={"originals": [original], "documents": [id]})
    page = (await browser.get("/trash")).text
    assert page.count("30 days left") == 2
    assert "removed for good after 30 days" in page
    assert f'href="/photos/{original}"' not in page
    assert (await browser.get(f"/cdn-cgi/image/width=40/{original}")).status_code == 404
    led = await browser.get(f"/trash/{original}/preview")
    assert (await browser.get(led.headers["Location"])).headers["Content-Type"] == "image/webp"
    assert (await other.get(f"/trash/{original}/preview")).status_code == 404
    keys = (await browser.get("/shelf/trash?sort=name")).json()["keys"]
    assert keys == [f"document-{id}", f"photo-{original}"]


async def test_cards_come_in_the_order_asked_for_and_only_one_s_own(
    browser: httpx.AsyncClient, other: httpx.AsyncClient, workspace: Workspace, original: str
) -> None:
    id = await paper(workspace)
    wanted = f"document-{id},photo-{original},photo-nonsense,,cat-{id}"
    cards = (await browser.get(f"/shelf/photos/cards?keys={wanted}")).text
    assert re.findall(r'<li id="([a-z]+)-', cards) == ["document", "photo"]
    assert "<li" not in (await other.get(f"/shelf/photos/cards?keys={wanted}")).text


async def test_an_unknown_place_is_refused_with_the_nearest(browser: httpx.AsyncClient) -> None:
    for address in ("/shelf/photo", "/shelf/photo/cards?keys=x"):
        answer = await browser.get(address)
        assert answer.status_code == 400
        assert "photos" in answer.text


async def test_a_workspace_that_is_nearly_full_is_told(
    browser: httpx.AsyncClient, original: str, configure: Change
) -> None:
    assert "is full" not in (await browser.get("/")).text
    configure(workspace_quota_bytes=100_000)
    assert "This workspace is full." in (await browser.get("/")).text


async def test_photos_from_before_there_were_likenesses_get_theirs_by_one_job(
    browser: httpx.AsyncClient, workspace: Workspace, original: str
) -> None:
    from editor.flows import likenesses

    blob = await Blob.objects.aget()
    before = blob.thumbhash
    assert before
    await Blob.objects.aupdate(thumbhash="")
    for _ in range(2):
        await browser.get("/")
    job = await Job.objects.aget(kind="likenesses")
    assert job.payload == {"blobs": [blob.pk]}
    done = await sync_to_async(likenesses.run)(str(workspace.pk), job.payload)
    assert done == {"made": [blob.pk]}
    assert (await Blob.objects.aget()).thumbhash == before
    assert await Original.objects.acount() == 1


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "just now"),
        (300, "5 min ago"),
        (7300, "2 h ago"),
        (90_000, "yesterday"),
        (9 * 86_400, "9 days ago"),
    ],
)
def test_times_are_told_in_one_unit(seconds: int, text: str) -> None:
    assert ago(timezone.now() - timedelta(seconds=seconds)) == text


def test_far_times_are_dates_and_begun_days_count() -> None:
    assert re.fullmatch(r"\d+ \w+ \d{4}", ago(timezone.now() - timedelta(days=400)))
    assert days_until(timezone.now() + timedelta(days=2, hours=1)) == 3
    assert days_until(timezone.now() - timedelta(days=2)) == 0

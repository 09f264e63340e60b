from __future__ import annotations

import httpx
import pytest

from editor.models import Document


async def test_an_address_opens_a_document_in_the_editor(
    browser: httpx.AsyncClient, original: str
) -> None:
    address = f"/compose?order=1,0&i0={original}&i1=product&h1=80&bg1=1&vertEdge1=bottom"
    answer = await browser.get(address)
    assert answer.status_code == 302, answer.text
    row = await Document.objects.aget()
    assert answer.headers["location"] == f"/documents/{row.pk}"
    assert [one["height"] for one in row.body["layers"]] == [400, 80]
    again = await browser.get(address)
    assert again.headers["location"] == answer.headers["location"]
    assert await Document.objects.acount() == 1


async def test_what_is_wrong_is_listed_on_a_page(browser: httpx.AsyncClient, original: str) -> None:
    page = await browser.get(f"/compose?i0={original}&i1=nobody&vertedge0=top&bg0=<b>")
    assert page.status_code == 400
    assert "Did you mean" in page.text
    assert "bg0=&lt;b&gt; is none of 0, 1" in page.text
    assert page.text.count("<li") >= 2
    assert not await Document.objects.aexists()
    assert "needs parameters" in (await browser.get("/compose")).text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Dest": "image"}, {"Sec-Purpose": "prefetch;prerender"}]
)
async def test_a_document_is_made_only_when_somebody_opens_the_address(
    browser: httpx.AsyncClient, original: str, headers: dict[str, str]
) -> None:
    answer = await browser.get(f"/compose?i0={original}", headers=headers)
    assert answer.status_code == 400
    assert not await Document.objects.aexists()


async def test_a_document_tells_its_address(browser: httpx.AsyncClient, original: str) -> None:
    opened = await browser.get(f"/compose?i0={original}&h0=80")
    api = f"/api{opened.headers['location']}/address"
    told = (await browser.get(api)).json()
    assert told["absolute"] == f"http://127.0.0.1:8000{told['url']}"
    again = await browser.get(told["url"])
    assert again.headers["location"] == opened.headers["location"]

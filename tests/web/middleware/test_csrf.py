from __future__ import annotations

import re

import httpx

from editor.models import Workspace

NAME = {"name": "Mine", "body": {"schema": 1, "canvas": {"width": 10, "height": 10}}}


async def token(browser: httpx.AsyncClient) -> str:
    page = await browser.get("/")
    assert page.status_code == 200, page.text
    found = re.search(r'name="csrf-token" content="(\w+)"', page.text)
    assert found
    return found[1]


async def test_a_cookie_alone_changes_nothing(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/api/documents", json=NAME)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden"


async def test_our_own_page_may_change_things(browser: httpx.AsyncClient) -> None:
    headers = {"X-CSRFToken": await token(browser), "Origin": "http://127.0.0.1:8000"}
    answer = await browser.post("/api/documents", json=NAME, headers=headers)
    assert answer.status_code == 201, answer.text


async def test_another_site_s_page_may_not_even_with_the_token(browser: httpx.AsyncClient) -> None:
    headers = {"X-CSRFToken": await token(browser), "Origin": "https://evil.example"}
    assert (await browser.post("/api/documents", json=NAME, headers=headers)).status_code == 403


async def test_a_forged_token_is_refused(browser: httpx.AsyncClient) -> None:
    right = await token(browser)
    for wrong in ("", "x", "a" * 64, right[::-1], right + "0"):
        answer = await browser.post("/api/documents", json=NAME, headers={"X-CSRFToken": wrong})
        assert answer.status_code == 403, wrong


async def test_an_upload_is_refused_before_its_form_is_read(
    browser: httpx.AsyncClient, photo: bytes
) -> None:
    await token(browser)
    data = {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    answer = await browser.post("/api/originals", files={"file": ("a.jpg", photo)}, data=data)
    assert answer.status_code == 403


async def test_a_bearer_token_needs_no_proof(
    client: httpx.AsyncClient, workspace: Workspace
) -> None:
    answer = await client.post(
        "/api/documents", json=NAME, headers={"Origin": "https://app.example"}
    )
    assert answer.status_code == 201


async def test_a_stranger_s_program_may_begin_and_a_foreign_page_may_not(
    stranger: httpx.AsyncClient, workspace: Workspace
) -> None:
    refused = await stranger.post(
        "/api/documents", json=NAME, headers={"Origin": "https://evil.example"}
    )
    assert refused.status_code == 403
    assert await Workspace.objects.acount() == 1
    begun = await stranger.post("/api/documents", json=NAME)
    assert begun.status_code == 201, begun.text
    assert await Workspace.objects.acount() == 2

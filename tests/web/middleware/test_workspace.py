from __future__ import annotations

import httpx
import pytest
from django.conf import settings

from editor.flows.access import cookie_value
from editor.models import Workspace
from tests.web.conftest import Change

PAGE = {"Accept": "text/html"}


async def test_a_browser_that_opens_a_page_is_a_guest_from_then_on(
    stranger: httpx.AsyncClient, transactional_db: None
) -> None:
    answer = await stranger.get("/", headers=PAGE)
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    guest = await Workspace.objects.aget()
    assert guest.is_guest
    assert guest.expires is not None
    assert (await stranger.get("/api/workspace")).json()["guest"] is True
    await stranger.get("/", headers=PAGE)
    assert await Workspace.objects.acount() == 1


@pytest.mark.parametrize(
    "path",
    [
        "/cdn-cgi/image/width=1/6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01",
        "/p/" + "a" * 64,
        "/api/originals",
        "/api/operations",
        "/docs",
        "/nowhere",
    ],
)
async def test_robots_make_no_workspaces(
    stranger: httpx.AsyncClient, transactional_db: None, path: str
) -> None:
    await stranger.get(path, headers=PAGE)
    assert await Workspace.objects.acount() == 0


async def test_an_address_makes_only_so_many_guests(
    app: object, stranger: httpx.AsyncClient, transactional_db: None, configure: Change
) -> None:
    from editor.flows import limits

    limits.limiter.cache_clear()
    configure(guests_per_minute=2)
    codes = []
    for _ in range(3):
        stranger.cookies.clear()
        codes.append((await stranger.get("/", headers=PAGE)).status_code)
    limits.limiter.cache_clear()
    assert codes == [200, 200, 429]


@pytest.mark.parametrize("given", ["Bearer wrong", "bearer ", "Bearer  ", "BEARER x y"])
async def test_a_wrong_token_is_refused_and_no_cookie_helps(
    browser: httpx.AsyncClient, given: str
) -> None:
    answer = await browser.get("/api/originals", headers={"Authorization": given})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["error"]["code"] == "unauthorized"


async def test_a_proxy_s_own_password_is_not_ours(browser: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Basic dXNlcjpwYXNz"}
    assert (await browser.get("/api/originals", headers=headers)).status_code == 200


async def test_a_forged_cookie_is_nobody(stranger: httpx.AsyncClient, workspace: Workspace) -> None:
    right = cookie_value(workspace.pk)
    for wrong in (right[:-1], workspace.pk.hex, "x:y", right.replace(":", ";")):
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={wrong}"}
        assert (await stranger.get("/api/originals", headers=headers)).status_code == 401


async def test_too_many_requests_are_told_when_to_come_back(
    client: httpx.AsyncClient, workspace: Workspace, configure: Change
) -> None:
    from editor.flows import limits

    limits.limiter.cache_clear()
    configure(rate_per_minute=3)
    answers = [await client.get("/api/workspace") for _ in range(4)]
    limits.limiter.cache_clear()
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"requests";q=3;w=60'
    seconds = answers[3].headers["retry-after"]
    assert int(seconds) >= 1
    assert answers[3].headers["ratelimit"] == f'"requests";r=0;t={seconds}'
    assert answers[3].json()["error"]["code"] == "rate_limited"


async def test_the_cookie_is_secure_behind_tls(
    stranger: httpx.AsyncClient, transactional_db: None
) -> None:
    answer = await stranger.get("https://127.0.0.1:8000/", headers=PAGE)
    assert "Secure" in answer.headers["set-cookie"]

from __future__ import annotations

import re

import httpx
import pytest

from editor.web import signing
from tests.web.conftest import Change

TOKEN = "a-long-access-token"
PAGE = {"Accept": "text/html"}


@pytest.fixture(autouse=True)
def guarded(configure: Change, transactional_db: None) -> None:
    configure(access_token=TOKEN)


async def sign_in(client: httpx.AsyncClient, token: str, target: str = "/docs") -> httpx.Response:
    page = await client.get("/access", params={"next": target})
    field = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert field
    form = {"csrfmiddlewaretoken": field[1], "token": token, "next": target}
    return await client.post("/access", data=form)


@pytest.mark.parametrize("path", ["/", "/docs", "/api/docs", "/nowhere", "/shelf/photos?q=a"])
async def test_pages_lead_to_the_sign_in_page_and_back(
    stranger: httpx.AsyncClient, path: str
) -> None:
    answer = await stranger.get(path, headers=PAGE)
    if path.startswith("/api"):
        assert answer.status_code == 401
        return
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/access?next=%2F")


@pytest.mark.parametrize(
    "path", ["/api/originals", "/api/operations", "/p/" + "a" * 64, "/cdn-cgi/image/w=1/x"]
)
async def test_programs_are_told_to_send_a_token(stranger: httpx.AsyncClient, path: str) -> None:
    answer = await stranger.get(path)
    assert answer.status_code == 401
    assert "token" in answer.text


async def test_the_right_token_opens_the_studio_for_this_browser(
    stranger: httpx.AsyncClient,
) -> None:
    answer = await sign_in(stranger, f" {TOKEN} ")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/docs"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert TOKEN not in answer.headers["set-cookie"]
    assert (await stranger.get("/docs", headers=PAGE)).status_code == 200


async def test_a_new_access_token_shuts_out_old_cookies(
    stranger: httpx.AsyncClient, configure: Change
) -> None:
    await sign_in(stranger, TOKEN)
    configure(access_token="another-long-token")
    assert (await stranger.get("/docs", headers=PAGE)).status_code == 302


async def test_a_wrong_token_is_refused_and_guessing_is_slow(
    stranger: httpx.AsyncClient, configure: Change
) -> None:
    from editor.flows import limits

    limits.limiter.cache_clear()
    configure(guests_per_minute=3)
    codes = [(await sign_in(stranger, f"guess {n}")).status_code for n in range(4)]
    assert codes == [401, 401, 401, 429]
    assert (await sign_in(stranger, TOKEN)).status_code == 429
    limits.limiter.cache_clear()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", "x"]
)
async def test_the_sign_in_page_leads_nowhere_else(
    stranger: httpx.AsyncClient, target: str
) -> None:
    assert (await sign_in(stranger, TOKEN, target)).headers["location"] == "/"


async def test_signing_in_needs_our_own_form(stranger: httpx.AsyncClient) -> None:
    await stranger.get("/access")
    answer = await stranger.post("/access", data={"token": TOKEN})
    assert answer.status_code == 403


async def test_workspace_tokens_and_signatures_pass_this_door(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, workspace: object
) -> None:
    assert (await client.get("/api/workspace")).status_code == 200
    wrong = {"Authorization": "Bearer wrong"}
    assert (await stranger.get("/api/workspace", headers=wrong)).status_code == 401
    signed = signing.signed("/p/" + "a" * 64, workspace.pk)  # type: ignore[attr-defined]
    assert (await stranger.get(signed)).status_code == 404
    assert (await stranger.get(f"{signed}0")).status_code == 403


async def test_style_sheets_and_health_stay_open(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/healthz")).status_code in (200, 503)
    assert (await stranger.get("/static/ninja/swagger-ui.css")).status_code == 200

from __future__ import annotations

import re

import httpx
import pytest
from django.conf import settings
from django.urls import get_resolver

from editor.web.middleware.headers import PAGE_CSP
from tests.web.test_ownership import patterns


def test_no_page_is_forgotten() -> None:
    plain = {f"/{route}" for route in patterns(get_resolver().url_patterns) if "<" not in route}
    pages = {path for path in plain if not path.startswith("/api/") and "^" not in path}
    assert pages <= set(PLACES)


PLACES = [
    "/",
    "/documents",
    "/trash",
    "/shelf/photos",
    "/compose",
    "/batches",
    "/batches/new",
    "/batches/rules",
    "/models",
    "/models/cards",
    "/models/default",
    "/status",
    "/status/figures",
    "/s/nothing",
    "/docs",
    "/docs/deploy",
    "/api/docs",
    "/api/openapi.json",
    "/api/originals",
    "/access",
    "/nowhere",
    "/healthz",
    "/metrics",
    "/static/ninja/swagger-ui.css",
    "/cdn-cgi/image/width=x/y",
    "/cdn-cgi/cf-image",
    "/cdn-cgi/binding",
    "/transform",
    "/info",
    "/p/" + "a" * 64,
]


@pytest.mark.parametrize("path", PLACES)
async def test_every_answer_carries_the_security_headers(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/batches",
        "/batches/new",
        "/compose",
        "/s/nothing",
        "/docs",
        "/docs/deploy",
        "/api/docs",
        "/access",
        "/nowhere",
    ],
)
async def test_pages_run_only_our_own_files(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.headers["content-security-policy"] == PAGE_CSP
    for script in re.findall(r"<script[^>]*>", answer.text):
        assert 'src="/static/' in script or 'type="application/json"' in script, script
    assert not re.search(r"\son[a-z]+=\"", answer.text)
    assert " style=" not in answer.text
    assert "http://" not in re.sub(
        r"http://127\.0\.0\.1|http://www\.w3\.org", "", head(answer.text)
    )
    assert "//cdn" not in answer.text


def head(page: str) -> str:
    return page.partition("</head>")[0]


def test_only_loopback_names_are_served_by_default() -> None:
    assert set(settings.ALLOWED_HOSTS) - {"testserver"} == {"127.0.0.1", "localhost", "[::1]"}


async def test_a_foreign_name_for_this_machine_is_turned_away(
    stranger: httpx.AsyncClient, transactional_db: None
) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "a b", ""):
        answer = await stranger.get("/api/operations", headers={"Host": host})
        assert answer.status_code == 400, host
        assert "ALLOWED_HOSTS" in answer.json()["error"]["remedy"]

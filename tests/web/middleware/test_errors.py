from __future__ import annotations

import logging

import httpx
import pytest
from django.db.utils import OperationalError

from editor.errors import Busy, StudioError
from editor.web import docs

JSON_SHAPE = {"code", "text", "remedy"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nowhere", 404, "not_found"),
        ("GET", "/api/originals/no-uuid", 404, "not_found"),
        ("PUT", "/api/originals", 405, "method_not_allowed"),
        ("POST", "/p/" + "a" * 64, 405, "method_not_allowed"),
        ("GET", "/p/" + "a" * 64, 404, "not_found"),
        ("GET", "/p/x", 404, "not_found"),
        ("POST", "/api/pictures", 400, "bad_request"),
        ("GET", "/api/", 404, "not_found"),
        ("GET", "/api/events?after=-1", 400, "bad_request"),
        ("GET", "/api/events?after=99999999999999999999999", 400, "bad_request"),
    ],
)
async def test_every_error_has_the_one_shape(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == JSON_SHAPE
    assert error["code"] == code
    assert error["text"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-request-id"]
    if status == 405:
        assert answer.headers["allow"]


@pytest.mark.parametrize("body", [b"{", b"[" * 1000, b"\xff", b"null", b'"x"', b"[]", b"{}"])
@pytest.mark.parametrize("path", ["/api/pictures", "/api/documents", "/api/sign"])
async def test_any_json_that_isn_t_meant_is_refused_in_that_shape(
    client: httpx.AsyncClient, path: str, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post(path, content=body, headers=headers)
    assert answer.status_code == 400, answer.text
    assert set(answer.json()["error"]) == JSON_SHAPE


async def test_people_get_a_page_with_the_remedy(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/docs/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is no such page." in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_the_transform_door_answers_in_the_contract_s_words(
    client: httpx.AsyncClient, original: str
) -> None:
    answer = await client.get(f"/cdn-cgi/image/width=wide/{original}")
    assert answer.status_code == 400
    assert answer.text.startswith("ERROR 9401: ")
    assert answer.headers["cf-resized"] == "err=9401"
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/docs", "/api/presets"])
async def test_a_fault_of_ours_is_logged_and_nothing_of_it_is_shown(
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
) -> None:
    def broken(*args: object, **kwargs: object) -> object:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(docs, "pages", broken)
    monkeypatch.setattr("editor.web.api.facts.rulebook.presets", broken)
    with caplog.at_level(logging.ERROR):
        answer = await client.get(path)
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    logged = [record for record in caplog.records if record.exc_info]
    assert any(answer.headers["x-request-id"] in record.getMessage() for record in logged)


async def test_a_page_that_cannot_be_drawn_still_answers(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unbuilt() -> object:
        raise RuntimeError("not built")

    monkeypatch.setattr("editor.web.tags._dist", unbuilt)
    answer = await browser.get("/docs")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"


async def test_busy_answers_say_when_to_try_again(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: object) -> StudioError:
        raise Busy("Later.", remedy="Wait.", retry_after_s=7)

    monkeypatch.setattr("editor.web.api.workspace.workspaces.usage", busy)
    answer = await client.get("/api/workspace")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "7"


async def test_a_database_that_cannot_be_asked_is_a_moment_s_trouble(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: object) -> object:
        raise OperationalError("database is locked")

    for where in ("editor.web.api.workspace.workspaces.usage", "editor.web.caller.limits.requests"):
        with monkeypatch.context() as patched:
            patched.setattr(where, locked)
            answer = await client.get("/api/workspace")
        assert answer.status_code == 503, where
        assert answer.json()["error"]["code"] == "busy"
        assert int(answer.headers["retry-after"]) >= 1

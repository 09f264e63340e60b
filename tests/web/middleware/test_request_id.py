from __future__ import annotations

import logging

import httpx
import pytest

from editor.flows import registry
from editor.flows.callers import Caller, present


async def test_a_caller_s_own_id_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/presets", headers={"X-Request-Id": "trace-1234.A_b"})
    assert answer.headers["x-request-id"] == "trace-1234.A_b"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "bad id with spaces", "new\tline-id"])
async def test_any_other_gets_a_new_one(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/api/presets", headers={"X-Request-Id": given})
    made = answer.headers["x-request-id"]
    assert made != given
    assert len(made) == 32


async def test_the_log_names_the_request_and_keeps_signatures_out(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="studio.http"):
        answer = await client.get("/p/" + "a" * 64 + "?sig=very-secret")
    [line] = [r.getMessage() for r in caplog.records if r.name == "studio.http"]
    assert answer.headers["x-request-id"] in line
    assert f" {answer.status_code} " in line
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    assert not any("very-secret" in said for said in ours)


async def test_the_request_s_id_and_workspace_reach_the_work_that_is_done_for_it(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Caller] = []

    def catalogue() -> dict[str, object]:
        seen.append(present())
        return {"operations": [], "output": [], "density": []}

    monkeypatch.setattr(registry, "described", catalogue)
    await client.get("/api/operations", headers={"X-Request-Id": "trace-1234.A_b"})
    [caller] = seen
    assert caller.request == "trace-1234.A_b"
    assert not caller.batch
    assert present() == Caller()

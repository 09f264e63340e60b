"""Bodies are read strictly: what isn't known is named with the nearest field."""

from __future__ import annotations

from typing import Any

import httpx
import pytest


@pytest.mark.parametrize(
    ("url", "body", "near"),
    [
        ("/api/sign", {"url": "/p/x", "expire_in": 60}, "expires_in"),
        ("/api/documents", {"nam": "x", "body": {}}, "name"),
    ],
)
async def test_a_misspelt_field_of_a_body_is_refused(
    client: httpx.AsyncClient, url: str, body: dict[str, Any], near: str
) -> None:
    answer = await client.post(url, json=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["remedy"]) == ("unknown_name", f"Did you mean '{near}'?")


async def test_the_description_says_that_nothing_else_is_taken(client: httpx.AsyncClient) -> None:
    shapes = (await client.get("/api/openapi.json")).json()["components"]["schemas"]
    assert shapes["SignIn"]["additionalProperties"] is False
    assert "additionalProperties" not in shapes["SignedOut"]

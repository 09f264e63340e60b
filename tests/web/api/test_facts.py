from __future__ import annotations

import httpx

from editor.operations import operations
from editor.plan.presets import PRESETS


async def test_the_editor_learns_every_operation_and_its_controls(
    stranger: httpx.AsyncClient, transactional_db: None
) -> None:
    told = (await stranger.get("/api/operations")).json()
    assert [one["name"] for one in told["operations"]] == list(operations())
    width = next(
        option
        for one in told["operations"]
        for option in one["options"]
        if option["name"] == "width"
    )
    assert width["aliases"] == ["w"]
    assert width["schema"]["type"] == "integer"
    assert "width=" in width["example"]
    assert {"format", "quality"} <= {one["name"] for one in told["output"]}
    assert [one["name"] for one in told["density"]] == ["dpr"]


async def test_presets_are_listed(stranger: httpx.AsyncClient, transactional_db: None) -> None:
    told = (await stranger.get("/api/presets")).json()
    assert [one["name"] for one in told] == list(PRESETS)
    assert all(one["options"] for one in told)


async def test_while_inference_is_away_it_is_said_so(
    client: httpx.AsyncClient, original: str
) -> None:
    for path in ("/api/models", f"/api/originals/{original}/faces"):
        answer = await client.get(path)
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "inference_unavailable"
        assert int(answer.headers["retry-after"]) >= 1


async def test_the_api_describes_itself_without_the_network(
    browser: httpx.AsyncClient,
) -> None:
    schema = (await browser.get("/api/openapi.json")).json()
    for path in ("/api/originals", "/api/pictures", "/api/documents/{id}/export"):
        assert "post" in schema["paths"][path]
    upload = schema["paths"]["/api/originals"]["post"]
    assert {"200", "201", "413", "415"} <= set(upload["responses"])
    assert schema["components"]["securitySchemes"]["Member"]["scheme"] == "bearer"
    page = await browser.get("/api/docs")
    assert page.status_code == 200
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-init.js"):
        assert f"/static/ninja/{asset}" in page.text
        assert (await browser.get(f"/static/ninja/{asset}")).status_code == 200


async def test_every_route_says_what_it_does(browser: httpx.AsyncClient) -> None:
    schema = (await browser.get("/api/openapi.json")).json()
    for path, methods in schema["paths"].items():
        for method, route in methods.items():
            assert route["summary"], (method, path)
            assert route["tags"], (method, path)

"""Somebody else's ids answer 404 everywhere: a table over every route of the API, so that a new
route can't be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.urls import get_resolver

from editor.jobs import queue
from editor.models import (
    Batch,
    BatchItem,
    BatchRecipe,
    Blob,
    Document,
    Font,
    Job,
    Original,
    Share,
    Workspace,
)
from editor.web.api.app import api

DOCUMENT = {"schema": 1, "canvas": {"width": 10, "height": 10}, "layers": []}

RECIPE = {"targets": [{"width": 10, "height": 10}]}
NOBODY = "6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01"

BODIES: dict[tuple[str, str], Any] = {
    ("patch", "/api/originals/{id}"): {"name": "mine now"},
    ("patch", "/api/documents/{id}"): {"revision": 1, "patch": []},
    ("put", "/api/documents/{id}/name"): {"name": "mine now"},
    ("post", "/api/documents/{id}/export"): {},
    ("post", "/api/documents/{id}/shares"): {},
    ("patch", "/api/batches/{id}"): {"name": "mine now"},
    ("post", "/api/batches/{id}/originals"): {"originals": [NOBODY]},
    ("post", "/api/batches/{id}/folder"): {"folder": "x"},
    ("post", "/api/batches/{id}/accept"): {"items": [NOBODY]},
    ("post", "/api/batches/{id}/drop"): {"items": [NOBODY]},
    ("post", "/api/batches/{id}/reopen"): {"items": [NOBODY]},
    ("post", "/api/batches/{id}/retry"): {},
    ("post", "/api/batches/{id}/repair"): {"target": "amazon", "check": "share"},
    ("patch", "/api/batches/{id}/items/{item}"): {"name": "mine now"},
    ("patch", "/api/batch-recipes/{id}"): {"name": "mine now"},
    ("patch", "/api/fonts/{id}"): {"name": "mine now"},
}
"""What a valid request of a route carries; routes that aren't here carry nothing."""


def routes() -> list[tuple[str, str]]:
    """Method and path of every operation that takes an id."""
    paths = api.get_openapi_schema()["paths"]
    return [(method, path) for path, one in paths.items() for method in one if "{id}" in path]


OTHERS = {
    "photos/<uuid:photo>",
    "shelf/<str:place>",
    "shelf/<str:place>/cards",
    "documents/<uuid:document>/preview",
    "trash/<uuid:photo>/preview",
    "documents/<uuid:id>",
    "batches/<uuid:id>",
    "batches/<uuid:id>/recipe",
    "models/<str:name>/pull",
    "models/<str:name>/remove",
    "p/<str:key>",
    "s/<str:token>",
    "s/<str:token>/<str:name>",
    r"^cdn-cgi/image/[\s\S]*$",
    "docs/pictures/<str:name>",
    "docs/<path:name>",
}
"""Addresses with a parameter outside the API: owned ones have tests of their own (photos below,
`test_pictures`, `test_transform`, `test_shared`, `pages/test_library`, `pages/test_batches`),
models are the studio's (`pages/test_models`), the documentation is everybody's."""


def patterns(found: Any, prefix: str = "") -> Iterator[str]:
    """Every address pattern of the URLconf."""
    for one in found:
        route = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns(one.url_patterns, route)
        else:
            yield route


def test_no_address_with_a_parameter_is_forgotten() -> None:
    every = patterns(get_resolver().url_patterns)
    outside = {route for route in every if set("<^") & set(route) and not route.startswith("api/")}
    assert outside == OTHERS


def kind(path: str) -> str:
    return path.split("/")[2]


async def ids(workspace: Workspace, original: str) -> dict[str, str]:
    """One of everything that has an id."""
    document = await Document.objects.acreate(workspace=workspace, name="Mine", body=DOCUMENT)
    link = await Share.objects.acreate(document=document)
    job = await sync_to_async(queue.enqueue)(workspace.pk, "export", "key", {})
    return {
        "originals": original,
        "trash": original,
        "documents": str(document.pk),
        "jobs": str(job.pk),
        "fonts": await font_id(workspace),
        "{link}": str(link.pk),
        **await batch_ids(workspace, original),
    }


async def font_id(workspace: Workspace) -> str:
    """A font; its bytes aren't looked at."""
    facts = {"bytes": 1, "format": "font", "width": 1, "height": 1}
    blob = await Blob.objects.acreate(sha256="f" * 64, **facts)
    font = await Font.objects.acreate(workspace=workspace, blob=blob, given="f" * 64, title="Mine")
    return str(font.pk)


async def batch_ids(workspace: Workspace, original: str) -> dict[str, str]:
    """A batch with one item, and a saved recipe."""
    batch = await Batch.objects.acreate(workspace=workspace, name="Mine", recipe=RECIPE)
    item = await BatchItem.objects.acreate(
        batch=batch, position=1, name="x.jpg", original_id=original, state="review"
    )
    recipe = await BatchRecipe.objects.acreate(workspace=workspace, name="Mine", body=RECIPE)
    return {"batches": str(batch.pk), "{item}": str(item.pk), "batch-recipes": str(recipe.pk)}


def address(path: str, there: dict[str, str]) -> str:
    """The route's path with ids in it."""
    for name in ("{link}", "{item}"):
        path = path.replace(name, there[name])
    return path.replace("{id}", there[kind(path)])


def test_the_table_holds_every_kind_of_id() -> None:
    kinds = {"originals", "trash", "documents", "jobs", "batches", "batch-recipes", "fonts"}
    assert {kind(path) for _, path in routes()} == kinds
    assert len(routes()) >= 12
    assert set(BODIES) <= set(routes())


@pytest.mark.parametrize(("method", "path"), routes(), ids=lambda part: str(part))
async def test_somebody_else_s_id_is_not_there(
    client: httpx.AsyncClient,
    other: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    workspace: Workspace,
    original: str,
    method: str,
    path: str,
) -> None:
    url = address(path, await ids(workspace, original))
    body = BODIES.get((method, path))
    before = await rows()
    answer = await other.request(method, url, json=body)
    assert answer.status_code == 404, answer.text
    assert answer.json()["error"]["code"] == "not_found"
    assert (await stranger.request(method, url, json=body)).status_code == 401
    assert await rows() == before


@pytest.mark.parametrize(("method", "path"), routes(), ids=lambda part: str(part))
async def test_an_id_that_nobody_has_is_answered_alike(
    other: httpx.AsyncClient, method: str, path: str
) -> None:
    body = BODIES.get((method, path))
    unknown = path
    for name in ("{id}", "{link}", "{item}"):
        unknown = unknown.replace(name, NOBODY)
    answer = await other.request(method, unknown, json=body)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


async def rows() -> list[Any]:
    """Everything that a foreign request might have changed."""
    found: list[Any] = []
    for model in (Original, Document, Share, Job, Batch, BatchItem, BatchRecipe, Font):
        found.append([row async for row in model.objects.order_by("pk").values()])
    return found


@pytest.mark.parametrize(
    "body",
    [
        {"source": {"original": "{id}"}, "steps": [{"transform": {"width": 5}}]},
        {
            "source": {"canvas": {"width": 5, "height": 5}},
            "steps": [
                {
                    "draw": {
                        "picture": {"source": {"original": "{id}"}},
                        "placement": {"x": 1, "y": 1, "width": 5, "height": 5},
                    }
                }
            ],
        },
        {"source": {"original": "sha256:{sha}"}, "steps": [{"transform": {"width": 5}}]},
    ],
)
async def test_a_recipe_can_t_reach_somebody_else_s_original(
    client: httpx.AsyncClient, other: httpx.AsyncClient, original: str, body: dict[str, Any]
) -> None:
    sha = (await client.get(f"/api/originals/{original}")).json()["sha256"]
    text = str(body).replace("{id}", original).replace("{sha}", sha)
    answer = await other.post("/api/pictures", json=eval(text))
    assert answer.status_code == 404


async def test_a_document_can_t_show_somebody_else_s_original(
    other: httpx.AsyncClient, original: str
) -> None:
    layer = {"id": "a", "kind": "image", "source": original, "width": 5, "height": 5}
    body = {**DOCUMENT, "layers": [layer]}
    answer = await other.post("/api/documents", json={"name": "x", "body": body})
    assert answer.status_code == 404
    made = await other.post("/api/documents", json={"name": "x", "body": DOCUMENT})
    patch = {"revision": 1, "patch": [{"op": "add", "layer": layer}]}
    answer = await other.patch(f"/api/documents/{made.json()['id']}", json=patch)
    assert answer.status_code == 404


async def test_lists_show_only_one_s_own(
    client: httpx.AsyncClient, other: httpx.AsyncClient, workspace: Workspace, original: str
) -> None:
    await ids(workspace, original)
    for path in ("/api/originals", "/api/trash", "/api/documents", "/api/batches"):
        assert (await other.get(path)).json()["count"] == 0
    assert (await other.get("/api/events")).json() == {"events": [], "last": 0}
    assert (await other.get("/api/workspace")).json()["usage"]["originals"] == 0
    assert (await other.get("/api/batch-recipes")).json() == []
    assert (await client.get("/api/workspace")).json()["usage"]["originals"] == 1


async def test_the_page_of_somebody_else_s_photo_is_not_there(
    other: httpx.AsyncClient, original: str
) -> None:
    assert (await other.get(f"/photos/{original}")).status_code == 404

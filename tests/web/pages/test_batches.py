"""The pages of batches: shells with what their scripts need to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from editor.models import Batch, Workspace

RECIPE = {"targets": [{"width": 10, "height": 10}]}


@pytest.fixture
async def batch(workspace: Workspace) -> Batch:
    made: Batch = await Batch.objects.acreate(workspace=workspace, name="Autumn", recipe=RECIPE)
    return made


async def test_a_batch_has_a_page_and_one_for_its_recipe(
    browser: httpx.AsyncClient, batch: Batch
) -> None:
    page = (await browser.get(f"/batches/{batch.pk}")).text
    assert f'data-batch="{batch.pk}"' in page
    assert "<title>Autumn · Studio</title>" in page
    recipe = (await browser.get(f"/batches/{batch.pk}/recipe")).text
    assert f'data-batch="{batch.pk}"' in recipe
    assert 'data-state="draft"' in recipe


async def test_somebody_else_s_batch_has_no_page(other: httpx.AsyncClient, batch: Batch) -> None:
    for path in (f"/batches/{batch.pk}", f"/batches/{batch.pk}/recipe"):
        assert (await other.get(path)).status_code == 404


async def test_batches_are_one_click_from_everywhere(browser: httpx.AsyncClient) -> None:
    assert '<a href="/batches">Batches</a>' in (await browser.get("/")).text
    page = (await browser.get("/batches")).text
    assert '<a href="/batches" aria-current="page">Batches</a>' in page


async def test_folders_of_the_server_are_offered_to_the_owner_where_there_are_some(
    browser: httpx.AsyncClient, configure: Callable[..., None], tmp_path: Path
) -> None:
    assert "data-folders" not in (await browser.get("/batches/new")).text
    configure(import_dir=str(tmp_path))
    assert "data-folders" in (await browser.get("/batches/new")).text
    away: dict[str, Any] = {"X-Forwarded-For": "203.0.113.9"}
    assert "data-folders" not in (await browser.get("/batches/new", headers=away)).text


async def test_rules_are_everybody_s_to_read_and_the_owner_s_to_correct(
    browser: httpx.AsyncClient,
) -> None:
    mine = (await browser.get("/batches/rules")).text
    assert "data-owner" in mine
    assert "most_fill" in mine
    away = {"X-Forwarded-For": "203.0.113.9"}
    theirs = await browser.get("/batches/rules", headers=away)
    assert theirs.status_code == 200
    assert "data-owner" not in theirs.text

"""Whatever changes, the shortcut never shows what the long way wouldn't show any more."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from asgiref.sync import sync_to_async

from editor.flows import engines as tools
from editor.flows import originals
from editor.models import Recipe, Token, Variant, Workspace
from editor.web import signing
from tests.web.conftest import Change
from tests.web.two_ways import Both, Sign, ask


async def test_a_wrong_or_expired_signature_is_refused_as_ever(
    both: Both, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await sign(expires_in=1000)
    await both.warm(url)
    wrong = await both.same(url[:-1] + ("0" if url[-1] != "0" else "1"))
    assert wrong.status == 403
    now = time.time
    monkeypatch.setattr(signing.time, "time", lambda: now() + 2000)
    late = await both.same(url)
    assert late.status == 403
    assert b"expired" in late.body
    assert both.shortcut.taken == 0


async def test_a_deleted_original_is_gone_at_once(
    both: Both, client: httpx.AsyncClient, sign: Sign, original: str
) -> None:
    url = await sign()
    await both.warm(url)
    assert (await client.delete(f"/api/originals/{original}")).status_code in (200, 204)
    assert (await both.same(url)).status == 403
    assert both.shortcut.taken == 0


async def test_bytes_that_others_still_hold_are_gone_for_this_address(
    both: Both,
    client: httpx.AsyncClient,
    other: httpx.AsyncClient,
    photo: bytes,
    sign: Sign,
    original: str,
) -> None:
    await other.post("/api/originals", files={"file": ("same.jpg", photo)})
    url = await sign()
    await both.warm(url)
    await client.delete(f"/api/originals/{original}")
    assert await Variant.objects.filter(ready=True).aexists()
    assert (await both.same(url)).status == 403


async def test_an_original_in_the_trash_is_hidden_and_shown_again(
    both: Both, workspace: Workspace, sign: Sign, original: str
) -> None:
    url = await sign()
    await both.warm(url)
    await sync_to_async(originals.trash)(workspace, original)
    assert (await both.same(url)).status == 404
    await sync_to_async(originals.restore)(workspace, original)
    assert (await both.same(url)).status == 200


async def test_another_workspace_s_signature_opens_nothing(
    both: Both, other: httpx.AsyncClient, sign: Sign, original: str
) -> None:
    await both.warm(await sign())
    stranger: UUID = (await Token.objects.aget(workspace__name="somebody else")).workspace_id
    url = signing.signed(f"/cdn-cgi/image/width=60,format=png/{original}", stranger)
    assert (await both.same(url)).status == 403
    assert both.shortcut.taken == 0


async def test_changed_settings_count_at_once(both: Both, sign: Sign, configure: Change) -> None:
    url = await sign("width=60,widht=1,format=png")
    await both.warm(url)
    configure(strict_options=True)
    assert (await both.same(url)).status == 400


async def test_an_emptied_cache_is_filled_again(both: Both, sign: Sign) -> None:
    url = await sign()
    await both.warm(url)
    row = await Variant.objects.aget()
    path: Path = tools.engines().caches.variants.shelf.path(row.key)
    path.unlink()
    assert (await ask(both.quick, url)).status == 200
    path.write_bytes(b"cut off")
    assert (await ask(both.quick, url)).body != b"cut off"
    await Variant.objects.all().adelete()
    assert (await ask(both.quick, url)).status == 200
    assert both.shortcut.taken == 0


async def test_a_kept_recipe_takes_the_shortcut_until_it_is_forgotten(
    both: Both, client: httpx.AsyncClient, workspace: Workspace, original: str
) -> None:
    recipe = {"source": {"original": original}, "steps": [{"transform": {"width": 50}}]}
    key = (await client.post("/api/pictures", json=recipe)).json()["key"]
    url = signing.signed(f"/p/{key}", workspace.pk)
    await both.warm(url)
    assert b"immutable" in dict((await both.same(url)).headers)[b"cache-control"]
    assert both.shortcut.taken == 1
    await Recipe.objects.all().adelete()
    assert (await both.same(url)).status == 404


async def test_nothing_private_is_remembered(
    both: Both, client: httpx.AsyncClient, original: str
) -> None:
    url = f"/cdn-cgi/image/width=60,format=png/{original}"
    bearer = {"authorization": client.headers["Authorization"]}
    for _ in range(2):
        assert (await ask(both.quick, url, headers=bearer)).status == 200
    assert (await both.same(url)).status == 404
    assert both.shortcut.taken == 0

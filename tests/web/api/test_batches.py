"""Batches over REST, from the first photo to the archive."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from pytest_django import Settings

from editor.jobs import worker
from editor.models import Job
from tests.web.conftest import Change

RECIPE = {
    "cut": False,
    "trim": False,
    "background": "white",
    "targets": [{"name": "shop", "preset": "ebay", "width": 600, "height": 600}],
}


async def made(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post("/api/batches", json={"name": "Autumn", "recipe": RECIPE, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def add(client: httpx.AsyncClient, batch: str, name: str, content: bytes) -> httpx.Response:
    files, data = {"file": (name, content)}, {"sku": "AB-1"}
    return await client.post(f"/api/batches/{batch}/photos", files=files, data=data)


@sync_to_async
def work() -> None:
    """Does what waits in the queue, as a worker would."""
    while job := Job.objects.filter(state="waiting").order_by("created").first():
        worker.run(str(job.pk), job.attempt)


async def test_a_batch_from_its_first_photo_to_the_archive(
    client: httpx.AsyncClient, photo: bytes
) -> None:
    batch = await made(client)
    assert (batch["state"], batch["counts"]["total"]) == ("draft", 0)
    assert len(batch["secret"]) == 64
    at = f"/api/batches/{batch['id']}"
    assert (await client.post(f"{at}/start")).status_code == 409
    good = await add(client, batch["id"], "mug.jpg", photo)
    assert good.status_code == 201, good.text
    assert good.json()["items"][0]["sku"] == "AB-1"
    broken = await add(client, batch["id"], "broken.jpg", photo[:3000])
    assert broken.json()["items"][0]["state"] == "failed"
    assert broken.json()["items"][0]["error"]["remedy"]

    started = (await client.post(f"{at}/start")).json()
    assert started["state"] == "running"
    await work()
    done = (await client.get(at)).json()
    assert done["state"] == "done"
    assert "secret" not in done
    assert (done["counts"]["total"], done["counts"]["failed"]) == (2, 1)

    items = (await client.get(f"{at}/items")).json()
    assert items["count"] == 2
    mug = items["items"][0]
    [result] = mug["results"]
    assert (result["width"], result["bytes"] > 0, result["as_of"]) == (600, True, "2026-11-20")
    checks = {one["name"]: one for one in result["checks"]}
    assert checks["longest"]["number"] == 600
    shown = await client.get(mug["preview"])
    assert shown.headers["content-type"] == "image/webp"
    assert [one["name"] for one in (await client.get(f"{at}/items?state=failed")).json()["items"]] \
        == ["broken.jpg"]  # fmt: skip

    accepted = await client.post(f"{at}/accept", json={"items": [mug["id"]]})
    assert accepted.json()["counts"]["passed"] == 1
    archive = await client.get(f"{at}/archive")
    assert archive.headers["content-type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(archive.content)).namelist()
    assert names == ["shop/mug.jpg", "manifest.csv"]
    report = await client.get(f"{at}/report.csv")
    assert "broken_picture" in report.text
    assert "shop/mug.jpg" in (await client.get(f"{at}/manifest.csv")).text

    kinds = {e["kind"] for e in (await client.get("/api/events")).json()["events"]}
    assert {"batch", "batch.item", "original.created"} <= kinds
    assert (await client.delete(at)).status_code == 204
    assert (await client.get(at)).status_code == 404


async def test_a_changed_recipe_waits_for_its_re_run(
    client: httpx.AsyncClient, original: str
) -> None:
    batch = await made(client)
    at = f"/api/batches/{batch['id']}"
    held = await client.post(f"{at}/originals", json={"originals": [original]})
    item = held.json()["items"][0]
    await client.post(f"{at}/start")
    await work()
    changed = await client.patch(at, json={"recipe": {**RECIPE, "margin": 0.1}})
    assert (await client.get(f"{at}/stale")).json() == {"count": 1}
    assert changed.json()["recipe"]["margin"] == 0.1
    assert changed.json()["counts"]["waiting"] == 0
    again = (await client.post(f"{at}/rerun")).json()
    assert (again["state"], again["counts"]["waiting"]) == ("running", 1)
    paused = await client.post(f"{at}/pause")
    assert paused.json()["state"] == "paused"
    assert (await client.post(f"{at}/cancel")).json()["state"] == "cancelled"
    renamed = await client.patch(f"{at}/items/{item['id']}", json={"sku": "X"})
    assert renamed.json()["sku"] == "X"


async def test_the_order_of_items_is_one_list_and_their_cards_are_asked_for_by_id(
    client: httpx.AsyncClient, photo: bytes
) -> None:
    batch = await made(client)
    at = f"/api/batches/{batch['id']}"
    for name, content in (("b.jpg", photo), ("a.jpg", photo), ("broken.jpg", photo[:3000])):
        await add(client, batch["id"], name, content)
    every = (await client.get(f"{at}/order")).json()["ids"]
    by_name = (await client.get(f"{at}/order?sort=name&q=.jpg")).json()["ids"]
    assert by_name == [every[1], every[0], every[2]]
    assert (await client.get(f"{at}/order?state=failed")).json()["ids"] == every[2:]
    some = (await client.get(f"{at}/items", params={"ids": every[1:]})).json()
    assert ([one["name"] for one in some["items"]], some["count"]) == (["a.jpg", "broken.jpg"], 2)
    assert (await client.get(f"{at}/stale")).json() == {"count": 0}
    assert "share" in (await client.get(f"{at}/repairs")).json()["shop"]
    assert (await client.post(f"{at}/reopen", json={"items": every})).status_code == 409
    await client.post(f"{at}/drop", json={"items": every})
    again = await client.post(f"{at}/reopen", json={"items": every})
    counts = again.json()["counts"]
    assert (counts["waiting"], counts["failed"], counts["dropped"]) == (2, 1, 0)
    assert counts["unreadable"] == 1


async def test_a_table_tells_the_skus_of_photos(client: httpx.AsyncClient, photo: bytes) -> None:
    batch = await made(client)
    at = f"/api/batches/{batch['id']}"
    await add(client, batch["id"], "a.jpg", photo)
    said = await client.post(
        f"{at}/skus", files={"file": ("skus.csv", b"file,sku\na,X 1\nb,X 2\n")}
    )
    assert said.json() == {"photos": 1, "unknown": 1, "names": ["b"]}
    [item] = (await client.get(f"{at}/items")).json()["items"]
    assert item["sku"] == "X 1"
    for wrong in ({"file": ("skus.csv", b"a,b\n1,2\n")}, {"other": ("skus.csv", b"file,sku\n")}):
        refused = await client.post(f"{at}/skus", files=wrong)
        assert (refused.status_code, bool(refused.json()["error"]["remedy"])) == (400, True)


async def test_an_item_opens_in_the_editor(client: httpx.AsyncClient, original: str) -> None:
    batch = await made(client)
    at = f"/api/batches/{batch['id']}"
    held = await client.post(f"{at}/originals", json={"originals": [original]})
    item = held.json()["items"][0]["id"]
    opened = (await client.post(f"{at}/items/{item}/document")).json()
    document = (await client.get(f"/api/documents/{opened['document']}")).json()
    assert document["body"]["canvas"]["width"] == 600
    told = (await client.get(f"{at}/items/{item}")).json()
    assert (told["document"], told["behind"]) == (opened["document"], False)
    released = await client.delete(f"{at}/items/{item}/document")
    assert released.status_code == 200
    assert (await client.get(f"{at}/items/{item}")).json()["document"] is None


async def test_a_zip_file_is_taken_in_by_a_job(client: httpx.AsyncClient, photo: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/one.jpg", photo)
        archive.writestr("two.jpg", b"no picture")
    batch = await made(client)
    answer = await add(client, batch["id"], "photos.zip", out.getvalue())
    assert (answer.status_code, answer.json()["kind"]) == (202, "batch-intake")
    await work()
    items = (await client.get(f"/api/batches/{batch['id']}/items")).json()["items"]
    assert [(one["name"], one["state"]) for one in items] == [
        ("one.jpg", "waiting"),
        ("two.jpg", "failed"),
    ]
    nothing = await add(client, batch["id"], "x.zip", b"no archive")
    assert nothing.status_code == 400


async def test_a_folder_of_the_server_is_the_owner_s(
    client: httpx.AsyncClient,
    browser: httpx.AsyncClient,
    configure: Change,
    tmp_path: Path,
    photo: bytes,
) -> None:
    (tmp_path / "autumn").mkdir()
    (tmp_path / "autumn" / "one.jpg").write_bytes(photo)
    configure(import_dir=str(tmp_path))
    assert (await client.get("/api/batches/folders")).json() == ["autumn"]
    far = {"X-Forwarded-For": "203.0.113.9"}
    assert (await browser.get("/api/batches/folders", headers=far)).status_code == 403
    batch = await made(client)
    at = f"/api/batches/{batch['id']}"
    answer = await client.post(f"{at}/folder", json={"folder": "autumn"})
    assert answer.status_code == 202
    await work()
    assert (await client.get(f"{at}/items")).json()["count"] == 1
    missing = await client.post(f"{at}/folder", json={"folder": ".."})
    assert missing.status_code == 404


async def test_a_recipe_is_previewed_on_some_photos(
    client: httpx.AsyncClient, original: str
) -> None:
    wish = {"recipe": RECIPE, "originals": [original], "side": 200}
    [shown] = (await client.post("/api/batches/preview", json=wish)).json()
    assert shown["error"] is None
    picture = await client.get(shown["url"])
    assert picture.status_code == 200
    many = {**wish, "originals": [original] * 4}
    assert (await client.post("/api/batches/preview", json=many)).status_code == 400
    # Nobody answers for models here: that is told with the photo, not for all.
    [away] = (
        await client.post("/api/batches/preview", json={**wish, "recipe": {**RECIPE, "cut": True}})
    ).json()
    assert away["url"] is None
    assert away["error"]["code"] == "inference_unavailable"


async def test_recipes_are_saved_under_names(client: httpx.AsyncClient) -> None:
    saved = await client.post("/api/batch-recipes", json={"name": "White", "recipe": RECIPE})
    assert saved.status_code == 201, saved.text
    twice = await client.post("/api/batch-recipes", json={"name": "White", "recipe": RECIPE})
    assert twice.json()["id"] == saved.json()["id"]
    await client.post("/api/batch-recipes", json={"name": "Grey", "recipe": RECIPE})
    at = f"/api/batch-recipes/{saved.json()['id']}"
    assert (await client.patch(at, json={"name": "Grey"})).status_code == 409
    assert (await client.patch(at, json={"name": "Snow"})).json()["name"] == "Snow"
    names = [one["name"] for one in (await client.get("/api/batch-recipes")).json()]
    assert names == ["Grey", "Snow"]
    assert (await client.delete(at)).status_code == 204


async def test_the_owner_corrects_the_rules_of_a_marketplace(
    client: httpx.AsyncClient, browser: httpx.AsyncClient
) -> None:
    def amazon(listed: Any) -> dict[str, Any]:
        [found] = [one for one in listed.json() if one["name"] == "amazon"]
        return dict(found)

    shipped = amazon(await client.get("/api/marketplaces"))
    assert (shipped["rules"]["checked_on"], shipped["changed"]) == ("2026-11-20", False)
    at = "/api/marketplaces/amazon"
    changed = await client.put(at, json={"least": 1000, "source": "the seller's own page"})
    assert changed.json()["rules"]["least"] == 1000
    assert changed.json()["rules"]["checked_on"] != "2026-11-20"
    held = amazon(await client.get("/api/marketplaces"))
    assert (held["changed"], held["rules"]["least"], held["shipped"]["least"]) == (True, 1000, 500)
    lax = (await client.put(at, json={"srgb": False})).json()["rules"]
    assert ("srgb" in lax, shipped["rules"]["srgb"]) == (False, True)
    for wrong in ({"leest": 1}, {"least": -1}, {"white": "perhaps"}):
        assert (await client.put(at, json=wrong)).status_code == 400
    far = {"X-Forwarded-For": "203.0.113.9", "Origin": "http://127.0.0.1:8000"}
    assert (await browser.put(at, json={"least": 1}, headers=far)).status_code == 403
    assert (await client.delete(at)).json()["rules"] == shipped["rules"]
    assert (await client.delete(at)).status_code == 404


async def test_the_schema_tells_what_controls_need(stranger: httpx.AsyncClient) -> None:
    found = (await stranger.get("/api/batches/schema")).json()
    fields = {one["name"]: one for one in found["recipe"]}
    assert fields["fill"]["default"] == 0.85
    assert fields["align"]["schema"]["enum"] == ["centre", "bottom", "optical"]
    assert "share" in found["repairs"]


@pytest.mark.parametrize("bad", [{}, {"targets": []}, {"targets": [{"preset": "amazn"}]}])
async def test_a_wrong_recipe_is_refused(client: httpx.AsyncClient, bad: dict[str, Any]) -> None:
    answer = await client.post("/api/batches", json={"name": "x", "recipe": bad})
    assert answer.status_code == 400
    assert answer.json()["error"]["remedy"]


async def test_only_so_many_batches_are_kept(client: httpx.AsyncClient, settings: Settings) -> None:
    settings.STUDIO = replace(settings.STUDIO, batches=1)
    await made(client)
    answer = await client.post("/api/batches", json={"name": "x", "recipe": RECIPE})
    assert answer.status_code == 429

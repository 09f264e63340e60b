"""A batch from its first photo to its end: each item once, a broken one alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.errors import Busy, Conflict, InvalidOption, NotFound
from editor.flows import documents, originals
from editor.flows.batches import again, feeding, rows, running, telling
from editor.flows.engines import Engines
from editor.models import Batch, BatchItem, Document, Workspace
from tests.flows.batches.conftest import SMALL, Fill, jobs, states, work
from tests.flows.photos import PICTURES

pytestmark = pytest.mark.django_db(transaction=True)

TWO_SIZES = {
    "cut": False,
    "trim": False,
    "targets": [{"preset": "ebay"}, {"width": 200, "height": 250, "format": "png"}],
}


def item(batch: Batch, name: str) -> BatchItem:
    return BatchItem.objects.get(batch=batch, name=f"{name}.jpg")


def started(batch: Batch, engines: Engines) -> list[Any]:
    return work(feeding.start(batch.workspace, batch.pk).outcomes, batch.workspace, engines)


def test_every_photo_becomes_a_file_of_each_target(filled: Fill, engines: Engines) -> None:
    batch = filled(TWO_SIZES, "product", "person")
    told = started(batch, engines)
    batch.refresh_from_db()
    assert batch.state == "done"
    assert set(states(batch).values()) <= {"passed", "review"}
    for one in BatchItem.objects.filter(batch=batch):
        sizes = [(r["width"], r["height"], r["content_type"]) for r in one.results]
        assert sizes == [(1600, 1600, "image/jpeg"), (200, 250, "image/png")]
        assert {c["name"] for c in one.results[0]["checks"]} >= {"share", "longest", "detail"}
    changes = [one.data["state"] for one in told if one.__class__.__name__ == "Happened"
               and one.kind == "batch.item"]  # fmt: skip
    assert changes.count("running") == 2
    assert len(jobs(told)) == 2


def test_the_subject_takes_its_share_and_the_rest_is_pure_white(
    filled: Fill, engines: Engines
) -> None:
    # A model of a fixed name: what `auto` means changes with the models that are here.
    size = {"name": "shop", "width": 600, "height": 600}
    batch = filled({"model": "grabcut-matte", "targets": [size]}, "person")
    started(batch, engines)
    [result] = item(batch, "person").results
    kept = engines.caches.variants.find(result["key"])
    assert kept is not None
    shown = np.asarray(Image.open(kept.path).convert("RGB"))
    found = np.argwhere((shown < 235).any(axis=2))
    extent = (found.max(axis=0) - found.min(axis=0) + 1) / 600
    assert abs(extent.max() - 0.85) < 0.02
    assert (shown[:20] == 255).all()
    checks = {one["name"]: one for one in result["checks"]}
    assert checks["white"]["verdict"] == "pass"
    assert abs(checks["share"]["number"] - 0.85) < 0.02


def test_a_broken_photo_fails_alone_with_its_reason(filled: Fill, engines: Engines) -> None:
    cut_off = (PICTURES / "hair.jpg").read_bytes()[:5000]
    batch = filled(SMALL, "product", broken=cut_off, text=b"no picture at all")
    started(batch, engines)
    found = states(batch)
    assert (found["broken.jpg"], found["text.jpg"]) == ("failed", "failed")
    assert found["product.jpg"] in ("passed", "review")
    assert "cut off" in item(batch, "broken").error["text"]
    assert item(batch, "broken").error["remedy"]
    counted = telling.counts(batch)
    assert (counted["failed"], counted["total"], counted["done"]) == (2, 3, 3)


def test_an_item_s_job_run_twice_does_no_harm(filled: Fill, engines: Engines) -> None:
    batch = filled(SMALL, "product")
    [job] = jobs(feeding.start(batch.workspace, batch.pk).outcomes)
    workspace = str(batch.workspace_id)
    first, _ = running.claimed(workspace, job.payload)
    # Its worker died: the job is run again, and both come to an end.
    second, _ = running.claimed(workspace, job.payload)
    assert first is not None
    assert second is not None
    assert running.run(second, engines).state != running.LEFT
    before = item(batch, "product")
    assert running.run(first, engines).state == running.LEFT
    after = item(batch, "product")
    assert (after.results, after.finished) == (before.results, before.finished)
    assert running.claimed(workspace, job.payload)[0] is None


def test_a_part_that_can_t_be_asked_now_doesn_t_fail_the_item(
    filled: Fill, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = filled(SMALL, "product")
    [job] = jobs(feeding.start(batch.workspace, batch.pk).outcomes)

    def away(*given: Any, **more: Any) -> Any:
        raise Busy("Inference restarts.", remedy="Try again.")

    with monkeypatch.context() as patched:
        patched.setattr(running, "finish", away)
        claimed, _ = running.claimed(str(batch.workspace_id), job.payload)
        assert claimed is not None
        with pytest.raises(Busy):
            running.run(claimed, engines)
    assert item(batch, "product").state == "running"
    claimed, _ = running.claimed(str(batch.workspace_id), job.payload)
    assert claimed is not None
    assert running.run(claimed, engines).state in ("passed", "review")


def test_a_paused_batch_begins_nothing_and_goes_on_where_it_stood(
    filled: Fill, engines: Engines
) -> None:
    batch = filled(SMALL, "product", "person")
    outcomes = feeding.start(batch.workspace, batch.pk).outcomes
    feeding.pause(batch.workspace, batch.pk)
    work(outcomes, batch.workspace, engines)
    assert set(states(batch).values()) == {"waiting"}
    with pytest.raises(Conflict, match="paused"):
        feeding.pause(batch.workspace, batch.pk)
    started(batch, engines)
    assert "waiting" not in states(batch).values()
    with pytest.raises(Conflict, match="Nothing waits"):
        feeding.start(batch.workspace, batch.pk)


def test_only_some_items_are_with_the_workers_at_a_time(filled: Fill, engines: Engines) -> None:
    batch = filled(SMALL)
    for number in range(feeding.AT_ONCE + 3):
        BatchItem.objects.create(batch=batch, position=number, name=f"{number}.jpg")
    outcomes = feeding.start(batch.workspace, batch.pk).outcomes
    assert len(jobs(outcomes)) == feeding.AT_ONCE
    done = work(outcomes, batch.workspace, engines)
    assert len(jobs(done)) == feeding.AT_ONCE + 3
    # Their photos were deleted meanwhile: each says so.
    assert set(states(batch).values()) == {"failed"}
    assert "deleted" in BatchItem.objects.filter(batch=batch)[0].error["text"]


def test_what_is_added_to_a_running_batch_is_made_too(filled: Fill, engines: Engines) -> None:
    from editor.flows.batches import adding

    batch = filled(SMALL, "product")
    started(batch, engines)
    content = (PICTURES / "hair.jpg").read_bytes()
    _, saved = adding.add_upload(batch.workspace, batch.pk, "hair.jpg", [content], using=engines)
    work(saved.outcomes, batch.workspace, engines)
    assert item(batch, "hair").state in ("passed", "review")
    same, _ = adding.add_upload(batch.workspace, batch.pk, "hair.jpg", [content], using=engines)
    assert same.pk == item(batch, "hair").pk


def test_a_changed_recipe_makes_anew_only_what_it_touches(filled: Fill, engines: Engines) -> None:
    batch = filled(SMALL, "product", "person")
    started(batch, engines)
    owner = batch.workspace
    rows.change(owner, batch.pk, {"recipe": {**SMALL, "pattern": "{sku}-{n}"}})
    assert not jobs(again.rerun(owner, batch.pk).outcomes)
    before = item(batch, "person").results[0]["key"]
    rows.change(owner, batch.pk, {"recipe": {**SMALL, "margin": 0.2}})
    outcomes = again.rerun(owner, batch.pk).outcomes
    assert len(jobs(outcomes)) == 2
    work(outcomes, owner, engines)
    assert item(batch, "person").results[0]["key"] != before
    assert not jobs(again.rerun(owner, batch.pk).outcomes)


def test_what_is_edited_by_hand_flows_back(
    filled: Fill, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "RESTED", timedelta(days=-1))
    batch = filled(SMALL, "person")
    started(batch, engines)
    row, _ = again.edited(batch.workspace, batch.pk, item(batch, "person").pk, using=engines)
    assert again.edited(batch.workspace, batch.pk, item(batch, "person").pk)[0] == row
    assert not again.flowed_back()
    assert not list(again.stale(batch)), "it was only opened"
    assert not telling.item(item(batch, "person"))["edited"]
    body = dict(row.body)
    body["layers"] = [{**body["layers"][0], "flipX": True}]
    Document.objects.filter(pk=row.pk).update(body=body, revision=2)
    with monkeypatch.context() as working:
        working.setattr(again, "RESTED", timedelta(hours=1))
        assert not again.flowed_back()
    [back] = again.flowed_back()
    before = back.results[0]["key"]
    work(again.retry(batch.workspace, batch.pk, [back.pk]).outcomes, batch.workspace, engines)
    after = item(batch, "person")
    assert after.results[0]["key"] != before
    assert (after.revision, after.state) == (2, "passed")
    assert telling.item(after)["edited"]
    assert not again.flowed_back()
    work(again.released(batch.workspace, batch.pk, after.pk).outcomes, batch.workspace, engines)
    assert item(batch, "person").results[0]["key"] == before


def test_a_person_decides_what_counts(filled: Fill, engines: Engines) -> None:
    batch = filled({**SMALL, "kind": "portrait", "head": 0.9}, "product", "person")
    started(batch, engines)
    owner, cup, person = batch.workspace, item(batch, "product"), item(batch, "person")
    assert cup.state == "review"
    assert "no face was found" in telling.reason(cup)
    assert person.state == "passed", telling.reason(person)
    again.decide(owner, batch.pk, [cup.pk], accept=True)
    again.decide(owner, batch.pk, [person.pk], accept=False)
    assert states(batch) == {"product.jpg": "passed", "person.jpg": "dropped"}
    assert telling.counts(batch)["total"] == 1
    batch.refresh_from_db()
    assert (batch.state, batch.round) == ("done", 1)
    with pytest.raises(Conflict):
        again.decide(owner, batch.pk, [person.pk], accept=True)
    work(again.retry(owner, batch.pk, [person.pk]).outcomes, owner, engines)
    assert states(batch)["person.jpg"] == "passed"


def test_a_failed_check_is_mended_by_the_recipe(filled: Fill, engines: Engines) -> None:
    mark = {"watermark": {"text": "SAMPLE"}}
    recipe = {**SMALL, **mark, "targets": [{"preset": "ebay", "width": 500, "height": 500}]}
    batch = filled(recipe, "person")
    started(batch, engines)
    assert item(batch, "person").state == "review"
    assert telling.reason(item(batch, "person")) == "Nothing on the photo: 1 layer"
    assert "overlays" in again.repairs(batch.workspace, batch.pk)["ebay"]
    work(
        again.repair(batch.workspace, batch.pk, "ebay", "overlays").outcomes,
        batch.workspace,
        engines,
    )
    batch.refresh_from_db()
    assert "watermark" not in batch.recipe
    assert "overlays" not in again.repairs(batch.workspace, batch.pk)["ebay"]
    assert item(batch, "person").results[0]["verdict"] != "fail"
    with pytest.raises(InvalidOption):
        again.repair(batch.workspace, batch.pk, "ebay", "sharpness")


def test_other_people_s_batches_and_photos_aren_t_there(
    filled: Fill, stranger: Workspace, engines: Engines
) -> None:
    from editor.flows.batches import adding

    batch = filled(SMALL, "product")
    photo = item(batch, "product").original
    assert photo is not None
    for ask in (rows.get, feeding.start, again.retry, again.rerun):
        with pytest.raises(NotFound):
            ask(stranger, batch.pk)  # type: ignore[operator]
    own = rows.create(stranger, "Mine", SMALL)
    with pytest.raises(NotFound):
        adding.add_held(stranger, own.pk, [photo.pk])
    with pytest.raises(NotFound):
        rows.create(stranger, "Mark", {**SMALL, "watermark": {"source": str(photo.pk)}})


def test_a_deleted_photo_or_document_leaves_its_item_behind(filled: Fill, engines: Engines) -> None:
    batch = filled(SMALL, "product")
    started(batch, engines)
    one = item(batch, "product")
    assert one.original is not None
    row, _ = again.edited(batch.workspace, batch.pk, one.pk, using=engines)
    documents.trash(batch.workspace, row.pk)
    Document.objects.filter(pk=row.pk).delete()
    originals.delete(batch.workspace, one.original_id, kept=engines.caches)
    left = item(batch, "product")
    assert (left.original, left.document) == (None, None)

"""Documents as files: settled when they are asked for, made by the job, at their true size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.errors import BadRequest, Gone, InvalidOption, NotFound, UnknownName
from editor.flows import documents, export, originals
from editor.flows.engines import Engines
from editor.flows.outcomes import Enqueue
from editor.flows.upload import upload
from editor.models import Document, Original, Recipe, Workspace
from editor.plan.presets import PRESETS
from tests.flows.photos import PICTURES
from tests.flows.test_documents import body, layer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo(workspace: Workspace, engines: Engines) -> Original:
    content = (PICTURES / "product.jpg").read_bytes()
    return upload(workspace, "product.jpg", [content], using=engines).original


@pytest.fixture
def poster(workspace: Workspace, photo: Original) -> Document:
    """The photo at half size in the middle of a white sheet of 100 x 80."""
    return documents.create(workspace, "Poster", body(layer("a", photo.pk))).document


def asked(poster: Document, engines: Engines, **wanted: Any) -> Enqueue:
    [job] = export.export(poster.workspace, poster.pk, wanted, using=engines).outcomes
    assert isinstance(job, Enqueue)
    return job


def made(poster: Document, engines: Engines, **wanted: Any) -> dict[str, Any]:
    job = asked(poster, engines, **wanted)
    return export.run_export(poster.workspace_id, job.payload, using=engines)


def picture(engines: Engines, result: dict[str, Any]) -> Image.Image:
    kept = engines.caches.variants.find(result["key"])
    assert kept is not None
    return Image.open(kept.path)


def test_nothing_is_rendered_before_the_job_runs(poster: Document, engines: Engines) -> None:
    before = engines.render.counters().renders
    done = export.export(poster.workspace, poster.pk, {}, using=engines)
    [job] = done.outcomes
    assert isinstance(job, Enqueue)
    assert (job.kind, job.queue) == ("export", "interactive")
    assert job.payload["key"] == done.key
    assert done.url == f"/p/{done.key}"
    assert Recipe.objects.filter(pk=done.key).exists()
    assert engines.render.counters().renders == before


def test_the_job_makes_the_canvas_at_its_own_size(poster: Document, engines: Engines) -> None:
    result = made(poster, engines, format="png")
    assert (result["width"], result["height"]) == (100, 80)
    assert result["content_type"] == "image/png"
    assert result["url"] == f"/p/{result['key']}"
    assert (result["document"], result["revision"]) == (str(poster.pk), 1)
    shown = np.asarray(picture(engines, result).convert("RGB"))
    assert (shown[:20] == 255).all()
    assert shown[30:50, 40:60].std() > 5


def test_running_twice_does_no_harm(poster: Document, engines: Engines) -> None:
    job = asked(poster, engines, format="png")
    before = engines.render.counters().renders
    results = [export.run_export(poster.workspace_id, job.payload, using=engines) for _ in range(2)]
    assert results[0] == results[1]
    assert engines.render.counters().renders == before + 1


@pytest.mark.parametrize(
    ("wanted", "size"),
    [
        ({"scale": 3}, (300, 240)),
        ({"width": 250}, (250, 200)),
        ({"height": 40}, (50, 40)),
        ({"preset": "sticker-telegram"}, (512, 388)),
    ],
)
def test_larger_and_smaller_sizes_are_made_from_the_originals(
    poster: Document, engines: Engines, wanted: dict[str, Any], size: tuple[int, int]
) -> None:
    result = made(poster, engines, **wanted)
    assert (result["width"], result["height"]) == size


def test_a_large_export_shows_more_detail_than_an_enlarged_small_one(
    poster: Document, engines: Engines
) -> None:
    small = picture(engines, made(poster, engines, format="png")).convert("L")
    large = picture(engines, made(poster, engines, scale=8, format="png")).convert("L")
    enlarged = np.asarray(small.resize(large.size, Image.Resampling.BICUBIC), float)
    detail = [
        np.abs(np.diff(pixels, axis=1)).mean() for pixels in (np.asarray(large, float), enlarged)
    ]
    assert detail[0] > 1.2 * detail[1]


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_can_be_exported(poster: Document, engines: Engines, name: str) -> None:
    result = made(poster, engines, preset=name)
    assert result["bytes"] > 0
    assert all("byte budget" in said for said in result["warnings"])
    limit = PRESETS[name].rules.max_bytes
    assert not limit or result["bytes"] <= limit
    assert "fail" not in {one["verdict"] for one in result["checks"] if one["name"] != "alpha"}


def test_format_and_quality_override_the_preset(poster: Document, engines: Engines) -> None:
    high = made(poster, engines, preset="photo", quality=95)
    low = made(poster, engines, preset="photo", quality=20)
    assert high["content_type"] == low["content_type"] == "image/jpeg"
    assert low["bytes"] < high["bytes"]
    assert made(poster, engines, preset="photo", format="webp")["content_type"] == "image/webp"


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"preset": "wep"}, UnknownName),
        ({"scale": 2, "width": 10}, BadRequest),
        ({"scale": 99}, InvalidOption),
        ({"format": "bmp"}, InvalidOption),
        ({"qualty": 3}, UnknownName),
        ({"width": "many"}, InvalidOption),
    ],
)
def test_a_wrong_wish_is_refused_before_a_job_is_queued(
    poster: Document, engines: Engines, wanted: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        asked(poster, engines, **wanted)
    assert not Recipe.objects.exists()


def test_the_same_document_at_the_same_size_is_the_same_job(
    poster: Document, engines: Engines
) -> None:
    assert asked(poster, engines, width=200).key == asked(poster, engines, scale=2).key
    assert asked(poster, engines, width=201).key != asked(poster, engines, scale=2).key


def test_other_peoples_documents_are_not_exported(
    poster: Document, stranger: Workspace, engines: Engines
) -> None:
    with pytest.raises(NotFound):
        export.export(stranger, poster.pk, {}, using=engines)
    job = asked(poster, engines)
    with pytest.raises(NotFound):
        export.run_export(stranger.pk, job.payload, using=engines)


def test_a_trashed_original_still_shows_in_its_document(
    poster: Document, photo: Original, engines: Engines
) -> None:
    assert originals.delete(poster.workspace, photo.pk, kept=engines.caches).trashed
    assert made(poster, engines, format="png")["width"] == 100


def test_an_original_deleted_for_good_is_told_before_and_in_the_job(
    poster: Document, photo: Original, engines: Engines
) -> None:
    job = asked(poster, engines)
    poster.uses.clear()
    originals.delete(poster.workspace, photo.pk, kept=engines.caches)
    with pytest.raises(Gone):
        export.run_export(poster.workspace_id, job.payload, using=engines)
    with pytest.raises(NotFound):
        asked(poster, engines)


def test_a_job_of_a_workspace_that_was_removed_ends_with_a_clear_error(
    poster: Document, engines: Engines
) -> None:
    job = asked(poster, engines)
    removed = poster.workspace_id
    Workspace.objects.filter(pk=removed).delete()
    with pytest.raises(NotFound, match="workspace"):
        export.run_export(removed, job.payload, using=engines)

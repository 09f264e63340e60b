"""Photos taken in from ZIP files and from folders of the server."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from editor.errors import BadRequest, NotFound, QuotaExceeded, TooLarge
from editor.flows.batches import adding, again, intake, rows
from editor.flows.engines import Engines
from editor.library import originals
from editor.models import Batch, BatchItem, Workspace
from tests.flows.batches.conftest import SMALL, states
from tests.flows.photos import PICTURES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batch(workspace: Workspace) -> Batch:
    return rows.create(workspace, "Autumn", SMALL)


def zipped(**files: bytes) -> ContentFile[bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return ContentFile(out.getvalue())


def photo(name: str) -> bytes:
    return (PICTURES / f"{name}.jpg").read_bytes()


def taken(batch: Batch, payload: Any, engines: Engines) -> int:
    return len(list(intake.run(batch, payload, engines)))


def test_the_photos_of_a_zip_file_become_items_by_name(batch: Batch, engines: Engines) -> None:
    given = {
        "b__two.jpg": photo("hair"),
        "a.JPG": photo("product"),
        "notes.txt": b"no picture",
        "__MACOSX__._a.jpg": b"rubbish",
        "c.jpg": b"broken",
    }
    job = intake.keep_zip(batch.workspace, batch.pk, zipped(**given))
    assert job.queue == "default"
    assert taken(batch, job.payload, engines) == 3
    assert states(batch) == {"a.JPG": "waiting", "two.jpg": "waiting", "c.jpg": "failed"}
    positions = BatchItem.objects.filter(batch=batch).order_by("position")
    assert [one.name for one in positions] == ["a.JPG", "two.jpg", "c.jpg"]
    # The file itself is gone, and the job run again finds nothing to do.
    assert not originals.storage().exists(job.payload["zip"])
    assert taken(batch, job.payload, engines) == 0


def test_a_table_beside_the_photos_tells_their_skus(batch: Batch, engines: Engines) -> None:
    given = {
        "a__one_front.jpg": photo("product"),
        "two_back.jpg": b"broken",
        "a__skus.csv": b"file,sku\none_front.jpg,AB-1\n",
        "prices.csv": b"article,price\nx,1\n",
        "a__._skus.csv": b"file,sku\ntwo_back.jpg,rubbish\n",
    }
    job = intake.keep_zip(batch.workspace, batch.pk, zipped(**given))
    assert taken(batch, job.payload, engines) == 2
    skus = dict(BatchItem.objects.filter(batch=batch).values_list("name", "sku"))
    assert skus == {"one_front.jpg": "AB-1", "two_back.jpg": "two"}


def test_only_so_many_tables_are_read(
    batch: Batch, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_TABLES", 2)
    tables = {f"{n}.csv": b"file,sku\nfront.jpg,AB-%d\n" % n for n in range(4)}
    job = intake.keep_zip(batch.workspace, batch.pk, zipped(**{"front.jpg": b"broken"}, **tables))
    assert taken(batch, job.payload, engines) == 1
    assert BatchItem.objects.get(batch=batch).sku == "AB-1"


def test_a_job_that_was_cut_off_adds_nothing_twice(batch: Batch, engines: Engines) -> None:
    job = intake.keep_zip(
        batch.workspace, batch.pk, zipped(**{"a.jpg": b"broken", "b.jpg": photo("hair")})
    )
    begun = intake.run(batch, job.payload, engines)
    next(begun)
    begun.close()
    assert states(batch) == {"a.jpg": "failed"}
    assert taken(batch, job.payload, engines) == 2
    assert BatchItem.objects.filter(batch=batch).count() == 2
    assert states(batch) == {"a.jpg": "failed", "b.jpg": "waiting"}


def test_photos_that_overtake_each_other_keep_their_places(batch: Batch, engines: Engines) -> None:
    for name, place in (("hair", 2), ("product", 1), ("person", 2)):
        adding.add_upload(
            batch.workspace, batch.pk, f"{name}.jpg", [photo(name)], place=place, using=engines
        )
    # One whose place is taken, or is none, comes behind all others.
    far, _ = adding.add_upload(
        batch.workspace, batch.pk, "far.jpg", [b"x"], place=10**30, using=engines
    )
    found = BatchItem.objects.filter(batch=batch).order_by("position")
    assert [(one.position, one.name) for one in found] == [
        *((1, "product.jpg"), (2, "hair.jpg"), (3, "person.jpg"), (4, "far.jpg")),
    ]
    again.retry(batch.workspace, batch.pk, [one.pk for one in found])
    far.refresh_from_db()
    assert far.position == 4


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (ContentFile(b"no archive"), BadRequest),
        (zipped(**{"notes.txt": b"x"}), BadRequest),
        (zipped(), BadRequest),
    ],
)
def test_what_holds_no_photos_is_refused(
    batch: Batch, content: ContentFile[bytes], error: type[Exception]
) -> None:
    with pytest.raises(error):
        intake.keep_zip(batch.workspace, batch.pk, content)


def test_a_zip_file_that_grows_too_large_is_refused(batch: Batch, settings: Settings) -> None:
    settings.STUDIO = replace(settings.STUDIO, upload_bytes=1000)
    with pytest.raises(TooLarge):
        intake.keep_zip(batch.workspace, batch.pk, zipped(**{"a.jpg": b"\0" * 2000}))


def test_a_batch_holds_only_so_many_photos(
    batch: Batch, settings: Settings, engines: Engines
) -> None:
    settings.STUDIO = replace(settings.STUDIO, batch_photos=1)
    job = intake.keep_zip(
        batch.workspace, batch.pk, zipped(**{"a.jpg": photo("product"), "b.jpg": photo("hair")})
    )
    with pytest.raises(QuotaExceeded):
        taken(batch, job.payload, engines)
    assert len(states(batch)) == 1
    with pytest.raises(QuotaExceeded):
        adding.add_upload(batch.workspace, batch.pk, "c.jpg", [b"x"], using=engines)


def test_a_folder_that_the_owner_named_can_be_taken(
    batch: Batch, settings: Settings, engines: Engines, tmp_path: Path
) -> None:
    folder = tmp_path / "photos" / "autumn"
    folder.mkdir(parents=True)
    (folder / "a.jpg").write_bytes(photo("product"))
    (folder / "notes.txt").write_text("x")
    (folder / "outside.jpg").symlink_to(PICTURES / "person.jpg")
    (tmp_path / "photos" / "link").symlink_to(PICTURES)
    assert intake.folders() == []
    settings.STUDIO = replace(settings.STUDIO, import_dir=str(tmp_path / "photos"))
    assert intake.folders() == ["autumn"]
    job = intake.take_folder(batch.workspace, batch.pk, "autumn")
    assert taken(batch, job.payload, engines) == 1
    assert states(batch) == {"a.jpg": "waiting"}
    for name in ("..", "link", "../photos/autumn", "", "/"):
        with pytest.raises(NotFound):
            intake.take_folder(batch.workspace, batch.pk, name)


def test_a_zip_file_that_nobody_reads_any_more_is_removed_in_time(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert intake.forgotten() == 0
    job = intake.keep_zip(batch.workspace, batch.pk, zipped(**{"a.jpg": b"x"}))
    assert intake.forgotten() == 0
    monkeypatch.setattr(intake, "KEPT", timedelta(days=-1))
    assert intake.forgotten() == 1
    assert not originals.storage().exists(job.payload["zip"])

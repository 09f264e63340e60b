"""What a batch hands out: an archive, its manifest, the report."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from editor.flows.batches import again, feeding, packing, rows, writing
from editor.flows.engines import Engines
from editor.models import Batch, BatchItem, Variant
from tests.flows.batches.conftest import SMALL, Fill, work
from tests.flows.photos import PICTURES

pytestmark = pytest.mark.django_db(transaction=True)

TWO = {
    **SMALL,
    "targets": [{"name": "a", "width": 40, "height": 40}, {"name": "b", "width": 60, "height": 50}],
    "pattern": "{sku}-{width}",
}


@pytest.fixture
def batch(filled: Fill, engines: Engines) -> Batch:
    """Two good photos and a broken one, all with the same SKU."""
    made = filled(TWO, broken=(PICTURES / "hair.jpg").read_bytes()[:4000])
    from editor.flows.batches import adding

    for name in ("product", "person"):
        content = (PICTURES / f"{name}.jpg").read_bytes()
        adding.add_upload(
            made.workspace, made.pk, f"{name}.jpg", [content], sku="=AB", using=engines
        )
    work(feeding.start(made.workspace, made.pk).outcomes, made.workspace, engines)
    BatchItem.objects.filter(batch=made, state="review").update(state="passed")
    return rows.get(made.workspace, made.pk)


def opened(batch: Batch, engines: Engines) -> zipfile.ZipFile:
    pieces = packing.packed(batch.workspace, batch, using=engines)
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_the_archive_has_a_folder_for_each_target(batch: Batch, engines: Engines) -> None:
    archive = opened(batch, engines)
    assert archive.testzip() is None
    names = ["a/=AB-40.jpg", "a/=AB-40-3.jpg", "b/=AB-60.jpg", "b/=AB-60-3.jpg", "manifest.csv"]
    assert sorted(archive.namelist()) == sorted(names)
    assert Image.open(archive.open("b/=AB-60-3.jpg")).size == (60, 50)
    lines = list(csv.DictReader(io.TextIOWrapper(archive.open("manifest.csv"), "utf-8")))
    assert [one["target"] for one in lines] == ["a", "b", "a", "b"]
    for one in lines:
        assert int(one["bytes"]) == archive.getinfo(one["file"]).file_size
        # No spreadsheet takes it for a formula.
        assert one["sku"] == "'=AB"


def test_files_that_left_the_cache_are_made_again(batch: Batch, engines: Engines) -> None:
    before = {one.filename: one.CRC for one in opened(batch, engines).infolist()}
    keys = list(Variant.objects.values_list("pk", flat=True))
    engines.caches.variants.shelf.discard(keys)
    assert {one.filename: one.CRC for one in opened(batch, engines).infolist()} == before


def test_what_is_to_be_reviewed_or_dropped_stays_out(batch: Batch, engines: Engines) -> None:
    first, second = BatchItem.objects.filter(batch=batch, state="passed").order_by("position")
    BatchItem.objects.filter(pk=first.pk).update(state="review")
    again.decide(batch.workspace, batch.pk, [second.pk], accept=False)
    assert opened(batch, engines).namelist() == ["manifest.csv"]
    everything = packing.packed(batch.workspace, batch, reviewed_only=False, using=engines)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(everything)))
    assert len(archive.namelist()) == 3


def test_what_becomes_of_one_photo_never_renames_another(batch: Batch, engines: Engines) -> None:
    first = BatchItem.objects.get(batch=batch, name="product.jpg")
    again.decide(batch.workspace, batch.pk, [first.pk], accept=False)
    names = ["a/=AB-40-3.jpg", "b/=AB-60-3.jpg", "manifest.csv"]
    assert sorted(opened(batch, engines).namelist()) == names
    # Without files, too, it keeps its name for the day on which it has some.
    BatchItem.objects.filter(pk=first.pk).update(state="failed", results=[])
    assert sorted(opened(batch, engines).namelist()) == names


def test_the_report_tells_every_check_and_every_failure(batch: Batch) -> None:
    lines = list(csv.DictReader(io.StringIO("".join(packing.report(batch)))))
    [broken] = [one for one in lines if one["source"] == "broken.jpg"]
    assert (broken["state"], broken["verdict"]) == ("failed", "fail")
    assert "cut off" in broken["value"]
    sizes = [one for one in lines if one["check"] == "size" and one["target"] == "b"]
    assert [one["value"] for one in sizes] == ["60 x 50 px", "60 x 50 px"]


def test_memory_doesn_t_grow_with_the_archive(batch: Batch, engines: Engines) -> None:
    one = BatchItem.objects.filter(batch=batch, state="passed").first()
    assert one is not None
    for number in range(300):
        BatchItem.objects.create(
            batch=batch, position=100 + number, name=f"{number}.jpg", sku=str(number),
            state="passed", results=one.results,
        )  # fmt: skip
    pieces = packing.packed(batch.workspace, batch, using=engines)
    next(pieces)
    tracemalloc.start()
    total = sum(len(piece) for piece in pieces)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 300 * 1000
    # Rows and names of one page, never the pictures.
    assert peak < 12_000_000


def test_files_are_written_into_a_folder(batch: Batch, engines: Engines, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert writing.written(batch.workspace, batch, out, using=engines) == 4
    found = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert found == [
        *("a/=AB-40-3.jpg", "a/=AB-40.jpg", "b/=AB-60-3.jpg", "b/=AB-60.jpg"),
        *("manifest.csv", "report.csv"),
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("-3", "-3"), ("@x", "'@x"), ("+a", "'+a"), ("plain", "plain")],
)
def test_no_value_becomes_a_formula(value: str, written: str) -> None:
    assert packing.line([value]) == f"{written}\r\n"

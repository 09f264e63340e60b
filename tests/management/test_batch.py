"""`manage.py batch`: a folder of photos becomes a folder of files."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from pytest_django import Settings

from editor.flows import engines as tools
from editor.management.progress import Bar, bar
from editor.models import Batch, BatchItem

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = Path(__file__).parent.parent / "pictures"
RECIPE = {"cut": False, "trim": False, "targets": [{"name": "shop", "width": 50, "height": 40}]}


@pytest.fixture(autouse=True)
def _own_engines(data_dir: Path, settings: Settings) -> Iterator[None]:
    # An address is known, so that no inference child is started; nobody asks it here.
    settings.STUDIO = replace(
        settings.STUDIO, inference_url="http://127.0.0.1:9", render_processes=1
    )
    tools.engines.cache_clear()
    yield
    if tools.engines.cache_info().currsize:
        tools.engines().render.close(grace_s=0)
    tools.engines.cache_clear()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "Autumn"
    folder.mkdir()
    for name in ("product", "hair"):
        shutil.copy(PICTURES / f"{name}.jpg", folder)
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("x")
    return folder


def run(photos: Path, out: Path, recipe: object = RECIPE, **options: object) -> str:
    path = photos.parent / "recipe.json"
    path.write_text(json.dumps(recipe))
    said = io.StringIO()
    call_command("batch", str(photos), out=out, recipe=path, stdout=said, **options)
    return said.getvalue()


def test_a_folder_is_made_checked_and_written(photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = run(photos, out, all=True)
    assert "1 failed; 2 files" in said
    assert Image.open(out / "shop" / "product.jpg").size == (50, 40)
    report = list(csv.DictReader((out / "report.csv").open()))
    assert {one["source"] for one in report} == {"product.jpg", "hair.jpg", "broken.jpg"}
    assert len(list(csv.DictReader((out / "manifest.csv").open()))) == 2


def test_a_second_run_makes_only_what_changed(photos: Path, tmp_path: Path) -> None:
    run(photos, tmp_path / "out", all=True)
    before = dict(BatchItem.objects.filter(error=None).values_list("name", "finished"))
    run(photos, tmp_path / "out", all=True)
    assert Batch.objects.count() == 1
    assert dict(BatchItem.objects.filter(error=None).values_list("name", "finished")) == before
    run(photos, tmp_path / "out", {**RECIPE, "margin": 0.2}, all=True)
    after = dict(BatchItem.objects.filter(error=None).values_list("name", "finished"))
    assert all(after[name] != before[name] for name in before)


def test_a_table_tells_the_skus(photos: Path, tmp_path: Path) -> None:
    table = tmp_path / "skus.csv"
    table.write_text("file;sku\nhair.jpg;AB 1\n")
    run(photos, tmp_path / "out", {**RECIPE, "pattern": "{sku}"}, all=True, skus=table)
    assert {one.name for one in (tmp_path / "out" / "shop").iterdir()} == {
        "AB 1.jpg",
        "product.jpg",
    }


def test_what_can_t_be_is_told_in_words(photos: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CommandError, match="no photos"):
        run(empty, tmp_path / "out")
    with pytest.raises(CommandError, match="amazn"):
        run(photos, tmp_path / "out", preset=["amazn"])
    with pytest.raises(CommandError, match="can't be read"):
        run(photos, tmp_path / "out", skus=tmp_path / "none.csv")
    with pytest.raises(CommandError, match="--preset"):
        run(photos, tmp_path / "out", {})


def test_the_bar_fills() -> None:
    assert bar(0, 10) == "[" + "." * 30 + "]"
    assert bar(5, 10).count("#") == 15
    out = io.StringIO()
    told = Bar(out)
    told.told(10, 10, "made")
    told.end()
    assert "10 of 10 made" in out.getvalue()

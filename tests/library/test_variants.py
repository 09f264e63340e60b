"""Files that may vanish, a budget."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from editor.errors import BrokenPicture, Gone
from editor.library.claims import Claims
from editor.library.variants import Made, Variants
from editor.models import Blob, Variant
from tests.library.making import KEY, draw, soon
from tests.together import Together

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_made_is_found_again(variants: Variants) -> None:
    made = variants.get(KEY, draw, (), soon())
    assert (made.content_type, made.width, made.height, made.bytes) == ("image/png", 3, 2, 6)
    assert made.path.read_bytes() == b"pixels"
    assert variants.find(KEY) == made


def test_nothing_is_found_before_it_is_made(variants: Variants) -> None:
    assert variants.find(KEY) is None


def test_a_deleted_cache_folder_harms_nothing(variants: Variants, tmp_path: Path) -> None:
    variants.get(KEY, draw, (), soon())
    shutil.rmtree(tmp_path / "variants")
    assert variants.find(KEY) is None
    assert variants.get(KEY, draw, (), soon()).path.read_bytes() == b"pixels"


def test_the_folder_may_be_deleted_again_and_again_meanwhile(
    tmp_path: Path, together: Together
) -> None:
    cache = Variants(tmp_path / "v", tmp_path / "tmp", 10_000_000, lease_s=2)
    done = threading.Event()

    def destroy() -> None:
        while not done.wait(0.002):
            shutil.rmtree(tmp_path / "v", ignore_errors=True)

    wrecker = threading.Thread(target=destroy)
    wrecker.start()
    try:
        got = together(lambda n: cache.get(f"{n % 5:064x}", draw, (), soon()).bytes, 20)
    finally:
        done.set()
        wrecker.join()
    assert got == [6] * 20


def test_a_damaged_file_counts_as_missing(variants: Variants) -> None:
    made = variants.get(KEY, draw, (), soon())
    made.path.write_bytes(b"pix")
    assert variants.find(KEY) is None
    assert variants.get(KEY, draw, (), soon()).path.read_bytes() == b"pixels"


def test_nothing_unfinished_stays_behind_a_failure(variants: Variants, tmp_path: Path) -> None:
    def half(path: Path) -> Made:
        path.write_bytes(b"pi")
        raise BrokenPicture("no")

    with pytest.raises(BrokenPicture):
        variants.get(KEY, half, (), soon())
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_the_longest_unused_pictures_go_first(tmp_path: Path) -> None:
    cache = Variants(tmp_path / "v", tmp_path / "tmp", budget=40)
    for n in range(10):
        key = f"{n:064x}"
        cache.get(key, draw, (), soon())
        used = timezone.now() - timedelta(minutes=10 - n)
        Variant.objects.filter(pk=key).update(used=used)
    evicted = cache.shelf.evict()
    left = sorted(int(row.key, 16) for row in Variant.objects.all())
    assert sum(Variant.objects.values_list("bytes", flat=True)) <= 40
    assert left == list(range(10 - len(left), 10))
    assert evicted.bytes == 6 * evicted.rows
    files = [p for p in (tmp_path / "v").rglob("*") if p.is_file()]
    assert len(files) == len(left)


def test_publishing_keeps_the_cache_within_its_budget(tmp_path: Path) -> None:
    cache = Variants(tmp_path / "v", tmp_path / "tmp", budget=40)
    for n in range(30):
        cache.get(f"{n:064x}", draw, (), soon())
    assert sum(Variant.objects.values_list("bytes", flat=True)) <= 40


def test_use_is_noted_at_most_once_a_minute(variants: Variants) -> None:
    variants.get(KEY, draw, (), soon())
    fresh = Variant.objects.get(pk=KEY).used
    variants.find(KEY)
    assert Variant.objects.get(pk=KEY).used == fresh
    Variant.objects.update(used=fresh - timedelta(minutes=2))
    variants.find(KEY)
    assert Variant.objects.get(pk=KEY).used >= fresh


def test_a_picture_of_a_deleted_original_is_not_kept(variants: Variants, tmp_path: Path) -> None:
    blob = Blob.objects.create(pk="c" * 64, bytes=1, format="png", width=1, height=1)

    def meanwhile(path: Path) -> Made:
        blob.delete()
        return draw(path)

    with pytest.raises(Gone):
        variants.get(KEY, meanwhile, ["c" * 64], soon())
    assert not Variant.objects.exists()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_sweep_removes_files_and_claims_that_nobody_stands_for(
    variants: Variants, tmp_path: Path
) -> None:
    import os

    kept = variants.get(KEY, draw, (), soon())
    stray = tmp_path / "variants" / "cd" / ("cd" * 32)
    stray.parent.mkdir()
    stray.write_bytes(b"lost")
    young = stray.with_name("ce" * 32)
    young.write_bytes(b"new")
    os.utime(stray, (1, 1))
    Claims(Variant, lease_s=-1).take("ef" * 32, None)
    Variant.objects.filter(pk="ef" * 32).update(used=timezone.now() - timedelta(hours=2))
    swept = variants.shelf.sweep()
    assert (swept.rows, swept.bytes) == (1, 4)
    assert not stray.exists()
    assert young.exists()
    assert kept.path.exists()
    assert list(Variant.objects.values_list("pk", flat=True)) == [KEY]

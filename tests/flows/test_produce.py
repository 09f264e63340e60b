"""Pictures of real photographs: made once, found again, made anew."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from editor.errors import (
    Busy,
    DeadlineExceeded,
    Gone,
    NotFound,
    TooManyPixels,
)
from editor.flows import produce
from editor.flows.detect import faces
from editor.flows.engines import Engines
from editor.flows.produce import Produced
from editor.models import Finding, Original, Variant, Workspace
from tests.flows.photos import recipe, taken_in, transform
from tests.together import Together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_thumbnail_is_made_once_and_found_then(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    wanted = recipe(person, transform(width=128))
    first = produce.produce(workspace, wanted, using=engines)
    assert (first.width, first.height, first.content_type) == (128, 150, "image/png")
    assert first.rendered
    assert first.bytes == first.path.stat().st_size
    again = produce.produce(workspace, wanted, using=engines)
    assert again.cached
    assert again.key == first.key
    assert again.path.read_bytes() == first.path.read_bytes()


def test_equal_meaning_is_one_picture(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    by_id = produce.produce(workspace, recipe(person, transform(width=64, blur=0)), using=engines)
    digest = {"original": f"sha256:{person.blob_id}"}
    by_digest = produce.produce(workspace, recipe(digest, transform(width=64)), using=engines)
    assert by_id.key == by_digest.key
    assert by_digest.cached


def test_many_equal_requests_render_once(
    workspace: Workspace, person: Original, engines: Engines, together: Together
) -> None:
    before = engines.render.counters().renders
    wanted = recipe(person, transform(width=200, blur=4))
    made = together(lambda n: produce.produce(workspace, wanted, using=engines), 30)
    assert {one.width for one in made} == {200}
    assert sum(one.rendered for one in made) == 1
    assert engines.render.counters().renders == before + 1


def test_the_whole_cache_may_be_deleted_at_any_time(
    workspace: Workspace, hair: Original, engines: Engines, data_dir: Path
) -> None:
    wanted = recipe(hair, transform(segment="foreground", width=100))
    before = produce.produce(workspace, wanted, using=engines).path.read_bytes()
    for folder in ("variants", "findings", "tmp"):
        shutil.rmtree(data_dir / folder)
    made = produce.produce(workspace, wanted, using=engines)
    assert made.rendered
    assert made.path.read_bytes() == before
    Variant.objects.all().delete()
    Finding.objects.all().delete()
    assert produce.produce(workspace, wanted, using=engines).path.read_bytes() == before


def test_an_opened_picture_survives_a_cache_that_is_emptied_meanwhile(
    workspace: Workspace, person: Original, engines: Engines, data_dir: Path
) -> None:
    wanted = recipe(person, transform(width=60))
    calls = []

    def ask() -> Produced:
        made = produce.produce(workspace, wanted, using=engines)
        if not calls:
            shutil.rmtree(data_dir / "variants")
        calls.append(made)
        return made

    made, file = produce.opened(ask)
    with file:
        assert len(file.read()) == made.bytes
    assert len(calls) == 2

    def hopeless() -> Produced:
        made = produce.produce(workspace, wanted, using=engines)
        shutil.rmtree(data_dir / "variants")
        return made

    with pytest.raises(Busy):
        produce.opened(hopeless)


def test_other_peoples_originals_are_not_found_even_when_the_picture_is_cached(
    workspace: Workspace, stranger: Workspace, person: Original, engines: Engines
) -> None:
    wanted = recipe(person, transform(width=60))
    produce.produce(workspace, wanted, using=engines)
    with pytest.raises(NotFound):
        produce.produce(stranger, wanted, using=engines)
    with pytest.raises(NotFound):
        faces(stranger, person.pk, using=engines)


def test_a_picture_that_needs_too_much_is_refused_before_it_is_made(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    before = engines.render.counters().renders
    huge = recipe({"canvas": {"width": 12_000, "height": 12_000}}, transform(blur=3))
    with pytest.raises(TooManyPixels):
        produce.produce(workspace, huge, using=engines)
    assert engines.render.counters().renders == before


def test_a_picture_over_the_megapixels_is_refused_before_it_is_made(
    workspace: Workspace, engines: Engines, settings: Settings
) -> None:
    settings.STUDIO = replace(settings.STUDIO, output_megapixels=0.01)
    sheet = {"canvas": {"width": 100, "height": 101}}
    with pytest.raises(TooManyPixels, match="100 x 101 px"):
        produce.produce(workspace, recipe(sheet), using=engines)
    fits = {"canvas": {"width": 100, "height": 100}}
    assert produce.produce(workspace, recipe(fits), using=engines).height == 100


def test_a_picture_that_no_browser_could_show_is_refused_before_it_is_made(
    workspace: Workspace, engines: Engines
) -> None:
    """A thin strip grows in both directions when one is asked for."""
    strip = recipe({"canvas": {"width": 2, "height": 900}}, transform(width=200, fit="contain"))
    with pytest.raises(TooManyPixels, match="200 x 90000 px"):
        produce.produce(workspace, strip, using=engines)


def test_a_damaged_original_is_refused_and_mended_by_sending_it_again(
    workspace: Workspace, person: Original, engines: Engines, data_dir: Path
) -> None:
    wanted = recipe(person, transform(width=90))
    [path] = [p for p in (data_dir / "originals").rglob(person.blob_id) if p.is_file()]
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[:1000])
    with pytest.raises(Gone, match="damaged: 1000 of"):
        produce.produce(workspace, wanted, using=engines)
    assert taken_in(workspace, "person", engines).pk == person.pk
    assert produce.produce(workspace, wanted, using=engines).width == 90


def test_an_impatient_request_is_told_to_come_back(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    wanted = recipe(person, transform(width=77, blur=50))
    with pytest.raises((Busy, DeadlineExceeded)):
        produce.produce(workspace, wanted, wait_s=0.001, using=engines)
    assert produce.produce(workspace, wanted, using=engines).width == 77

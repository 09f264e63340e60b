from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat
from pytest_django import Settings

from editor.errors import QuotaExceeded, UnknownName
from editor.flows import documents, originals, samples
from editor.flows.engines import Engines
from editor.flows.produce import produce
from editor.models import Document, Original, Workspace
from editor.operations import operations
from editor.plan.document import parse_document
from editor.plan.from_document import from_document


def test_every_sample_is_there_with_the_size_that_is_told() -> None:
    assert list(samples.samples()) == ["face", "product", "hair"]
    for one in samples.samples().values():
        assert Image.open(one.path).size == (one.width, one.height)
        assert one.path.stat().st_size < 200_000
    licences = (samples.FOLDER / "LICENCES.md").read_text()
    assert all(one.file in licences for one in samples.samples().values())


def test_samples_are_added_once(workspace: Workspace, engines: Engines) -> None:
    first = samples.add(workspace, ["hair", "face", "hair"], using=engines)
    assert [one.name for one in first.originals] == ["Lemur.jpg", "Portrait.jpg"]
    assert len(first.outcomes) == 2
    again = samples.add(workspace, ["face", "hair"], using=engines)
    assert again.outcomes == ()
    assert {one.pk for one in again.originals} == {one.pk for one in first.originals}
    assert Original.objects.count() == 2
    assert set(samples.held(workspace)) == {"hair", "face"}


def test_one_that_was_thrown_away_comes_back(workspace: Workspace, engines: Engines) -> None:
    (face,) = samples.add(workspace, ["face"], using=engines).originals
    originals.trash(workspace, face.pk)
    assert samples.held(workspace) == {}
    assert samples.add(workspace, ["face"], using=engines).originals[0].pk == face.pk
    assert originals.get(workspace, face.pk).trashed is None


def test_an_unknown_sample_adds_nothing(workspace: Workspace, engines: Engines) -> None:
    with pytest.raises(UnknownName, match="not a known sample"):
        samples.add(workspace, ["face", "fase"], using=engines)
    assert not Original.objects.exists()


def test_the_quota_counts_for_samples_too(
    workspace: Workspace, engines: Engines, settings: Settings
) -> None:
    samples.add(workspace, ["face"], using=engines)
    settings.STUDIO = replace(settings.STUDIO, workspace_quota_bytes=100_000)
    with pytest.raises(QuotaExceeded):
        samples.add(workspace, ["face", "product"], using=engines)
    assert len(samples.add(workspace, ["face"], using=engines).originals) == 1


def test_the_document_is_opened_again_until_it_is_changed(
    workspace: Workspace, stranger: Workspace, engines: Engines
) -> None:
    first = samples.open_document(workspace, using=engines)
    assert first.created
    again = samples.open_document(workspace, using=engines)
    assert (again.created, again.saved.document.pk) == (False, first.saved.document.pk)
    Document.objects.filter(pk=first.saved.document.pk).update(revision=2)
    assert samples.open_document(workspace, using=engines).created
    assert samples.open_document(stranger, using=engines).created
    assert documents.listing(workspace).count() == 2


def test_the_document_shows_only_the_workspaces_own_photos(
    workspace: Workspace, engines: Engines
) -> None:
    row = samples.open_document(workspace, using=engines).saved.document
    assert samples.PREFIX not in json.dumps(row.body)
    held = {str(one.pk) for one in samples.held(workspace).values()}
    assert {str(one.pk) for one in row.uses.all()} == held & {
        layer.get("source") for layer in row.body["layers"]
    }


@pytest.mark.django_db(transaction=True)
def test_the_document_looks_as_its_picture_promises(workspace: Workspace, engines: Engines) -> None:
    row = samples.open_document(workspace, using=engines).saved.document
    promised = Image.open(samples.picture(samples.DOCUMENT)).convert("RGB")
    body = parse_document(row.body)
    recipe = from_document(body, operations(), scale=promised.width / body.canvas.width)
    made = Image.open(produce(workspace, recipe, using=engines).path).convert("RGB")
    assert made.size == promised.size
    difference = ImageChops.difference(made, promised)
    assert sum(ImageStat.Stat(difference).mean) / 3 < 6

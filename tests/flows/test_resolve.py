from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editor.errors import NotFound
from editor.flows.resolve import refs_of, resolve
from editor.models import Document, Original, Workspace
from editor.operations import operations
from editor.plan.composition import Composition
from editor.plan.composition import Original as Source
from editor.plan.from_json import from_json
from tests.flows.conftest import hold

pytestmark = pytest.mark.django_db


def picture(ref: str) -> Composition:
    return from_json({"source": {"original": ref}}, operations())


def collage(*refs: str) -> Composition:
    """Pictures drawn on a canvas, each inside a group of its own."""
    place = {"x": 5, "y": 5, "width": 4, "height": 4}
    sheet = {"canvas": {"width": 10, "height": 10}}
    steps = []
    for ref in refs:
        inner = [{"draw": {"picture": {"source": {"original": ref}}, "placement": place}}]
        steps.append({"draw": {"picture": {"source": sheet, "steps": inner}, "placement": place}})
    return from_json({"source": sheet, "steps": steps}, operations())


def test_an_id_becomes_the_digest_of_its_bytes(workspace: Workspace, original: Original) -> None:
    resolved = resolve(workspace, picture(str(original.pk)))
    ref = f"sha256:{original.blob_id}"
    assert refs_of(resolved.composition) == (ref,)
    assert resolved.blobs == {ref: original.blob}


def test_originals_deep_inside_are_found_with_one_query(
    workspace: Workspace, data_dir: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, two = (hold(workspace, content, data_dir) for content in (b"1", b"2"))
    recipe = collage(str(one.pk), str(two.pk), str(one.pk), f"sha256:{two.blob_id}")
    with django_assert_num_queries(1):
        resolved = resolve(workspace, recipe)
    assert set(resolved.blobs) == {f"sha256:{one.blob_id}", f"sha256:{two.blob_id}"}
    assert set(refs_of(resolved.composition)) == set(resolved.blobs)


def test_somebody_elses_id_or_digest_is_not_found(stranger: Workspace, original: Original) -> None:
    for ref in (str(original.pk), f"sha256:{original.blob_id}"):
        with pytest.raises(NotFound):
            resolve(stranger, picture(ref))


def test_one_foreign_original_among_own_ones_is_not_found(
    workspace: Workspace, stranger: Workspace, original: Original, data_dir: Path
) -> None:
    foreign = hold(stranger, b"theirs", data_dir)
    with pytest.raises(NotFound) as refused:
        resolve(workspace, collage(str(original.pk), str(foreign.pk)))
    assert str(foreign.pk) in refused.value.text


def test_the_trash_shows_only_what_a_living_document_uses(
    workspace: Workspace, original: Original
) -> None:
    Original.objects.update(trashed=timezone.now())
    with pytest.raises(NotFound):
        resolve(workspace, picture(str(original.pk)))
    using = Document.objects.create(workspace=workspace, name="d", body={})
    using.uses.add(original)
    assert resolve(workspace, picture(str(original.pk))).blobs
    Document.objects.update(trashed=timezone.now())
    with pytest.raises(NotFound):
        resolve(workspace, picture(str(original.pk)))


def test_a_canvas_needs_no_original(workspace: Workspace) -> None:
    sheet = {"source": {"canvas": {"width": 3, "height": 3}}}
    assert resolve(workspace, from_json(sheet, operations())).blobs == {}


@pytest.mark.parametrize("ref", ["sha256:", "sha256:x", "sha256:" + "G" * 64, "x\x00y", "a" * 64])
def test_refs_that_name_nothing_are_not_found(workspace: Workspace, ref: str) -> None:
    with pytest.raises(NotFound):
        resolve(workspace, Composition(Source(ref)))


def test_what_the_request_has_read_already_is_not_asked_for_again(
    workspace: Workspace, original: Original, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read = Original.objects.select_related("blob").get(pk=original.pk)
    with django_assert_num_queries(0):
        resolved = resolve(workspace, Composition(Source(str(original.pk))), [read])
    assert list(resolved.blobs.values()) == [original.blob]


def test_what_was_read_of_others_or_lies_in_the_trash_does_not_count(
    workspace: Workspace, stranger: Workspace, original: Original
) -> None:
    read = Original.objects.select_related("blob").get(pk=original.pk)
    with pytest.raises(NotFound):
        resolve(stranger, Composition(Source(str(original.pk))), [read])
    Original.objects.filter(pk=original.pk).update(trashed=timezone.now())
    trashed = Original.objects.select_related("blob").get(pk=original.pk)
    with pytest.raises(NotFound):
        resolve(workspace, Composition(Source(str(original.pk))), [trashed])

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from editor.errors import BadRequest, Conflict, Gone, NotFound, QuotaExceeded
from editor.flows import documents, share
from editor.flows.engines import Engines
from editor.flows.produce import make
from editor.models import Document, Share, Workspace
from editor.plan.document import parse_document
from tests.flows.photos import pixels
from tests.flows.test_documents import body

pytestmark = pytest.mark.django_db

RED = {"id": "r", "kind": "shape", "shape": {"form": "rectangle", "fill": "red"}}
CORNER = {**RED, "x": 10, "y": 10, "width": 20, "height": 20}


@pytest.fixture
def row(workspace: Workspace) -> Document:
    return documents.create(workspace, "Poster", body(CORNER)).document


def test_a_link_is_made_listed_and_looked_through(workspace: Workspace, row: Document) -> None:
    first = share.create(workspace, row.pk, None)
    second = share.create(workspace, row.pk, 3600).share
    assert first.outcomes[0].kind == "document.shared"
    assert list(share.listing(workspace, row.pk)) == [second, first.share]
    assert second.expires is not None
    left = second.expires - timezone.now()
    assert timedelta(minutes=55) < left <= timedelta(hours=1)
    assert share.opened(second.pk).document == row
    assert share.is_live(first.share)


@pytest.mark.parametrize("seconds", [0, -1, share.SHORTEST_S - 1, share.LONGEST_S + 1])
def test_a_time_that_cannot_be_is_refused(
    workspace: Workspace, row: Document, seconds: int
) -> None:
    with pytest.raises(BadRequest):
        share.create(workspace, row.pk, seconds)


def test_a_revoked_link_ends_at_once_and_stays_ended(workspace: Workspace, row: Document) -> None:
    link = share.create(workspace, row.pk, None).share
    done = share.revoke(workspace, row.pk, link.pk)
    assert done.outcomes[0].kind == "document.shared"
    with pytest.raises(Gone, match="taken back"):
        share.opened(link.pk)
    again = share.revoke(workspace, row.pk, link.pk)
    assert (again.share.revoked, again.outcomes) == (done.share.revoked, ())


def test_an_expired_link_shows_nothing(workspace: Workspace, row: Document) -> None:
    link = share.create(workspace, row.pk, 60).share
    Share.objects.update(expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Gone, match="expired"):
        share.opened(link.pk)


def test_a_link_is_closed_while_its_document_lies_in_the_trash(
    workspace: Workspace, row: Document
) -> None:
    link = share.create(workspace, row.pk, None).share
    documents.trash(workspace, row.pk)
    with pytest.raises(Gone, match="put away"):
        share.opened(link.pk)
    with pytest.raises(Conflict):
        share.create(workspace, row.pk, None)
    documents.restore(workspace, row.pk)
    assert share.opened(link.pk).pk == link.pk


def test_a_guests_links_end_with_the_guest(row: Document, workspace: Workspace) -> None:
    link = share.create(workspace, row.pk, None).share
    Workspace.objects.update(name=None, expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Gone):
        share.opened(link.pk)


def test_other_workspaces_neither_see_nor_end_a_link(
    workspace: Workspace, stranger: Workspace, row: Document
) -> None:
    link = share.create(workspace, row.pk, None).share
    own = documents.create(stranger, "Own", body()).document
    with pytest.raises(NotFound):
        share.create(stranger, row.pk, None)
    with pytest.raises(NotFound):
        share.listing(stranger, row.pk)
    for document in (row, own):
        with pytest.raises(NotFound):
            share.revoke(stranger, document.pk, link.pk)
    with pytest.raises(NotFound):
        share.opened(uuid.uuid4())


def test_a_document_has_only_so_many_links(
    workspace: Workspace, row: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share, "MOST", 1)
    share.create(workspace, row.pk, None)
    with pytest.raises(QuotaExceeded):
        share.create(workspace, row.pk, None)


@pytest.mark.django_db(transaction=True)
def test_a_link_shows_the_document_as_it_is_now(
    workspace: Workspace, row: Document, engines: Engines
) -> None:
    link = share.create(workspace, row.pk, None).share

    def shown(name: str) -> tuple[tuple[int, int], list[int]]:
        planned = share.picture(share.opened(link.pk), share.VIEWS[name], "png", using=engines)
        made = make(planned, using=engines)
        seen = pixels(made)
        return (made.width, made.height), seen[10, 10, :3].tolist()

    assert shown("view") == ((100, 80), [255, 0, 0])
    Document.objects.filter(pk=row.pk).update(
        body=body({**CORNER, "shape": {"form": "rectangle", "fill": "blue"}})
    )
    assert shown("full") == ((100, 80), [0, 0, 255])
    size, (red, green, blue) = shown("preview")
    assert size == (100, 80)
    assert blue > 240
    assert max(red, green) < 12


def test_pictures_keep_within_their_bounds(settings: Settings) -> None:
    settings.STUDIO = replace(settings.STUDIO, output_megapixels=25.0)
    large = parse_document({"schema": 1, "canvas": {"width": 10_000, "height": 5_000}})
    small = parse_document({"schema": 1, "canvas": {"width": 300, "height": 200}})
    sizes = {name: share.size_of(large, view) for name, view in share.VIEWS.items()}
    assert (sizes["preview"].width, sizes["view"].width) == (1200, 2560)
    assert sizes["full"].width * sizes["full"].height <= 25_000_000
    assert sizes["full"].width > 7000
    assert {share.size_of(small, view).width for view in share.VIEWS.values()} == {300}

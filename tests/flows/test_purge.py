from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from editor.conf import Conf
from editor.errors import NotFound
from editor.flows import documents, originals, purge
from editor.flows.engines import Caches
from editor.library.deadline import Deadline
from editor.library.variants import Made
from editor.models import (
    Blob,
    Document,
    Event,
    Job,
    Original,
    Recipe,
    Share,
    Variant,
    Workspace,
)
from tests.flows.conftest import files_in, hold
from tests.flows.test_documents import body, layer

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now


@pytest.fixture
def guest(db: None) -> Workspace:
    return Workspace.objects.create(expires=NOW() - timedelta(minutes=1))


def counts(*, dry_run: bool = False, thorough: bool = False) -> dict[str, int]:
    done = purge.purge(dry_run=dry_run, thorough=thorough)
    return {step.what: step.count for step in done if step.count}


def test_a_fresh_studio_has_nothing_to_remove(original: Original) -> None:
    assert counts(thorough=True) == {}
    assert Original.objects.exists()


def test_an_expired_guest_goes_with_everything(
    guest: Workspace, kept: Caches, data_dir: Path
) -> None:
    held = hold(guest, b"holiday", data_dir)
    documents.create(guest, "d", body(layer("a", held.pk)))
    recipe = Recipe.objects.create(pk="1" * 64, composition={})
    recipe.workspaces.add(guest)
    recipe.blobs.add(held.blob)

    def draw(path: Path) -> Made:
        path.write_bytes(b"thumb")
        return Made("image/png", 1, 1)

    kept.variants.get("2" * 64, draw, [held.blob_id], Deadline.after(5))
    assert counts() == {"expired guests": 1, "recipes of nobody": 1}
    for table in (Workspace, Original, Blob, Document, Recipe, Variant):
        assert not table.objects.exists()
    assert files_in(data_dir) == []


def test_recipes_of_a_stage_go_some_days_after_their_last_use(workspace: Workspace) -> None:
    long_ago = NOW() - timedelta(days=purge.PASSING_DAYS, minutes=1)
    for key, passing, used in (("1", True, long_ago), ("2", True, NOW()), ("3", False, long_ago)):
        recipe = Recipe.objects.create(pk=key * 64, composition={}, passing=passing)
        recipe.workspaces.add(workspace)
        Recipe.objects.filter(pk=recipe.pk).update(used=used)
    assert counts(dry_run=True) == counts() == {"recipes of a stage": 1}
    assert {row.pk[0] for row in Recipe.objects.all()} == {"2", "3"}


def test_a_guest_who_came_back_meanwhile_stays(guest: Workspace, data_dir: Path) -> None:
    hold(guest, b"holiday", data_dir)
    expired = Workspace.objects.filter(expires__lt=NOW())
    assert expired.exists()
    # The list of the expired was read; then the guest returns.
    expired._result_cache = [guest.pk]
    Workspace.objects.update(expires=NOW() + timedelta(days=7))
    assert purge._gone("guests", expired, False, purge.caches()).count == 0
    assert Workspace.objects.exists()


def test_living_guests_and_named_workspaces_stay(workspace: Workspace) -> None:
    Workspace.objects.create(expires=NOW() + timedelta(days=1))
    assert counts() == {}
    assert Workspace.objects.count() == 2


def test_bytes_that_a_guest_shares_with_others_stay(
    guest: Workspace, original: Original, data_dir: Path
) -> None:
    hold(guest, b"bytes of a picture", data_dir)
    counts()
    with originals.open_bytes(original) as file:
        assert file.read() == b"bytes of a picture"


def test_old_trash_goes_and_young_trash_stays(
    workspace: Workspace, data_dir: Path, settings: Settings
) -> None:
    settings.STUDIO = Conf(trash_days=30)
    old, young = (hold(workspace, name, data_dir) for name in (b"old", b"young"))
    Original.objects.filter(pk=old.pk).update(trashed=NOW() - timedelta(days=31))
    Original.objects.filter(pk=young.pk).update(trashed=NOW() - timedelta(days=29))
    Document.objects.create(
        workspace=workspace, name="d", body={}, trashed=NOW() - timedelta(days=31)
    )
    assert counts(dry_run=True) == {"trashed documents": 1, "trashed originals": 1}
    assert Original.objects.count() == 2
    assert counts() == {"trashed documents": 1, "trashed originals": 1}
    assert list(Original.objects.all()) == [young]
    assert len(files_in(data_dir)) == 1


def test_links_that_ended_long_ago_go(workspace: Workspace, settings: Settings) -> None:
    settings.STUDIO = Conf(trash_days=30)
    row = documents.create(workspace, "d", body()).document
    for days in (29, 31):
        Share.objects.create(document=row, revoked=NOW() - timedelta(days=days))
        Share.objects.create(document=row, expires=NOW() - timedelta(days=days))
    Share.objects.create(document=row)
    assert counts(dry_run=True) == {"links that ended": 2}
    assert counts() == {"links that ended": 2}
    assert Share.objects.count() == 3


def test_trash_that_a_document_shows_stays(workspace: Workspace, original: Original) -> None:
    documents.create(workspace, "d", body(layer("a", original.pk)))
    Original.objects.update(trashed=NOW() - timedelta(days=400))
    assert counts() == {}


def test_bytes_that_nobody_holds_go_after_an_hour(original: Original, data_dir: Path) -> None:
    original.delete()
    assert counts() == {}
    Blob.objects.update(created=NOW() - timedelta(hours=2))
    assert counts() == {"unheld files": 1}
    assert files_in(data_dir) == []


def test_files_without_a_row_go_when_everything_is_looked_at(
    original: Original, data_dir: Path
) -> None:
    stray = data_dir / "originals/ab/cd" / ("abcd" + "0" * 60)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"stray")
    assert counts(thorough=True) == {}
    os.utime(stray, (1, 1))
    assert counts() == {}
    assert counts(thorough=True) == {"stray files": 1}
    assert not stray.exists()
    with originals.open_bytes(original) as file:
        assert file.read()


def test_old_events_and_ended_jobs_go(workspace: Workspace) -> None:
    for days in (1, 3):
        Event.objects.create(workspace=workspace, kind="x")
        Event.objects.filter(pk=Event.objects.latest("pk").pk).update(
            created=NOW() - timedelta(days=days)
        )
    ended = NOW() - timedelta(days=40)
    for state, finished in (("done", ended), ("done", NOW()), ("waiting", None), ("running", None)):
        key = uuid.uuid4().hex
        Job.objects.create(workspace=workspace, key=key, state=state, finished=finished)
    assert counts() == {"events": 1, "ended jobs": 1}
    assert Job.objects.count() == 3


def test_files_of_uploads_that_died_go(kept: Caches) -> None:
    kept.temporary.mkdir(parents=True)
    old, new = kept.temporary / "upload-1", kept.temporary / "upload-2"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert counts() == {"unfinished files": 1}
    assert new.exists()
    assert not old.exists()


def test_one_workspace_is_removed_on_demand(
    workspace: Workspace, stranger: Workspace, original: Original, data_dir: Path
) -> None:
    kept = hold(stranger, b"theirs", data_dir)
    [would, _] = purge.remove_workspace("tests", dry_run=True)
    assert (would.count, would.bytes) == (1, len(b"bytes of a picture"))
    assert Original.objects.count() == 2
    purge.remove_workspace(str(workspace.pk))
    assert list(Workspace.objects.all()) == [stranger]
    assert list(Original.objects.all()) == [kept]
    assert len(files_in(data_dir)) == 1


def test_an_unknown_workspace_is_an_error(db: None) -> None:
    with pytest.raises(NotFound):
        purge.remove_workspace("nobody")

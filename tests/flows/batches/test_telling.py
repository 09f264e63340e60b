"""How fast a batch goes, and how long the rest takes: said only where it can be known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from editor.flows.batches import telling
from editor.models import Batch, BatchItem, Workspace

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling.timezone, "now", lambda: NOW)


def running(workspace: Workspace, started_s: float, ended_s: list[float], waiting: int) -> Batch:
    """A batch that began so many seconds ago, its photos that ended then, and those that wait."""
    begun = NOW - timedelta(seconds=started_s)
    batch = Batch.objects.create(
        workspace=workspace, name="Autumn", recipe={}, state=Batch.State.RUNNING, started=begun
    )
    ended: list[datetime | None] = [NOW - timedelta(seconds=ago) for ago in ended_s]
    for place, finished in enumerate([*ended, *[None] * waiting]):
        state = BatchItem.State.PASSED if finished else BatchItem.State.WAITING
        BatchItem.objects.create(
            batch=batch, position=place, name="x.jpg", state=state, finished=finished
        )
    return batch


def told(batch: Batch) -> tuple[object, object]:
    progress = telling.progress(batch)
    return progress["per_minute"], progress["seconds_left"]


def test_two_photos_tell_nothing_of_the_pace(workspace: Workspace) -> None:
    assert told(running(workspace, 20, [4, 2], 5)) == (None, None)


def test_the_rest_takes_as_long_as_what_is_done(workspace: Workspace) -> None:
    assert told(running(workspace, 30, [20, 10, 0], 6)) == (6.0, 60.0)


def test_an_old_start_does_not_slow_what_goes_fast_now(workspace: Workspace) -> None:
    ended = [float(ago) for ago in range(telling.WINDOW + 1)]
    assert told(running(workspace, 9000, ended, 10)) == (60.0, 10.0)


def test_what_stands_still_gets_slower(workspace: Workspace) -> None:
    assert told(running(workspace, 120, [100, 95, 90], 3)) == (1.5, 120.0)


def test_a_batch_that_rests_has_no_pace(workspace: Workspace) -> None:
    batch = running(workspace, 30, [20, 10, 0], 6)
    batch.state = Batch.State.PAUSED
    assert told(batch) == (None, None)

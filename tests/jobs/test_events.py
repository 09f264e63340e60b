from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from editor.jobs import events
from editor.models import Event, Workspace

pytestmark = pytest.mark.django_db


def test_a_reader_gets_what_came_after_its_last_event(workspace: Workspace) -> None:
    made = [events.append(workspace.pk, "job", {"n": n}) for n in range(4)]
    after = events.since(workspace.pk, made[1].pk)
    assert [event.data["n"] for event in after] == [2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_silent_redis_undoes_nothing_that_is_committed(
    workspace: Workspace, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STUDIO = replace(settings.STUDIO, redis_url="redis://nobody")

    def refuse(event: Event) -> None:
        raise ConnectionError("Redis is gone")

    monkeypatch.setattr(events, "_send", refuse)
    with transaction.atomic():
        made = events.append(workspace.pk, "job", {})
    assert events.since(workspace.pk, 0) == [made]


def test_nobody_reads_another_workspace(workspace: Workspace) -> None:
    other = Workspace.objects.create(name="others")
    events.append(other.pk, "job", {})
    assert events.since(workspace.pk, 0) == []


def test_a_replay_is_bounded_and_keeps_the_newest(workspace: Workspace) -> None:
    Event.objects.bulk_create(
        Event(workspace=workspace, kind="job", data={"n": n}) for n in range(600)
    )
    replay = events.since(workspace.pk, 0)
    assert len(replay) == events.REPLAY_LIMIT
    assert replay[-1].data["n"] == 599


def test_an_event_that_becomes_visible_late_is_still_read(workspace: Workspace) -> None:
    early = events.append(workspace.pk, "job", {})
    late = events.append(workspace.pk, "job", {})
    assert early in events.fresh(late.pk)
    Event.objects.filter(pk=early.pk).update(created=timezone.now() - timedelta(seconds=30))
    assert early not in events.fresh(late.pk)

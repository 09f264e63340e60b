from __future__ import annotations

from dataclasses import replace

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from editor.errors import Busy
from editor.jobs import queue
from editor.models import Event, Job, Workspace

pytestmark = pytest.mark.django_db


def ask(workspace: Workspace, key: str = "a", queue_name: str = "interactive") -> Job:
    return queue.enqueue(workspace.pk, "probe", key, {"n": 1}, queue_name)


def test_the_same_key_is_one_job_with_one_queue_entry(workspace: Workspace) -> None:
    first, second = ask(workspace), ask(workspace)
    assert first.pk == second.pk
    assert DBTaskResult.objects.count() == 1


def test_two_workspaces_may_use_the_same_key(workspace: Workspace) -> None:
    other = Workspace.objects.create(name="others")
    assert ask(workspace).pk != ask(other).pk


def test_interactive_jobs_come_before_others(workspace: Workspace) -> None:
    ask(workspace, "slow", "default")
    ask(workspace, "quick", "interactive")
    first = DBTaskResult.objects.ready().first()
    assert first is not None
    assert first.queue_name == "interactive"


def test_asking_again_after_a_failure_starts_anew(workspace: Workspace) -> None:
    job = ask(workspace)
    Job.objects.filter(pk=job.pk).update(state="failed", attempt=5, error={"code": "x"})
    again = ask(workspace)
    assert (again.pk, again.state, again.attempt, again.error) == (job.pk, "waiting", 0, None)
    assert DBTaskResult.objects.count() == 2


def test_asking_again_for_a_finished_job_gives_its_result(workspace: Workspace) -> None:
    job = ask(workspace)
    Job.objects.filter(pk=job.pk).update(state="done", result={"key": "k"})
    assert ask(workspace).result == {"key": "k"}
    assert DBTaskResult.objects.count() == 1


def test_a_waiting_job_tells_how_many_are_ahead(workspace: Workspace) -> None:
    ask(workspace, "a")
    ask(workspace, "b")
    third = ask(workspace, "c")
    assert queue.as_json(third)["ahead"] == 2


def test_only_a_waiting_job_can_be_cancelled(workspace: Workspace) -> None:
    waiting, running = ask(workspace, "a"), ask(workspace, "b")
    Job.objects.filter(pk=running.pk).update(state="running")
    assert queue.cancel(waiting)
    assert not queue.cancel(running)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


def test_queueing_is_announced_to_the_workspace(workspace: Workspace) -> None:
    job = ask(workspace)
    event = Event.objects.get()
    assert (event.workspace_id, event.kind) == (workspace.pk, "job")
    assert event.data["id"] == str(job.pk)


def test_one_workspace_cannot_fill_the_queue(workspace: Workspace, settings: Settings) -> None:
    settings.STUDIO = replace(settings.STUDIO, waiting_jobs=2)
    first, _ = ask(workspace, "a"), ask(workspace, "b")
    with pytest.raises(Busy, match="2 jobs"):
        ask(workspace, "c")
    assert Job.objects.count() == DBTaskResult.objects.count() == 2
    assert ask(workspace, "a").pk == first.pk
    assert ask(Workspace.objects.create(name="others"), "c").state == Job.State.WAITING
    Job.objects.filter(pk=first.pk).update(state=Job.State.DONE)
    assert ask(workspace, "c").state == Job.State.WAITING

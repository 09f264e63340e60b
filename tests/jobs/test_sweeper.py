from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from editor.jobs import queue, sweeper, worker
from editor.models import Beat, Job, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(workspace: Workspace) -> Job:
    return queue.enqueue(workspace.pk, "probe", "a", {})


def silent_for(job: Job, seconds: float) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(seconds=seconds))


def claim(job: Job) -> None:
    """What the queue and the worker do before the flow starts."""
    DBTaskResult.objects.filter(pk=job.task).update(status="RUNNING")
    assert worker.claim(str(job.pk), job.attempt)


def test_a_silent_running_job_waits_again_with_a_new_entry(job: Job) -> None:
    claim(job)
    silent_for(job, 16)
    assert sweeper.sweep() == 1
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("waiting", 1)
    assert DBTaskResult.objects.ready().count() == 1


def test_a_job_that_beats_is_left_alone(job: Job) -> None:
    claim(job)
    silent_for(job, 10)
    assert sweeper.sweep() == 0


def test_a_job_whose_workers_keep_dying_fails_with_a_remedy(job: Job) -> None:
    claim(job)
    Job.objects.filter(pk=job.pk).update(attempt=5)
    silent_for(job, 16)
    sweeper.sweep()
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error is not None
    assert "5 times" in job.error["text"]


def test_a_waiting_job_in_the_queue_is_not_queued_twice(job: Job) -> None:
    silent_for(job, 600)
    assert sweeper.sweep() == 0
    assert DBTaskResult.objects.count() == 1


def test_an_entry_that_died_with_its_worker_is_replaced(job: Job) -> None:
    DBTaskResult.objects.filter(pk=job.task).update(status="RUNNING")
    silent_for(job, 10)
    assert sweeper.sweep() == 0
    silent_for(job, 16)
    assert sweeper.sweep() == 1
    assert DBTaskResult.objects.ready().count() == 1


@pytest.mark.parametrize(("attempt", "early_s", "late_s"), [(1, 3, 5), (2, 7, 9), (3, 15, 17)])
def test_a_job_that_met_a_busy_service_pauses_longer_each_time(
    job: Job, attempt: int, early_s: int, late_s: int
) -> None:
    Job.objects.filter(pk=job.pk).update(task="", attempt=attempt)
    silent_for(job, early_s)
    assert sweeper.sweep() == 0
    silent_for(job, late_s)
    assert sweeper.sweep() == 1


def test_living_workers_are_those_that_beat_lately(db: None) -> None:
    sweeper.beat("young", "interactive")
    sweeper.beat("old", "interactive,default")
    Beat.objects.filter(name="old").update(at=timezone.now() - timedelta(seconds=60))
    assert [beat.name for beat in sweeper.living()] == ["young"]

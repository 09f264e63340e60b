from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from editor.jobs import cleaner, queue
from editor.jobs.cleaner import Cleaner
from editor.models import Workspace

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.fixture
def expired(db: None) -> Workspace:
    return Workspace.objects.create(expires=timezone.now() - timedelta(minutes=1))


def test_expired_guests_go_without_anybody_asking(expired: Workspace) -> None:
    assert cleaner.clean() == 1
    assert not Workspace.objects.exists()
    assert cleaner.clean() == 0


def test_old_ended_entries_of_the_queue_go_and_waiting_ones_stay(workspace: Workspace) -> None:
    for key in "abc":
        queue.enqueue(workspace.pk, "probe", key, {})
    old, young, _ = DBTaskResult.objects.all()
    for entry, days in ((old, 3), (young, 1)):
        ended = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=entry.pk).update(status="SUCCESSFUL", finished_at=ended)
    assert cleaner.prune() == 1
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_cleaner_works_beside_its_worker_and_stops_with_it(expired: Workspace) -> None:
    thread = Cleaner(first_s=0.05, every_s=60)
    thread.start()
    until = time.monotonic() + 10
    while Workspace.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    thread.stop()
    assert not Workspace.objects.exists()
    assert not thread.is_alive()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_pass_that_fails_does_not_end_the_cleaner(monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []

    def fail() -> int:
        passes.append(1)
        raise OSError("the storage is away")

    monkeypatch.setattr(cleaner, "clean", fail)
    thread = Cleaner(first_s=0.01, every_s=0.01)
    thread.start()
    until = time.monotonic() + 10
    while len(passes) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    thread.stop()
    assert len(passes) >= 3

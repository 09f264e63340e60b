"""Items of batches as jobs: each once, and none lost when a process dies in between."""

from __future__ import annotations

from typing import Any

import pytest

from editor.errors import Busy
from editor.flows.batches import feeding, rows, running
from editor.flows.batches.making import Finished
from editor.jobs import batches, worker
from editor.jobs.carrying import carry_out
from editor.models import Batch, BatchItem, Blob, Event, Job, Original, Workspace

pytestmark = pytest.mark.django_db(transaction=True)

RECIPE = {"targets": [{"width": 10, "height": 10}]}
COUNT = feeding.AT_ONCE + 4


@pytest.fixture
def batch(workspace: Workspace) -> Batch:
    """Photos that nobody looks into: the flow that makes files is replaced."""
    made = rows.create(workspace, "Autumn", RECIPE)
    for number in range(COUNT):
        blob = Blob.objects.create(pk=f"{number:064x}", bytes=1, format="png", width=4, height=4)
        original = Original.objects.create(workspace=workspace, blob=blob, name=f"{number}.png")
        BatchItem.objects.create(batch=made, position=number, name=original.name, original=original)
    return made


class Maker:
    """Counts how often each photo was made; may fail."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.trouble: Exception | None = None

    def __call__(self, order: Any, tools: Any, *more: Any) -> Finished:
        if self.trouble is not None:
            raise self.trouble
        self.made.append(order.original.name)
        return Finished((), (), 0.0)


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Maker:
    made = Maker()
    monkeypatch.setattr(running, "finish", made)
    monkeypatch.setattr(running, "engines", lambda: None)
    return made


def start(batch: Batch) -> None:
    carry_out(batch.workspace_id, feeding.start(batch.workspace, batch.pk).outcomes)


def work(most: int = 1000) -> int:
    """Runs waiting jobs of items as workers would; how many ran."""
    for count in range(most):
        job = Job.objects.filter(kind="batch-item", state="waiting").order_by("created").first()
        if job is None:
            return count
        worker.run(str(job.pk), job.attempt)
    return most


def states(batch: Batch) -> list[str]:
    return list(BatchItem.objects.filter(batch=batch).values_list("state", flat=True))


def test_a_batch_runs_to_its_end_one_job_an_item(batch: Batch, maker: Maker) -> None:
    start(batch)
    assert Job.objects.count() == feeding.AT_ONCE
    work()
    batch.refresh_from_db()
    assert batch.state == "done"
    assert sorted(maker.made) == sorted(f"{n}.png" for n in range(COUNT))
    assert Job.objects.filter(state="done").count() == COUNT
    told = [one.data["counts"]["done"] for one in Event.objects.filter(kind="batch")]
    assert told[-1] == COUNT
    assert batches.tend() == 0


def test_an_item_whose_job_was_never_queued_gets_one(batch: Batch, maker: Maker) -> None:
    # The process died between the transaction and the queue.
    feeding.start(batch.workspace, batch.pk)
    assert not Job.objects.exists()
    assert batches.tend() == feeding.AT_ONCE
    work()
    assert set(states(batch)) == {"passed"}
    assert len(maker.made) == COUNT


def test_a_worker_that_dies_in_an_item_leaves_it_to_the_next(batch: Batch, maker: Maker) -> None:
    start(batch)
    first = Job.objects.order_by("created")[0]
    claimed = worker.claim(str(first.pk), 0)
    assert claimed is not None
    running.claimed(str(batch.workspace_id), first.payload)
    # Silence: the sweeper puts the job back, and everything goes on.
    Job.objects.filter(pk=first.pk).update(state="waiting")
    work()
    assert set(states(batch)) == {"passed"}
    assert len(maker.made) == len(set(maker.made)) == COUNT


def test_a_worker_that_dies_after_the_result_makes_nothing_twice(
    batch: Batch, maker: Maker
) -> None:
    start(batch)
    first = Job.objects.order_by("created")[0]
    worker.claim(str(first.pk), 0)
    batches.run_item(str(batch.workspace_id), first.payload)
    Job.objects.filter(pk=first.pk).update(state="waiting")
    work()
    assert set(states(batch)) == {"passed"}
    assert len(maker.made) == len(set(maker.made)) == COUNT


def test_a_job_that_gave_up_fails_its_item_alone(batch: Batch, maker: Maker) -> None:
    start(batch)
    lost = Job.objects.order_by("created")[0]
    error = {"code": "internal", "text": "The job's worker died 5 times.", "remedy": "Retry."}
    Job.objects.filter(pk=lost.pk).update(state="failed", error=error)
    assert batches.tend() == 1
    work()
    found = states(batch)
    assert found.count("failed") == 1
    assert found.count("passed") == COUNT - 1
    assert BatchItem.objects.get(state="failed").error == error
    batch.refresh_from_db()
    assert batch.state == "done"


def test_a_busy_studio_keeps_the_item_for_another_attempt(batch: Batch, maker: Maker) -> None:
    start(batch)
    maker.trouble = Busy("Inference restarts.", remedy="Try again.")
    job = Job.objects.order_by("created")[0]
    worker.run(str(job.pk), 0)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("waiting", 1)
    maker.trouble = None
    work()
    assert set(states(batch)) == {"passed"}


def test_a_fault_of_ours_fails_the_item_and_the_batch_goes_on(batch: Batch, maker: Maker) -> None:
    start(batch)
    maker.trouble = ZeroDivisionError()
    job = Job.objects.order_by("created")[0]
    worker.run(str(job.pk), 0)
    maker.trouble = None
    batches.tend()
    work()
    assert sorted(states(batch)) == ["failed"] + ["passed"] * (COUNT - 1)


def test_a_pause_takes_hold_at_once_and_loses_nothing(batch: Batch, maker: Maker) -> None:
    start(batch)
    work(2)
    feeding.pause(batch.workspace, batch.pk)
    work()
    assert states(batch).count("passed") == 2
    assert states(batch).count("waiting") == COUNT - 2
    assert batches.tend() == 0
    start(batch)
    work()
    assert set(states(batch)) == {"passed"}
    assert len(maker.made) == COUNT


def test_a_cancelled_batch_can_be_started_again(batch: Batch, maker: Maker) -> None:
    start(batch)
    feeding.cancel(batch.workspace, batch.pk)
    work()
    assert not maker.made
    start(batch)
    work()
    assert len(maker.made) == COUNT


def test_a_deleted_batch_leaves_jobs_with_nothing_to_do(batch: Batch, maker: Maker) -> None:
    start(batch)
    rows.delete(batch.workspace, batch.pk)
    work()
    assert not maker.made
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert batches.tend() == 0

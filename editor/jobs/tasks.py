"""The one task that the queue knows: run a job."""

from __future__ import annotations

from django_tasks import task


@task()
def run_job(job_id: str, attempt: int, request: str = "") -> None:
    """Runs the job if it still waits for this attempt; else somebody else has it. `request` is
    the id of the request that wanted it."""
    from editor.jobs.worker import run

    run(job_id, attempt, request)

"""Hands what a flow wants to happen elsewhere to the job queue and to the stream of events."""

from __future__ import annotations

from collections.abc import Iterable

from editor.flows.outcomes import Enqueue, Outcome
from editor.jobs import events, queue
from editor.models import Job, Workspace


def carry_out(workspace: Workspace, outcomes: Iterable[Outcome]) -> list[Job]:
    """The jobs that were queued, in order."""
    jobs = []
    for outcome in outcomes:
        if isinstance(outcome, Enqueue):
            payload = dict(outcome.payload)
            job = queue.enqueue(workspace.pk, outcome.kind, outcome.key, payload, outcome.queue)
            jobs.append(job)
        else:
            events.append(workspace.pk, outcome.kind, dict(outcome.data))
    return jobs

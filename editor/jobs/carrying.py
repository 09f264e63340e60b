"""Hands what a flow wants to happen elsewhere to the job queue and to the stream of events."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from editor.flows.outcomes import Enqueue, Outcome
from editor.jobs import events, queue
from editor.models import Job


def carry_out(workspace: UUID | str, outcomes: Iterable[Outcome]) -> list[Job]:
    """The jobs that were queued, in order."""
    jobs = []
    for outcome in outcomes:
        if isinstance(outcome, Enqueue):
            payload = dict(outcome.payload)
            job = queue.enqueue(workspace, outcome.kind, outcome.key, payload, outcome.queue)
            jobs.append(job)
        else:
            events.append(workspace, outcome.kind, dict(outcome.data))
    return jobs

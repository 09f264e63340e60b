"""Hands what a flow wants to happen elsewhere to the job queue and to the stream of events."""

from __future__ import annotations

from collections.abc import Iterable

from editor.flows.outcomes import Outcome
from editor.jobs import carrying
from editor.models import Job, Workspace


def carry_out(workspace: Workspace, outcomes: Iterable[Outcome]) -> list[Job]:
    """The jobs that were queued, in order."""
    return carrying.carry_out(workspace.pk, outcomes)

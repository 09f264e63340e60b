"""What the studio does right now: the inference service's figures, and the jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from editor.flows.engines import engines
from editor.inference.figures import Bin, Replica, Stage, Status, Working
from editor.models import Job

__all__ = ["Bin", "Jobs", "Replica", "Stage", "Status", "Working", "inference", "jobs"]

PATIENCE_S = 3.0
RECENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Counts of all workspaces; `done` and `failed` of the last hour."""

    waiting: int
    running: int
    done: int
    failed: int


def inference() -> Status:
    """InferenceUnavailable when the service can't be asked."""
    return engines().inference.status(timeout_s=PATIENCE_S)


def jobs() -> Jobs:
    """Read from the database now."""
    open_ones = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
    ended = Job.objects.filter(finished__gt=timezone.now() - RECENT)
    counts: dict[str, int] = {}
    for rows in (open_ones, ended):
        for row in rows.values("state").annotate(number=Count("pk")).order_by():
            counts[row["state"]] = row["number"]
    states = (Job.State.WAITING, Job.State.RUNNING, Job.State.DONE, Job.State.FAILED)
    return Jobs(*(counts.get(state, 0) for state in states))

"""Jobs and events over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from editor.errors import Conflict, NotFound
from editor.jobs import events, queue
from editor.models import Job
from editor.web.api.auth import workspace
from editor.web.api.shapes import ErrorOut, JobOut

router = Router()
events_router = Router()


@router.get("/{uuid:id}", response={200: JobOut, 404: ErrorOut}, summary="How a job stands")
def one(request: HttpRequest, id: UUID) -> dict[str, Any]:
    return queue.as_json(_job(request, id))


@router.delete(
    "/{uuid:id}", response={200: JobOut, frozenset({404, 409}): ErrorOut}, summary="Cancel a job"
)
def cancel(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """Only a job that still waits can be cancelled."""
    job = _job(request, id)
    if not queue.cancel(job):
        raise Conflict(
            f"The job is {job.state} already.", remedy="Only waiting jobs are cancelled."
        )
    return queue.as_json(job)


def _job(request: HttpRequest, id: UUID) -> Job:
    found = Job.objects.filter(workspace=workspace(request), pk=id).first()
    if found is None:
        raise NotFound(f"There is no job {id} here.", remedy="Use the id that the export answered.")
    return found


class After(Schema):
    after: int = Field(0, ge=0, lt=2**63, description="The last event that was seen.")


class EventOut(Schema):
    id: int
    kind: str
    data: dict[str, Any]
    at: str


class EventsOut(Schema):
    events: list[EventOut]
    last: int = Field(description="Give this as `after` the next time.")


@events_router.get("", response=EventsOut, summary="What happened since")
def since(request: HttpRequest, place: Query[After]) -> dict[str, Any]:
    """For programs that poll; browsers use the socket `/ws/events?after=N`."""
    found = events.since(workspace(request).pk, place.after)
    said = [events.message(event)["event"] for event in found]
    return {"events": said, "last": said[-1]["id"] if said else place.after}

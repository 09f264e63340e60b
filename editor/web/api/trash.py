"""The trash over REST: many things at once go there, come back, or go for good."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from editor.flows import originals
from editor.flows import trash as flow
from editor.web.api.auth import workspace
from editor.web.api.originals import Search, page
from editor.web.api.shapes import ErrorOut, Given, OriginalOut, OriginalsOut, UserOut
from editor.web.outcomes import carry_out

router = Router()


class Chosen(Given):
    """What somebody picked in a list."""

    originals: list[UUID] = Field([], max_length=flow.MOST)
    documents: list[UUID] = Field([], max_length=flow.MOST)


class KeptOut(Schema):
    id: UUID
    name: str
    documents: list[UserOut]


class MovedOut(Schema):
    """Ids that aren't here, or lay elsewhere already, are in neither list."""

    originals: list[UUID]
    documents: list[UUID]
    kept: list[KeptOut] = Field(description="Originals that documents still show.")
    left: int = Field(description="How much lies in the trash now.")


@router.get("", response=OriginalsOut, summary="Originals in the trash")
def trashed(request: HttpRequest, search: Query[Search]) -> OriginalsOut:
    return page(request, search, trashed=True)


@router.post("", response={200: MovedOut, 400: ErrorOut}, summary="Many things to the trash")
def discard(request: HttpRequest, chosen: Chosen) -> MovedOut:
    """In use or not, they can be taken back until the trash is emptied."""
    owner = workspace(request)
    return _told(request, flow.discard(owner, chosen.originals, chosen.documents))


@router.post("/restore", response={200: MovedOut, 400: ErrorOut}, summary="Take many things back")
def restore_many(request: HttpRequest, chosen: Chosen) -> MovedOut:
    owner = workspace(request)
    return _told(request, flow.restore(owner, chosen.originals, chosen.documents))


@router.post("/remove", response={200: MovedOut, 400: ErrorOut}, summary="Delete for good")
def remove(request: HttpRequest, chosen: Chosen) -> MovedOut:
    """Only what lies in the trash. Documents go first; originals that others still show stay and
    are listed under `kept`."""
    owner = workspace(request)
    return _told(request, flow.remove(owner, chosen.originals, chosen.documents))


@router.delete("", response=MovedOut, summary="Empty the trash")
def empty(request: HttpRequest) -> MovedOut:
    """One step of it, the oldest things first. Ask again while the answer lists any ids; what is
    `left` then is shown by documents outside of the trash."""
    return _told(request, flow.empty(workspace(request)))


@router.post(
    "/{uuid:id}/restore", response={200: OriginalOut, 404: ErrorOut}, summary="Take one back"
)
def restore(request: HttpRequest, id: UUID) -> OriginalOut:
    return OriginalOut.of(originals.restore(workspace(request), id))


def _told(request: HttpRequest, done: flow.Done) -> MovedOut:
    carry_out(workspace(request), done.outcomes)
    kept = [
        KeptOut(
            id=one.id,
            name=one.name,
            documents=[UserOut(id=d.id, name=d.name, trashed=d.trashed) for d in one.documents],
        )
        for one in done.kept
    ]
    return MovedOut(
        originals=list(done.originals), documents=list(done.documents), kept=kept, left=done.left
    )

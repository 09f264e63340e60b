"""Editor documents over REST: made, patched against a revision, exported."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import HttpRequest
from ninja import Body, Query, Router, Status

from editor.flows import arranging, changing, documents, export
from editor.jobs import queue
from editor.models import Job
from editor.web.api.auth import Anyone, workspace
from editor.web.api.document_shapes import (
    Arrangement,
    Change,
    ChangedOut,
    DocumentOut,
    DocumentRow,
    DocumentsOut,
    ExportedOut,
    NewDocument,
    NewName,
    PatchOut,
    SaveOut,
    Search,
    Wait,
)
from editor.web.api.shapes import ErrorOut, JobOut
from editor.web.outcomes import carry_out

router = Router()
LOOK_S = 0.1


@router.post(
    "",
    auth=Anyone(),
    response={201: DocumentOut, frozenset({400, 404, 413}): ErrorOut},
    summary="A new document",
)
def create(request: HttpRequest, given: NewDocument) -> Status[DocumentOut]:
    owner = workspace(request)
    saved = documents.create(owner, given.name, given.body)
    carry_out(owner, saved.outcomes)
    return Status(201, DocumentOut.of(saved.document))


@router.post(
    "/from-originals",
    response={201: DocumentRow, frozenset({400, 404, 429}): ErrorOut},
    summary="A new document with these photos",
)
def from_originals(request: HttpRequest, given: Arrangement) -> Status[DocumentRow]:
    """One photo without `width` and `height` gets a canvas of its own size; several lie side by
    side."""
    owner = workspace(request)
    saved = arranging.from_photos(owner, given.originals, size=given.size(), name=given.name)
    return Status(201, _saved(request, saved))


@router.get("", response=DocumentsOut, summary="List documents, last changed first")
def listed(request: HttpRequest, search: Query[Search]) -> DocumentsOut:
    owner = workspace(request)
    held = documents.listing(owner, trashed=search.trashed, search=search.q).defer("body")
    page = held[search.offset : search.offset + search.limit]
    rows = [DocumentRow(**DocumentRow.facts(row)) for row in page]
    return DocumentsOut(items=rows, count=held.count())


@router.get("/{uuid:id}", response={200: DocumentOut, 404: ErrorOut}, summary="One document")
def one(request: HttpRequest, id: UUID) -> DocumentOut:
    return DocumentOut.of(documents.get(workspace(request), id))


@router.patch(
    "/{uuid:id}",
    response={200: ChangedOut, frozenset({400, 404, 409, 413}): ErrorOut},
    summary="Save changes against a revision",
)
def change(request: HttpRequest, id: UUID, given: Change) -> ChangedOut:
    """Changes of different layers or fields merge; for the same field the last writer wins and
    the loser's value is told and kept in the history."""
    owner = workspace(request)
    with transaction.atomic():  # a save of which nobody would hear is none
        done = changing.patch(owner, id, given.revision, given.patch, given.client)
        carry_out(owner, done.outcomes)
    return ChangedOut(
        revision=done.document.revision,
        patch=done.patch,
        inverse=done.inverse,
        lost=done.lost,
        conflicts=done.conflicts,
        missed=[PatchOut.of(row) for row in done.missed],
    )


@router.put(
    "/{uuid:id}/name",
    response={200: DocumentRow, frozenset({400, 404}): ErrorOut},
    summary="Rename",
)
def rename(request: HttpRequest, id: UUID, given: NewName) -> DocumentRow:
    return _saved(request, documents.rename(workspace(request), id, given.name))


@router.delete("/{uuid:id}", response={200: DocumentRow, 404: ErrorOut}, summary="To the trash")
def delete(request: HttpRequest, id: UUID) -> DocumentRow:
    return _saved(request, documents.trash(workspace(request), id))


@router.post(
    "/{uuid:id}/duplicate",
    response={201: DocumentRow, frozenset({404, 429}): ErrorOut},
    summary="A copy of it",
)
def duplicate(request: HttpRequest, id: UUID) -> Status[DocumentRow]:
    """The same drawing at revision 1; the history stays with the first one."""
    return Status(201, _saved(request, documents.duplicate(workspace(request), id)))


@router.post("/{uuid:id}/restore", response={200: DocumentRow, 404: ErrorOut}, summary="Take back")
def restore(request: HttpRequest, id: UUID) -> DocumentRow:
    return _saved(request, documents.restore(workspace(request), id))


@router.get(
    "/{uuid:id}/history", response={200: list[PatchOut], 404: ErrorOut}, summary="Saved changes"
)
def history(request: HttpRequest, id: UUID, after: int = 0) -> list[PatchOut]:
    """Oldest first; each patch with its inverse and what lost to it."""
    found = changing.history(workspace(request), id, after=after)
    return [PatchOut.of(row) for row in found]


@router.get(
    "/{uuid:id}/saves", response={200: list[SaveOut], 404: ErrorOut}, summary="When it was saved"
)
def saves(request: HttpRequest, id: UUID) -> list[SaveOut]:
    """The history in short, oldest first: revisions, who saved them and when."""
    found = changing.saves(workspace(request), id)
    return [SaveOut(revision=one.revision, client=one.client, created=one.created) for one in found]


@router.post(
    "/{uuid:id}/export",
    response={200: ExportedOut, 202: ExportedOut, frozenset({400, 404, 413}): ErrorOut},
    summary="Export at full size",
)
async def export_document(
    request: HttpRequest,
    id: UUID,
    patience: Query[Wait],
    asked: Body[dict[str, Any] | None] = None,
) -> Status[ExportedOut]:
    """202 with the job that makes it; with `wait` 200 as soon as it has ended. The body takes
    `preset`, or one of `scale`, `width` and `height`, and the options of the output."""
    exporting, job = await sync_to_async(_begin)(request, id, asked or {})
    loop = asyncio.get_running_loop()
    until = loop.time() + patience.wait
    while not _ended(job) and loop.time() < until:
        await asyncio.sleep(LOOK_S)
        await job.arefresh_from_db()
    shown = await sync_to_async(queue.as_json)(job)
    out = ExportedOut(key=exporting.key, url=exporting.url, job=JobOut(**shown))
    return Status(200 if _ended(job) else 202, out)


def _begin(request: HttpRequest, id: UUID, asked: dict[str, Any]) -> tuple[export.Exporting, Job]:
    owner = workspace(request)
    exporting = export.export(owner, id, asked)
    [job] = carry_out(owner, exporting.outcomes)
    return exporting, job


def _ended(job: Job) -> bool:
    return job.state not in (Job.State.WAITING, Job.State.RUNNING)


def _saved(request: HttpRequest, saved: documents.Saved) -> DocumentRow:
    carry_out(workspace(request), saved.outcomes)
    return DocumentRow(**DocumentRow.facts(saved.document))

"""Originals over REST: upload, list, read, rename, delete."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from ninja import Field, File, Query, Router, Schema, Status, UploadedFile
from pydantic import field_validator

from editor.flows import detect, originals, packing
from editor.flows.upload import upload as take_in
from editor.models import Original
from editor.web import metrics, streaming
from editor.web.api.auth import Anyone, workspace
from editor.web.api.shapes import (
    DeletedOut,
    ErrorOut,
    FaceOut,
    FacesOut,
    OriginalOut,
    OriginalsOut,
    Paging,
    Rename,
    UserOut,
)
from editor.web.middleware.headers import PICTURE_CSP
from editor.web.outcomes import carry_out
from editor.web.request import StudioRequest

router = Router()


class Search(Paging):
    q: str = ""
    drawings: bool = Field(True, description="Whether SVG drawings are listed, too.")


class Which(Schema):
    ids: list[UUID] = Field(min_length=1, max_length=packing.MOST)

    @field_validator("ids", mode="before")
    @classmethod
    def split(cls, given: object) -> object:
        """One text with commas, or the parameter several times."""
        texts = given if isinstance(given, list) else [given]
        return [part for text in texts for part in str(text).split(",")]


@router.post(
    "",
    auth=Anyone(),
    response={200: OriginalOut, 201: OriginalOut, frozenset({400, 413, 415, 422, 429}): ErrorOut},
    summary="Upload a picture",
)
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[OriginalOut]:
    """201 for new bytes; 200 with the same id when this workspace holds them already. Programs
    (with a token) may send SVG drawings, too."""
    owner = workspace(request)
    # The editor can't draw with them; programs show them by their transform URLs.
    drawings = cast(StudioRequest, request).by_token
    with metrics.counted_upload():
        done = take_in(owner, file.name or "", file.chunks(), size=file.size, drawings=drawings)
    carry_out(owner, done.outcomes)
    return Status(201 if done.created else 200, OriginalOut.of(done.original))


@router.get("", response=OriginalsOut, summary="List originals, newest first")
def listed(request: HttpRequest, search: Query[Search]) -> OriginalsOut:
    return page(request, search, trashed=False)


@router.get(
    "/archive",
    response={frozenset({400, 404, 413}): ErrorOut},
    summary="Several uploaded files in one ZIP file",
)
def archive(request: HttpRequest, which: Query[Which]) -> HttpResponseBase:
    """Streamed, as an attachment. `ids` are separated by commas."""
    found = packing.chosen(workspace(request), which.ids)
    response = StreamingHttpResponse(streaming.each(packing.packed(found)))
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = streaming.attachment("photos.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@router.get("/{uuid:id}", response={200: OriginalOut, 404: ErrorOut}, summary="One original")
def one(request: HttpRequest, id: UUID) -> OriginalOut:
    return OriginalOut.of(originals.get(workspace(request), id))


@router.get("/{uuid:id}/file", summary="The uploaded bytes, unchanged")
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Streamed, as an attachment: an original is never shown by the browser itself."""
    original = originals.get(workspace(request), id)
    etag = f'"{original.blob_id}"'
    if streaming.not_modified(request, etag):
        response: HttpResponseBase = HttpResponse(status=304)
        response.headers["ETag"] = etag
    else:
        response = streaming.send(
            request,
            originals.open_bytes(original),
            original.blob.bytes,
            "application/octet-stream",
            etag,
        )
        response.headers["Content-Disposition"] = streaming.attachment(original.name)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.headers["Content-Security-Policy"] = PICTURE_CSP
    return response


@router.get(
    "/{uuid:id}/faces",
    response={200: FacesOut, frozenset({404, 503}): ErrorOut},
    summary="The faces in an original",
)
def faces(request: HttpRequest, id: UUID, model: str = "auto") -> FacesOut:
    """Detection only; found once and remembered."""
    found = detect.faces(workspace(request), id, model=model)
    return FacesOut(faces=[FaceOut.of(face.as_json()) for face in found.faces], engine=found.engine)


@router.patch("/{uuid:id}", response={200: OriginalOut, 404: ErrorOut}, summary="Rename")
def rename(request: HttpRequest, id: UUID, change: Rename) -> OriginalOut:
    return OriginalOut.of(originals.rename(workspace(request), id, change.name))


@router.delete(
    "/{uuid:id}", response={200: DeletedOut, 404: ErrorOut}, summary="Delete, or move to the trash"
)
def delete(request: HttpRequest, id: UUID) -> DeletedOut:
    """Gone for good when no document uses it; else it goes to the trash and the documents are
    listed."""
    owner = workspace(request)
    done = originals.delete(owner, id)
    carry_out(owner, done.outcomes)
    users = [UserOut(id=user.id, name=user.name, trashed=user.trashed) for user in done.documents]
    return DeletedOut(trashed=done.trashed, documents=users)


@router.post("/{uuid:id}/trash", response={200: OriginalOut, 404: ErrorOut}, summary="To the trash")
def to_trash(request: HttpRequest, id: UUID) -> OriginalOut:
    """In use or not, it can be taken back until the trash is emptied."""
    return OriginalOut.of(originals.trash(workspace(request), id))


def page(request: HttpRequest, search: Search, *, trashed: bool) -> OriginalsOut:
    """One page of the originals that fit the search."""
    held = originals.listing(
        workspace(request), trashed=trashed, search=search.q, drawings=search.drawings
    )
    found: list[Original] = list(held[search.offset : search.offset + search.limit])
    return OriginalsOut(items=[OriginalOut.of(o) for o in found], count=held.count())

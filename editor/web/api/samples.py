"""Sample photos and the finished document, for an empty library."""

from __future__ import annotations

from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from editor.flows import samples
from editor.web.api.auth import Anyone, workspace
from editor.web.api.document_shapes import DocumentOut
from editor.web.api.shapes import ErrorOut, Given, OriginalOut
from editor.web.middleware.headers import PICTURE_CSP
from editor.web.outcomes import carry_out
from editor.web.request import StudioRequest

router = Router()
DAY_S = 24 * 3600


class SampleOut(Schema):
    name: str
    title: str
    width: int
    height: int
    url: str = Field(description="The photo itself; small enough for a thumbnail.")
    original: UUID | None = Field(description="The workspace's own copy, once it was added.")


class SampleDocumentOut(Schema):
    title: str
    url: str = Field(description="How it looks.")


class SamplesOut(Schema):
    items: list[SampleOut]
    document: SampleDocumentOut


class Chosen(Given):
    names: list[Annotated[str, Field(max_length=40)]] | None = Field(
        None, max_length=50, description="Which ones; all without it."
    )


class AddedOut(Schema):
    items: list[OriginalOut]


@router.get("", auth=None, response=SamplesOut, summary="Photos to try the studio with")
def listed(request: HttpRequest) -> SamplesOut:
    owner = cast(StudioRequest, request).workspace
    held = samples.held(owner) if owner else {}
    return SamplesOut(
        items=[
            SampleOut(
                name=one.name,
                title=one.title,
                width=one.width,
                height=one.height,
                url=f"/api/samples/{one.name}/picture",
                original=held[one.name].pk if one.name in held else None,
            )
            for one in samples.samples().values()
        ],
        document=SampleDocumentOut(
            title="A finished picture", url=f"/api/samples/{samples.DOCUMENT}/picture"
        ),
    )


@router.post(
    "",
    auth=Anyone(),
    response={200: AddedOut, frozenset({400, 429}): ErrorOut},
    summary="Add samples to the workspace",
)
def add(request: HttpRequest, chosen: Chosen) -> AddedOut:
    """The same again changes nothing."""
    owner = workspace(request)
    names = samples.samples() if chosen.names is None else chosen.names
    done = samples.add(owner, names)
    carry_out(owner, done.outcomes)
    return AddedOut(items=[OriginalOut.of(one) for one in done.originals])


@router.post(
    "/document",
    auth=Anyone(),
    response={200: DocumentOut, 201: DocumentOut, 429: ErrorOut},
    summary="A finished document to take apart",
)
def document(request: HttpRequest) -> Status[DocumentOut]:
    """201 with a new one; 200 with the one that was made before and is still untouched."""
    owner = workspace(request)
    opened = samples.open_document(owner)
    carry_out(owner, opened.saved.outcomes)
    return Status(201 if opened.created else 200, DocumentOut.of(opened.saved.document))


@router.get("/{name}/picture", auth=None, response={404: ErrorOut}, summary="A sample's bytes")
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Of a photo, or with the name `document` how the finished document looks."""
    path = samples.picture(name)
    kind = {".jpg": "image/jpeg", ".webp": "image/webp"}[path.suffix]
    response = HttpResponse(path.read_bytes(), content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={DAY_S}"
    response.headers["Content-Security-Policy"] = PICTURE_CSP
    return response

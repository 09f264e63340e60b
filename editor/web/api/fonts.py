"""Fonts over REST: those that come with the studio, and a workspace's own."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Field, File, Router, Schema, Status, UploadedFile

from editor.flows import fonts, lettering
from editor.models import Font
from editor.plan.fonts import Family
from editor.web import metrics, streaming
from editor.web.api.auth import Anyone, workspace
from editor.web.api.shapes import ErrorOut, Rename
from editor.web.request import StudioRequest

router = Router()
OWN = "own"


class FontOut(Schema):
    name: str = Field(description="The value of the option `font`; of an uploaded font its id.")
    title: str
    style: str = Field(description="sans, serif, display, handwriting, mono, emoji, or own.")
    scripts: list[str]
    weights: list[int]
    italics: list[int] = Field(description="Weights that have italics.")
    licence: str = Field(description="Of an uploaded font its own words, if it has any.")
    characters: int | None = Field(
        default=None, description="Of an uploaded font: how many it has."
    )

    @classmethod
    def bundled(cls, family: Family) -> FontOut:
        return cls(
            name=family.name,
            title=family.title,
            style=family.style,
            scripts=list(family.scripts),
            weights=list(family.weights),
            italics=list(family.italics),
            licence=family.licence,
        )

    @classmethod
    def own(cls, font: Font) -> FontOut:
        """Every uploaded file is one face, drawn as it is whatever weight is asked for."""
        facts: dict[str, Any] = font.facts
        weight = facts["weight"]
        return cls(
            name=str(font.pk),
            title=font.title,
            style=OWN,
            scripts=facts["scripts"],
            weights=[weight],
            italics=[weight] if facts["italic"] else [],
            licence=facts["licence"],
            characters=facts["characters"],
        )


@router.get("", auth=None, response=list[FontOut], summary="Fonts")
def listed(request: HttpRequest) -> list[FontOut]:
    """The workspace's own fonts, then the bundled families. Where one has no glyph for a
    character, another stands in."""
    owner = cast(StudioRequest, request).workspace
    own = [FontOut.own(font) for font in fonts.listing(owner)] if owner else []
    return own + [FontOut.bundled(family) for family in lettering.fonts()]


@router.post(
    "",
    auth=Anyone(),
    response={200: FontOut, 201: FontOut, frozenset({400, 413, 422, 429, 503}): ErrorOut},
    summary="Upload a font",
)
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[FontOut]:
    """TrueType, OpenType, WOFF or WOFF2. It is written anew: programs, variations and coloured
    glyphs go, and what says that it must not be embedded is refused. 200 with the same id when
    the workspace holds it already."""
    owner = workspace(request)
    with metrics.counted_upload():
        done = fonts.upload(owner, file.name or "", file.chunks(), size=file.size)
    return Status(201 if done.created else 200, FontOut.own(done.font))


@router.get("/{uuid:id}", response={200: FontOut, 404: ErrorOut}, summary="One uploaded font")
def one(request: HttpRequest, id: UUID) -> FontOut:
    return FontOut.own(fonts.get(workspace(request), id))


@router.get(
    "/{uuid:id}/file", response={404: ErrorOut}, summary="An uploaded font as it is drawn with"
)
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The cleaned file: TrueType, or OpenType when its outlines are of that kind."""
    font = fonts.get(workspace(request), id)
    etag = f'"{font.blob_id}"'
    if streaming.not_modified(request, etag):
        response: HttpResponseBase = HttpResponse(status=304)
        response.headers["ETag"] = etag
    else:
        bytes_ = fonts.open_bytes(font)
        response = streaming.send(request, bytes_, font.blob.bytes, "font/sfnt", etag)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@router.patch(
    "/{uuid:id}", response={200: FontOut, 404: ErrorOut}, summary="Rename an uploaded font"
)
def rename(request: HttpRequest, id: UUID, change: Rename) -> FontOut:
    """Lists show the new name; what is drawn with it stays as it is."""
    return FontOut.own(fonts.rename(workspace(request), id, change.name))


@router.delete(
    "/{uuid:id}",
    response={204: None, frozenset({404, 409}): ErrorOut},
    summary="Delete an uploaded font",
)
def delete(request: HttpRequest, id: UUID) -> Status[None]:
    """409 while a document uses it, one in the trash included."""
    fonts.delete(workspace(request), id)
    return Status(204, None)

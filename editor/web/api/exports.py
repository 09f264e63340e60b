"""The file of an export while somebody watches: the same that the export makes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Field, Query, Router, Schema, Status

from editor.flows import export
from editor.flows.layers import Underway
from editor.web.api.auth import workspace
from editor.web.api.layers import LONGEST_WAIT_S, UnderwayOut
from editor.web.api.shapes import ErrorOut

router = Router()


class Patience(Schema):
    wait: float = Field(2, ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for the file.")


class CheckOut(Schema):
    name: str
    title: str
    verdict: str = Field(description="`pass`, `warn` or `fail`.")
    value: str = Field(description="As measured on the finished file.")
    rule: str
    remedy: str


class EncodingOut(Schema):
    format: str
    quality: int = Field(description="0 where the format has none, or nothing was lost.")
    lossless: bool
    tries: int
    limit: int = Field(description="The byte budget; 0: none.")
    alpha_quality: int
    scale: float = Field(description="Below 1: the subject was made smaller for the budget.")
    colours: int = Field(description="Of a PNG with a palette; 0: true colour.")


class FileOut(Schema):
    key: str
    url: str
    download: str = Field(description="The same file under its name.")
    file_name: str
    width: int
    height: int
    bytes: int
    content_type: str
    warnings: list[str]
    engines: dict[str, str]
    encoding: EncodingOut | None
    checks: list[CheckOut] = Field(description="One per rule of the preset.")
    preset: str
    document: UUID
    revision: int


@router.post(
    "/{uuid:id}/export/preview",
    response={
        200: FileOut,
        202: UnderwayOut,
        frozenset({400, 404, 409, 410, 413, 503, 504}): ErrorOut,
    },
    summary="The exported file at once",
)
def preview(
    request: HttpRequest,
    id: UUID,
    patience: Query[Patience],
    asked: Body[dict[str, Any] | None] = None,
) -> Status[FileOut | UnderwayOut]:
    """Takes what the export takes and makes the same file, without a job. 202 while it is made:
    ask again. What is shown is what is downloaded: both are the picture of one key."""
    found = export.watch(workspace(request), id, asked or {}, patience.wait)
    if isinstance(found, Underway):
        return Status(202, UnderwayOut.of(found))
    return Status(200, FileOut(**{**found, "encoding": found["encoding"] or None}))

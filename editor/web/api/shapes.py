"""What the API takes and gives, as ninja documents it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, model_validator

from editor.errors import unknown_name
from editor.models import Original
from editor.plan.option import shown


class Given(Schema):
    """What a body holds. A misspelt field would otherwise be left out without a word."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def known(cls, given: Any) -> Any:
        """UnknownName with the nearest field."""
        for name in given if isinstance(given, dict) else ():
            if name not in cls.model_fields:
                raise unknown_name("field", shown(str(name)), cls.model_fields)
        return given


class ErrorBody(Schema):
    code: str
    text: str
    remedy: str


class ErrorOut(Schema):
    error: ErrorBody


class OriginalOut(Schema):
    id: UUID
    name: str
    width: int = Field(description="Upright, after EXIF orientation; px.")
    height: int
    format: str
    bytes: int
    sha256: str
    frames: int
    has_alpha: bool
    created: datetime
    trashed: datetime | None = None

    @classmethod
    def of(cls, original: Original) -> OriginalOut:
        """The one shape in which originals are shown."""
        blob = original.blob
        return cls(
            id=original.pk,
            name=original.name,
            width=blob.width,
            height=blob.height,
            format=blob.format,
            bytes=blob.bytes,
            sha256=blob.sha256,
            frames=blob.frames,
            has_alpha=blob.has_alpha,
            created=original.created,
            trashed=original.trashed,
        )


class OriginalsOut(Schema):
    items: list[OriginalOut]
    count: int = Field(description="All that fit the search, not only this page.")


class Rename(Given):
    name: str = Field(min_length=1, max_length=255)


class UserOut(Schema):
    id: UUID
    name: str
    trashed: bool


class DeletedOut(Schema):
    trashed: bool = Field(description="True: documents use it, so it lies in the trash.")
    documents: list[UserOut]


class BoxOut(Schema):
    """In fractions of the upright picture's sides, 0 to 1."""

    left: float
    top: float
    width: float
    height: float


class FaceOut(Schema):
    box: BoxOut
    score: float
    landmarks: list[tuple[float, float]]

    @classmethod
    def of(cls, face: dict[str, Any]) -> FaceOut:
        left, top, width, height = face["box"]
        box = BoxOut(left=left, top=top, width=width, height=height)
        return cls(box=box, score=face["score"], landmarks=face["landmarks"])


class FacesOut(Schema):
    faces: list[FaceOut]
    engine: str


class PictureOut(Schema):
    key: str
    url: str
    width: int | None = Field(None, description="Known once it is rendered.")
    height: int | None = None
    content_type: str | None = None
    bytes: int | None = None
    rendered: bool
    engines: dict[str, str] = Field(description="Task to model card.")
    warnings: list[str]


class Paging(Schema):
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=200)


class SignIn(Given):
    url: str = Field(max_length=8192, examples=["/cdn-cgi/image/width=400/<id>"])
    expires_in: int | None = Field(
        None, ge=1, le=315_360_000, description="Seconds; without it the address holds for ever."
    )


class SignedOut(Schema):
    url: str
    absolute: str = Field(description="The same with scheme and host.")
    expires: datetime | None


class JobOut(Schema):
    id: UUID
    kind: str
    state: str
    attempt: int
    ahead: int = Field(description="Jobs of the same queue before this one.")
    result: dict[str, Any] | None
    error: ErrorBody | None
    created: datetime
    finished: datetime | None

"""What the documents' routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import model_validator

from editor.flows.arranging import MOST
from editor.models import Document, DocumentPatch
from editor.plan.sides import MAX_SIDE_PX
from editor.web.api.shapes import Given, JobOut, Paging


class NewDocument(Given):
    name: str = Field("", max_length=255)
    body: dict[str, Any] = Field(description="The document, with its `schema` number.")


class Arrangement(Given):
    """Photos for a new document."""

    originals: list[UUID] = Field(min_length=1, max_length=MOST)
    width: int | None = Field(None, ge=1, le=MAX_SIDE_PX, description="Of the canvas; px.")
    height: int | None = Field(None, ge=1, le=MAX_SIDE_PX)
    name: str = Field("", max_length=255)

    @model_validator(mode="after")
    def whole(self) -> Self:
        if (self.width is None) != (self.height is None):
            raise ValueError("width and height come together")
        return self

    def size(self) -> tuple[int, int] | None:
        """The canvas' sides; None: after the photos."""
        return (self.width, self.height) if self.width and self.height else None


class DocumentRow(Schema):
    id: UUID
    name: str
    revision: int
    created: datetime
    changed: datetime
    trashed: datetime | None = None

    @classmethod
    def facts(cls, row: Document) -> dict[str, Any]:
        """All but the body."""
        names = ("name", "revision", "created", "changed", "trashed")
        return {"id": row.pk, **{name: getattr(row, name) for name in names}}


class DocumentOut(DocumentRow):
    body: dict[str, Any]

    @classmethod
    def of(cls, row: Document) -> DocumentOut:
        return cls(**cls.facts(row), body=row.body)


class DocumentsOut(Schema):
    items: list[DocumentRow]
    count: int


class Search(Paging):
    q: str = ""
    trashed: bool = False


class NewName(Given):
    name: str = Field(min_length=1, max_length=255)


class Change(Given):
    revision: int = Field(ge=1, description="The revision that the patch was made against.")
    patch: list[dict[str, Any]] = Field(description="`set`, `add`, `remove`, `move`; see /docs.")
    client: str = Field(
        "",
        max_length=64,
        description="Who saves, and after a slash which save: `tab/17`. It counts once.",
    )


class PatchOut(Schema):
    revision: int
    client: str
    patch: list[dict[str, Any]]
    inverse: list[dict[str, Any]]
    lost: list[dict[str, Any]]
    created: datetime

    @classmethod
    def of(cls, row: DocumentPatch) -> PatchOut:
        names = ("revision", "client", "patch", "inverse", "lost", "created")
        return cls(**{name: getattr(row, name) for name in names})


class SaveOut(Schema):
    revision: int
    client: str
    created: datetime


class ChangedOut(Schema):
    revision: int
    patch: list[dict[str, Any]] = Field(description="What was changed.")
    inverse: list[dict[str, Any]] = Field(description="What undoes it.")
    lost: list[dict[str, Any]] = Field(description="Other people's values that it replaced.")
    conflicts: list[dict[str, Any]] = Field(description="Left out: their layer was deleted.")
    missed: list[PatchOut] = Field(description="What others saved since that revision.")


class ExportedOut(Schema):
    key: str
    url: str
    job: JobOut


class Wait(Schema):
    wait: float = Field(0, ge=0, le=60, description="Seconds to wait for the result.")

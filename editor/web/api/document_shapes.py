"""What the documents' routes take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from editor.models import Document, DocumentPatch
from editor.web.api.shapes import Given, JobOut, Paging


class NewDocument(Given):
    name: str = Field("", max_length=255)
    body: dict[str, Any] = Field(description="The document, with its `schema` number.")


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
    client: str = Field("", max_length=64, description="A patch sent twice counts once.")


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

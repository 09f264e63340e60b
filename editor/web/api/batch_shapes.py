"""What the API of batches takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from editor.flows.batches.previews import DEFAULT_PX, MOST, SIDES
from editor.web.api.exports import CheckOut
from editor.web.api.shapes import Given, Paging

STATES = Literal["", "waiting", "running", "passed", "review", "failed", "dropped"]


class BatchIn(Given):
    name: str = Field(max_length=255)
    recipe: dict[str, Any] = Field(description="See /api/batches/schema.")
    hook: str = Field("", max_length=2000, description="https address told when it is done.")


class BatchChange(Given):
    name: str | None = Field(None, max_length=255)
    recipe: dict[str, Any] | None = None
    hook: str | None = Field(None, max_length=2000)


class CountsOut(Schema):
    waiting: int
    running: int
    passed: int
    review: int
    failed: int
    dropped: int
    total: int = Field(description="All but the dropped.")
    done: int = Field(description="Those that need no more work.")
    unreadable: int = Field(description="Of the failed, those that only another file can help.")


class BatchOut(Schema):
    id: UUID
    name: str
    state: Literal["draft", "running", "paused", "done", "cancelled"]
    counts: CountsOut
    per_minute: float | None = Field(description="Photos of late; null: not known.")
    seconds_left: float | None = Field(description="At that pace; null: not known.")
    recipe: dict[str, Any]
    hook: str
    created: datetime
    started: datetime | None
    finished: datetime | None


class CreatedOut(BatchOut):
    secret: str = Field(description="Signs what the hook is told; shown only here.")


class BatchesOut(Schema):
    items: list[BatchOut]
    count: int


class ReasonOut(Schema):
    name: str
    text: str
    value: str
    weight: float


class ErrorTold(Schema):
    code: str
    text: str
    remedy: str


class MeasuredOut(CheckOut):
    number: float | None = Field(None, description="The value for tables.")


class ResultOut(Schema):
    target: str
    title: str
    preset: str
    key: str
    width: int
    height: int
    bytes: int
    content_type: str
    verdict: Literal["pass", "warn", "fail"]
    checks: list[MeasuredOut]
    as_of: str = Field(description="Day of the rules; empty for your own.")
    engines: dict[str, str]
    warnings: list[str]
    preview: str = Field(description="Key of the small picture: /p/<preview>.")
    placed: float | None = Field(None, description="The subject's share by its matte.")
    lies: tuple[float, float, float, float] | None = Field(
        None,
        description="Left, top, width, height of the whole photo behind the file, in fractions of "
        "it; null where it was turned.",
    )


class ItemOut(Schema):
    id: UUID
    batch: UUID
    position: int
    name: str
    sku: str
    state: STATES
    accepted: bool
    doubt: float = Field(description="0: sure, 1: surely wrong.")
    reason: str = Field(description="Why it failed or is to be reviewed, in a few words.")
    reasons: list[ReasonOut]
    error: ErrorTold | None
    original: UUID | None
    document: UUID | None = Field(description="Stands for the recipe once it was edited.")
    edited: bool
    behind: bool = Field(
        description="The document was changed since the files were made; they follow once it rests."
    )
    results: list[ResultOut]
    preview: str | None = Field(description="Address of the small picture of the first target.")
    seconds: float
    finished: datetime | None


class ItemsOut(Schema):
    items: list[ItemOut]
    count: int


class OrderOut(Schema):
    ids: list[UUID]


class StaleOut(Schema):
    count: int = Field(description="Items that `rerun` would make anew.")


class AddedOut(Schema):
    items: list[ItemOut]
    batch: BatchOut


class SkusOut(Schema):
    photos: int = Field(description="Photos that the table names.")
    unknown: int = Field(description="Names in it that are no photo's.")
    names: list[str] = Field(description="The first of those.")


class ItemsWish(Schema):
    state: STATES = ""
    q: str = Field("", max_length=255)
    sort: Literal["position", "doubt", "name"] = "position"


class ItemSearch(ItemsWish):
    ids: list[UUID] = Field([], max_length=100, description="These items only.")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(100, ge=1, le=500)


class BatchSearch(Paging):
    q: str = Field("", max_length=255)


class ItemChange(Given):
    name: str | None = Field(None, min_length=1, max_length=255)
    sku: str | None = Field(None, max_length=100)


class Chosen(Given):
    items: list[UUID] = Field(min_length=1, max_length=2000)


class Some(Given):
    items: list[UUID] = Field([], max_length=2000, description="Empty: all that failed.")


class Held(Given):
    originals: list[UUID] = Field(min_length=1, max_length=2000)


class FolderIn(Given):
    folder: str = Field(max_length=255)


class RepairIn(Given):
    target: str = Field(max_length=64)
    check: str = Field(max_length=40)


class PreviewIn(Given):
    recipe: dict[str, Any]
    originals: list[UUID] = Field(min_length=1, max_length=MOST)
    target: int = Field(0, ge=0, description="Number of the recipe's target.")
    side: int = Field(DEFAULT_PX, ge=SIDES[0], le=SIDES[1], description="Longest side, px.")


class PreviewOut(Schema):
    original: UUID
    url: str | None = Field(description="The picture, drawn when it is asked for.")
    share: float
    enlarged: float
    doubt: float
    review: bool
    reasons: list[ReasonOut]
    faces: list[tuple[float, float, float, float]]
    error: ErrorTold | None


class RecipeIn(Given):
    name: str = Field(min_length=1, max_length=255)
    recipe: dict[str, Any]


class RecipeOut(Schema):
    id: UUID
    name: str
    recipe: dict[str, Any] = Field(alias="body")
    changed: datetime


class RecipeName(Given):
    name: str = Field(min_length=1, max_length=255)


class MarketOut(Schema):
    name: str
    title: str
    group: str
    purpose: str
    rules: dict[str, Any] = Field(description="With `source` and `checked_on`, the day.")
    shipped: dict[str, Any] = Field(description="The rules before the owner corrected them.")
    changed: bool = Field(description="True: the owner's own numbers.")


class RulesOut(Schema):
    rules: dict[str, Any]

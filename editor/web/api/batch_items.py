"""Items of a batch over REST: looked over, decided, done again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from editor.flows.batches import adding, again, rows, telling
from editor.web.api.auth import workspace
from editor.web.api.batch_shapes import (
    BatchOut,
    Chosen,
    ItemChange,
    ItemOut,
    ItemSearch,
    ItemsOut,
    ItemsWish,
    OrderOut,
    RepairIn,
    Some,
    StaleOut,
)
from editor.web.api.shapes import ErrorOut
from editor.web.outcomes import carry_out

router = Router()
REFUSED = frozenset({400, 404, 409, 429})


class EditedOut(Schema):
    document: UUID
    url: str


@router.get("/{uuid:id}/items", response={200: ItemsOut, 404: ErrorOut}, summary="Items of a batch")
def listed(request: HttpRequest, id: UUID, search: Query[ItemSearch]) -> dict[str, Any]:
    """`state=waiting` also gives those that run; `sort=doubt` puts the most doubtful first."""
    batch = rows.get(workspace(request), id)
    held = rows.items(batch, state=search.state, search=search.q, sort=search.sort)
    if search.ids:
        held = held.filter(pk__in=search.ids)
    page = held[search.offset : search.offset + search.limit]
    return {"items": [telling.item(one) for one in page], "count": held.count()}


@router.get(
    "/{uuid:id}/order", response={200: OrderOut, 404: ErrorOut}, summary="Ids of items in order"
)
def order(request: HttpRequest, id: UUID, search: Query[ItemsWish]) -> dict[str, Any]:
    """All of them, for lists that show a part: `items?ids=` tells more."""
    batch = rows.get(workspace(request), id)
    held = rows.items(batch, state=search.state, search=search.q, sort=search.sort)
    return {"ids": list(held.values_list("pk", flat=True))}


@router.get(
    "/{uuid:id}/items/{uuid:item}", response={200: ItemOut, 404: ErrorOut}, summary="One item"
)
def one(request: HttpRequest, id: UUID, item: UUID) -> dict[str, Any]:
    return telling.item(rows.item(workspace(request), id, item))


@router.patch(
    "/{uuid:id}/items/{uuid:item}",
    response={200: ItemOut, 404: ErrorOut},
    summary="Other words for its file names",
)
def change(request: HttpRequest, id: UUID, item: UUID, given: ItemChange) -> dict[str, Any]:
    return telling.item(adding.rename(workspace(request), id, item, given.name, given.sku))


@router.post(
    "/{uuid:id}/accept", response={200: BatchOut, REFUSED: ErrorOut}, summary="Items are good"
)
def accept(request: HttpRequest, id: UUID, given: Chosen) -> dict[str, Any]:
    """They count as passed, whatever their checks say."""
    return _moved(request, again.decide(workspace(request), id, given.items, accept=True))


@router.post(
    "/{uuid:id}/drop", response={200: BatchOut, REFUSED: ErrorOut}, summary="Leave items out"
)
def drop(request: HttpRequest, id: UUID, given: Chosen) -> dict[str, Any]:
    """`reopen` brings them back as they were, `retry` makes them once more."""
    return _moved(request, again.decide(workspace(request), id, given.items, accept=False))


@router.post(
    "/{uuid:id}/reopen", response={200: BatchOut, REFUSED: ErrorOut}, summary="Undo a decision"
)
def reopen(request: HttpRequest, id: UUID, given: Chosen) -> dict[str, Any]:
    """Items that were accepted or dropped stand again as their files and checks say."""
    return _moved(request, again.reopened(workspace(request), id, given.items))


@router.post(
    "/{uuid:id}/retry", response={200: BatchOut, REFUSED: ErrorOut}, summary="Items once more"
)
def retry(request: HttpRequest, id: UUID, given: Some) -> dict[str, Any]:
    return _moved(request, again.retry(workspace(request), id, given.items))


@router.get(
    "/{uuid:id}/stale", response={200: StaleOut, 404: ErrorOut}, summary="What `rerun` would make"
)
def stale(request: HttpRequest, id: UUID) -> dict[str, int]:
    batch = rows.get(workspace(request), id)
    return {"count": sum(1 for _ in again.stale(batch))}


@router.post(
    "/{uuid:id}/rerun",
    response={200: BatchOut, REFUSED: ErrorOut},
    summary="Make anew what the recipe touches",
)
def rerun(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """Only items whose recipe, rules or document changed since they were made."""
    return _moved(request, again.rerun(workspace(request), id))


@router.get(
    "/{uuid:id}/repairs",
    response={200: dict[str, dict[str, str]], 404: ErrorOut},
    summary="What `repair` would change",
)
def repairs(request: HttpRequest, id: UUID) -> dict[str, dict[str, str]]:
    """Target, check, and what its repair does; those that the recipe follows already are left
    out."""
    return again.repairs(workspace(request), id)


@router.post(
    "/{uuid:id}/repair",
    response={200: BatchOut, REFUSED: ErrorOut},
    summary="Mend a check by the recipe",
)
def repair(request: HttpRequest, id: UUID, given: RepairIn) -> dict[str, Any]:
    return _moved(request, again.repair(workspace(request), id, given.target, given.check))


@router.post(
    "/{uuid:id}/items/{uuid:item}/document",
    response={200: EditedOut, frozenset({400, 404, 409, 410, 429, 503}): ErrorOut},
    summary="Open an item in the editor",
)
def document(request: HttpRequest, id: UUID, item: UUID) -> dict[str, Any]:
    """The document that stands for the recipe from now on: what is changed in it flows back."""
    owner = workspace(request)
    row, outcomes = again.edited(owner, id, item)
    carry_out(owner, outcomes)
    return {"document": row.pk, "url": f"/documents/{row.pk}"}


@router.delete(
    "/{uuid:id}/items/{uuid:item}/document",
    response={200: BatchOut, REFUSED: ErrorOut},
    summary="Back to the recipe",
)
def released(request: HttpRequest, id: UUID, item: UUID) -> dict[str, Any]:
    return _moved(request, again.released(workspace(request), id, item))


def _moved(request: HttpRequest, saved: rows.Saved) -> dict[str, Any]:
    carry_out(workspace(request), saved.outcomes)
    return telling.told(saved.batch)

"""Batches: made, listed, changed, deleted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from editor.conf import current
from editor.errors import Conflict, NotFound, QuotaExceeded
from editor.flows import names, originals
from editor.flows.batches import hooks
from editor.flows.originals import as_uuid
from editor.flows.outcomes import Outcome
from editor.models import Batch, BatchItem, Workspace
from editor.plan.batches.recipe import Recipe, parse_recipe

WAITING = BatchItem.State.WAITING
RUNNING = BatchItem.State.RUNNING
OPEN = (WAITING, RUNNING)
DECIDED = (BatchItem.State.PASSED, BatchItem.State.REVIEW)


@dataclass(frozen=True, slots=True)
class Saved:
    """A batch as it is now, and what others should hear."""

    batch: Batch
    outcomes: tuple[Outcome, ...] = ()


def create(workspace: Workspace, name: str, recipe: object, hook: str = "") -> Batch:
    """A new batch without photos, not started. What the recipe or the hook's address refuses;
    QuotaExceeded for one too many."""
    read = checked(workspace, recipe)
    most = current().batches
    if Batch.objects.filter(workspace=workspace).count() >= most:
        raise QuotaExceeded(
            f"The workspace holds {most} batches, as many as it may.", remedy="Delete some."
        )
    return Batch.objects.create(
        workspace=workspace,
        name=names.title(name),
        recipe=read.written(),
        hook=hooks.address(hook) if hook else "",
        secret=secrets.token_hex(32),
    )


def checked(workspace: Workspace, given: object) -> Recipe:
    """The recipe, if this workspace can follow it; NotFound for a watermark that it doesn't
    hold."""
    recipe = parse_recipe(given)
    if recipe.watermark is not None and recipe.watermark.source:
        originals.get(workspace, recipe.watermark.source)
    return recipe


def recipe_of(batch: Batch) -> Recipe:
    return parse_recipe(batch.recipe)


def listing(workspace: Workspace, search: str = "") -> QuerySet[Batch]:
    """The workspace's batches, newest first."""
    found = Batch.objects.filter(workspace=workspace)
    return found.filter(name__icontains=names.sought(search)) if search else found


def get(workspace: Workspace, id: UUID | str) -> Batch:
    """One batch; NotFound for unknown ids and for other people's."""
    pk = as_uuid(id)
    found = Batch.objects.filter(workspace=workspace, pk=pk).first() if pk else None
    if found is None:
        raise NotFound(
            f"There is no batch {str(id)[:80]!r} here.", remedy="Look at the list of batches."
        )
    return found


def locked(batch: Batch) -> Batch:
    """The row as it is now, held until the caller's transaction ends; NotFound once it is gone."""
    found = Batch.objects.select_for_update().filter(pk=batch.pk).first()
    if found is None:
        raise NotFound("The batch was deleted.", remedy="Look at the list of batches.")
    return found


def change(workspace: Workspace, id: UUID | str, given: Mapping[str, Any]) -> Batch:
    """A new `name`, `recipe` or `hook`. A new recipe touches no file before `again.rerun`."""
    batch = get(workspace, id)
    if given.get("recipe") is not None:
        batch.recipe = checked(workspace, given["recipe"]).written()
    if given.get("name") is not None:
        batch.name = names.title(given["name"])
    if given.get("hook") is not None:
        batch.hook = hooks.address(given["hook"]) if given["hook"] else ""
    batch.save(update_fields=["recipe", "name", "hook"])
    return batch


def delete(workspace: Workspace, id: UUID | str) -> None:
    """The batch and its items; photos and documents stay. Jobs on their way find nothing to do."""
    batch = get(workspace, id)
    with transaction.atomic():
        locked(batch).delete()


def item(workspace: Workspace, id: UUID | str, item_id: UUID | str) -> BatchItem:
    """One item of a batch; NotFound for unknown ids and for other people's."""
    batch = get(workspace, id)
    pk = as_uuid(item_id)
    rows = BatchItem.objects.select_related("batch", "original__blob", "document")
    found = rows.filter(batch=batch, pk=pk).first() if pk else None
    if found is None:
        raise NotFound(
            f"There is no item {str(item_id)[:80]!r} in this batch.",
            remedy="Look at the list of its items.",
        )
    return found


SORTS = {"position": ("position",), "doubt": ("-doubt", "position"), "name": ("name", "position")}


def items(
    batch: Batch, *, state: str = "", search: str = "", sort: str = "position"
) -> QuerySet[BatchItem]:
    """The batch's items in one state (all without), with `search` in their name or SKU."""
    found = BatchItem.objects.filter(batch=batch).select_related("document")
    found = found.defer("document__body")
    if state:
        known = (WAITING, RUNNING) if state == WAITING else (state,)
        found = found.filter(state__in=known)
    if search:
        word = names.sought(search)
        found = found.filter(name__icontains=word) | found.filter(sku__icontains=word)
    return found.order_by(*SORTS[sort])


def must_be(batch: Batch, states: tuple[str, ...], what: str) -> None:
    """Conflict unless the batch is in one of these states."""
    if batch.state not in states:
        raise Conflict(
            f"The batch is {batch.state}: it can't be {what}.",
            remedy=f"Only a batch that is {' or '.join(states)} can.",
        )

"""Recipes that people saved under a name, for their next batch."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from editor.errors import Conflict, NotFound, QuotaExceeded
from editor.flows import names
from editor.flows.batches import rows
from editor.flows.originals import as_uuid
from editor.models import BatchRecipe, Workspace

MOST = 200


def listing(workspace: Workspace) -> QuerySet[BatchRecipe]:
    """The workspace's recipes by name."""
    return BatchRecipe.objects.filter(workspace=workspace)


def save(workspace: Workspace, name: str, recipe: object) -> BatchRecipe:
    """Keeps the recipe; one of the same name is replaced. What the recipe refuses; QuotaExceeded
    for one too many."""
    body = rows.checked(workspace, recipe).written()
    title = names.title(name)
    there = listing(workspace)
    if there.count() >= MOST and not there.filter(name=title).exists():
        raise QuotaExceeded(f"{MOST} recipes are kept already.", remedy="Delete some.")
    return BatchRecipe.objects.update_or_create(
        workspace=workspace, name=title, defaults={"body": body}
    )[0]


def get(workspace: Workspace, id: UUID | str) -> BatchRecipe:
    """One recipe; NotFound for unknown ids and for other people's."""
    pk = as_uuid(id)
    found = listing(workspace).filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound(
            f"There is no recipe {str(id)[:80]!r} here.", remedy="Look at the list of recipes."
        )
    return found


def rename(workspace: Workspace, id: UUID | str, name: str) -> BatchRecipe:
    """A new name; Conflict when another recipe has it."""
    found = get(workspace, id)
    found.name = names.title(name)
    try:
        with transaction.atomic():
            found.save(update_fields=["name", "changed"])
    except IntegrityError:
        raise Conflict(
            f"There is a recipe named {found.name!r} already.", remedy="Choose another name."
        ) from None
    return found


def delete(workspace: Workspace, id: UUID | str) -> None:
    get(workspace, id).delete()

"""Saved recipes of batches, and marketplaces with their rules, over REST."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from editor.flows import rulebook
from editor.flows.batches import recipes
from editor.models import BatchRecipe
from editor.web.api.auth import Anyone, workspace
from editor.web.api.batch_shapes import MarketOut, RecipeIn, RecipeName, RecipeOut, RulesOut
from editor.web.api.shapes import ErrorOut
from editor.web.owner import must_own

router = Router()
markets_router = Router()


@router.get("", response=list[RecipeOut], summary="Saved recipes by name")
def listed(request: HttpRequest) -> list[BatchRecipe]:
    return list(recipes.listing(workspace(request)))


@router.post(
    "",
    auth=Anyone(),
    response={201: RecipeOut, frozenset({400, 404, 429}): ErrorOut},
    summary="Save a recipe",
)
def save(request: HttpRequest, given: RecipeIn) -> Status[BatchRecipe]:
    """One of the same name is replaced."""
    return Status(201, recipes.save(workspace(request), given.name, given.recipe))


@router.patch(
    "/{uuid:id}",
    response={200: RecipeOut, frozenset({404, 409}): ErrorOut},
    summary="Rename a recipe",
)
def rename(request: HttpRequest, id: UUID, given: RecipeName) -> BatchRecipe:
    return recipes.rename(workspace(request), id, given.name)


@router.delete("/{uuid:id}", response={204: None, 404: ErrorOut}, summary="Delete a recipe")
def delete(request: HttpRequest, id: UUID) -> Status[None]:
    recipes.delete(workspace(request), id)
    return Status(204, None)


@markets_router.get("", auth=None, response=list[MarketOut], summary="Marketplaces and their rules")
def markets(request: HttpRequest) -> list[dict[str, Any]]:
    return rulebook.listed()


@markets_router.put(
    "/{name}",
    response={200: RulesOut, frozenset({400, 403}): ErrorOut},
    summary="Correct a marketplace's rules",
)
def correct(request: HttpRequest, name: str, changes: Body[dict[str, Any]]) -> dict[str, Any]:
    """For the studio's owner. They hold as of today; batches take them up when they are re-run."""
    must_own(request, "change the rules of marketplaces")
    return {"rules": rulebook.told(rulebook.change(name, changes))}


@markets_router.delete(
    "/{name}",
    response={200: RulesOut, frozenset({400, 403, 404}): ErrorOut},
    summary="The shipped rules again",
)
def reset(request: HttpRequest, name: str) -> dict[str, Any]:
    must_own(request, "change the rules of marketplaces")
    return {"rules": rulebook.told(rulebook.reset(name))}

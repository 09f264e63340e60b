"""The library's pages: the shelf of photos, one photo, and the pieces that htmx asks for."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editor.errors import NotFound
from editor.models import Original, Workspace
from editor.web.request import StudioRequest

SHELF = 60


def workspace_of_page(request: HttpRequest) -> Workspace:
    workspace = cast(StudioRequest, request).workspace
    if workspace is None:
        raise NotFound("There is no workspace here.", remedy="Open the start page first.")
    return workspace


def _photos(workspace: Workspace, query: str) -> QuerySet[Original]:
    held = Original.objects.filter(workspace=workspace, trashed__isnull=True).select_related("blob")
    return held.filter(name__icontains=query) if query else held


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """The start page: drop photos, find them again."""
    return render(request, "photos/library.html", _shelf(request))


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """The next part of the shelf, or the answer to a search."""
    return render(request, "photos/shelf.html", _shelf(request))


def _shelf(request: HttpRequest) -> dict[str, object]:
    query = request.GET.get("q", "")[:100]
    text = request.GET.get("from", "0")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    # One more than is shown tells whether there is a next part.
    found = list(_photos(workspace_of_page(request), query)[start : start + SHELF + 1])
    more = start + SHELF if len(found) > SHELF else None
    return {"photos": found[:SHELF], "query": query, "more": more, "first": start == 0}


@require_GET
def card(request: HttpRequest, photo: UUID) -> HttpResponse:
    """One photo's card, for a photo that has just arrived."""
    return render(request, "photos/card.html", {"photo": _photo(request, photo)})


@require_GET
def photo(request: HttpRequest, photo: UUID) -> HttpResponse:
    """One photo with every operation at hand."""
    return render(request, "photos/photo.html", {"photo": _photo(request, photo)})


def _photo(request: HttpRequest, photo: UUID) -> Original:
    found = _photos(workspace_of_page(request), "").filter(pk=photo).first()
    if found is None:
        raise NotFound("There is no such photo here.", remedy="Open the library to see yours.")
    return found

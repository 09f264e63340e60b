"""One photo's page, and whose pages these are."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editor.errors import NotFound
from editor.flows.originals import unpainted
from editor.models import Original, Workspace
from editor.web.request import StudioRequest


def workspace_of_page(request: HttpRequest) -> Workspace:
    """The workspace that the page belongs to; NotFound for strangers."""
    workspace = cast(StudioRequest, request).workspace
    if workspace is None:
        raise NotFound("There is no workspace here.", remedy="Open the start page first.")
    return workspace


@require_GET
def photo(request: HttpRequest, photo: UUID) -> HttpResponse:
    """One photo with every operation at hand; of a drawing, what it looks like."""
    held = Original.objects.filter(workspace=workspace_of_page(request), trashed__isnull=True)
    found = held.select_related("blob").filter(pk=photo).first()
    if found is None:
        raise NotFound("There is no such photo here.", remedy="Open the library to see yours.")
    if unpainted(found.blob):
        return render(request, "photos/drawing.html", {"photo": found, "id": str(found.pk)})
    return render(request, "photos/photo.html", {"photo": found})

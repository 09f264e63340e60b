"""The pages of batches: shells whose scripts ask the REST API for the rest."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editor.conf import current
from editor.flows import rulebook
from editor.flows.batches import rows
from editor.web.owner import is_owner
from editor.web.pages.photos import workspace_of_page

SECTION = {"section": "batches"}


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every batch of the workspace, newest first."""
    workspace_of_page(request)
    return render(request, "batches/list.html", SECTION)


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """A recipe is set and photos are brought for a batch that isn't there yet."""
    workspace_of_page(request)
    return render(request, "batches/new.html", _setup(request))


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What marketplaces ask for; the studio's owner corrects it there."""
    workspace_of_page(request)
    ranges = json.dumps(rulebook.ranges())
    return render(
        request,
        "batches/rules.html",
        {**SECTION, "owner": is_owner(request), "ranges": ranges},
    )


@require_GET
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """How a batch goes, and what came out of it; NotFound for other people's."""
    batch = rows.get(workspace_of_page(request), id)
    return render(request, "batches/one.html", {**SECTION, "batch": batch})


@require_GET
def recipe(request: HttpRequest, id: UUID) -> HttpResponse:
    """The recipe and the photos of a batch that is there; NotFound for other people's."""
    batch = rows.get(workspace_of_page(request), id)
    return render(request, "batches/new.html", {**_setup(request), "batch": batch})


def _setup(request: HttpRequest) -> dict[str, Any]:
    folders = is_owner(request) and bool(current().import_dir)
    return {**SECTION, "folders": folders, "most": current().batch_photos}

"""The library: photos, documents, the trash, and the pieces that its script asks for."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editor.conf import current
from editor.errors import Busy, unknown_name
from editor.flows import likenesses, previews, samples, shelf, workspaces
from editor.models import Original, Workspace
from editor.web.outcomes import carry_out
from editor.web.pages.photos import workspace_of_page

FIRST = 60
"""Cards that a page brings along; the script asks for the others."""
MOST_CARDS = 120
LONGEST_QUERY = 100
NEARLY_FULL = 0.95


@require_GET
def photos(request: HttpRequest) -> HttpResponse:
    """The start page: bring photos, find them again."""
    return _page(request, "photos")


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Everything that was composed here."""
    return _page(request, "documents")


@require_GET
def trash(request: HttpRequest) -> HttpResponse:
    """What was thrown away, until its days are over."""
    return _page(request, "trash")


@require_GET
def keys(request: HttpRequest, place: str) -> JsonResponse:
    """The keys of a place in order, for the search and the sort that are asked for."""
    found = shelf.keys(workspace_of_page(request), _known(place), **_wish(request))
    response = JsonResponse({"keys": found, "counts": _counts(request)})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def cards(request: HttpRequest, place: str) -> HttpResponse:
    """The cards of these keys; what isn't there any more is left out."""
    wanted = request.GET.get("keys", "").split(",")[:MOST_CARDS]
    owner = workspace_of_page(request)
    context = {"cards": _cards(owner, wanted, _known(place)), "place": place}
    response = render(request, "photos/cards.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def preview(request: HttpRequest, document: UUID) -> HttpResponse:
    """Leads to the document's small picture. Gone for what can't be drawn any more."""
    return _led(previews.preview(workspace_of_page(request), document).key)


@require_GET
def thumbnail(request: HttpRequest, photo: UUID) -> HttpResponse:
    """Leads to the small picture of a photo in the trash, whose own addresses are closed."""
    return _led(previews.thumbnail(workspace_of_page(request), photo).key)


def _led(key: str) -> HttpResponse:
    response = HttpResponse(status=302, headers={"Location": f"/p/{key}"})
    # A document's address names its revision; who makes its cutouts may still change.
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _page(request: HttpRequest, place: str) -> HttpResponse:
    owner = workspace_of_page(request)
    wish = _wish(request)
    found = shelf.keys(owner, place, **wish)
    counts = _counts(request)
    context = {
        "place": place,
        "query": wish["search"],
        "sort": wish["sort"],
        "sorts": _sorts(place),
        "counts": counts,
        "count": len(found),
        "cards": _cards(owner, found[:FIRST], place),
        "empty": counts[place] == 0,
        "samples": samples.samples().values(),
        "full": _nearly_full(owner),
        "trash_days": current().trash_days,
    }
    return render(request, "photos/library.html", context)


def _cards(owner: Workspace, wanted: list[str], place: str) -> list[dict[str, Any]]:
    rows = shelf.items(owner, wanted)
    # Those from before there were likenesses get theirs now; a full queue only makes them wait.
    with contextlib.suppress(Busy):
        carry_out(owner, likenesses.wanted([row for row in rows if isinstance(row, Original)]))
    return [_card(row, place) for row in rows]


def _card(row: shelf.Item, place: str) -> dict[str, Any]:
    ends = row.trashed + timedelta(days=current().trash_days) if row.trashed else None
    shown: dict[str, Any] = {"row": row, "ends": ends, "thrown": place == "trash"}
    if isinstance(row, Original):
        return shown | {"kind": "photo", "key": f"photo-{row.pk}"}
    width = int(getattr(row, "canvas_width", 0) or 1)
    height = int(getattr(row, "canvas_height", 0) or 1)
    scale = previews.SIDE_PX / max(width, height)
    size = {"width": width, "height": height}
    fitted = {"w": max(1, round(width * scale)), "h": max(1, round(height * scale))}
    shape = "wide" if width >= height else "tall"
    return shown | size | fitted | {"shape": shape, "kind": "document", "key": f"document-{row.pk}"}


def _wish(request: HttpRequest) -> dict[str, str]:
    sort = request.GET.get("sort", "newest")
    search = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    return {"search": search, "sort": sort if sort in shelf.SORTS else "newest"}


def _sorts(place: str) -> list[tuple[str, str]]:
    sizes = {"photos": [("size", "Largest file")], "documents": [("size", "Largest canvas")]}
    times = {"photos": ("Newest", "Oldest"), "documents": ("Last changed", "First changed")}
    newest, oldest = times.get(place, ("Last thrown away", "First thrown away"))
    named = [("newest", newest), ("oldest", oldest), ("name", "Name")]
    return named + sizes.get(place, [])


def _counts(request: HttpRequest) -> dict[str, int]:
    found = shelf.counts(workspace_of_page(request))
    return {"photos": found.photos, "documents": found.documents, "trash": found.trash}


def _nearly_full(owner: Workspace) -> workspaces.Usage | None:
    used = workspaces.usage(owner)
    return used if used.bytes >= NEARLY_FULL * used.quota_bytes else None


def _known(place: str) -> str:
    if place not in shelf.PLACES:
        raise unknown_name("part of the library", place[:40], shelf.PLACES)
    return place

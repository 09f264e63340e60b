"""The models' page: cards, what is here, pulls as they go, and what `auto` means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from editor.errors import StudioError
from editor.flows import models
from editor.flows.models import Catalogue, Listed
from editor.web.owner import is_owner, must_own

TITLES = {
    "matte": "Cutouts",
    "faces": "Faces",
    "prompted matte": "Cutouts of what somebody points at",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cards of one task, best first."""

    task: str
    title: str
    default: str
    auto: str
    """Name of the card that `auto` means now."""
    cards: tuple[Listed, ...]


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Everybody may look; who owns the studio may pull, remove and choose."""
    return render(request, "models/models.html", _shown(request))


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """The cards alone, asked for again while something is being pulled."""
    return render(request, "models/cards.html", _shown(request))


@require_POST
def pull(request: HttpRequest, name: str) -> HttpResponse:
    """Starts to fetch the weights."""
    return _changed(request, lambda: models.pull(name))


@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Removes the weights."""
    return _changed(request, lambda: models.remove(name))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """What `auto` shall mean for a task."""
    task, name = (request.POST.get(word, "")[:80] for word in ("task", "model"))
    return _changed(request, lambda: models.choose(task, name))


def _changed(request: HttpRequest, change: Callable[[], None]) -> HttpResponse:
    must_own(request, instead="Or ask the owner for `manage.py models pull NAME`.")
    refusal: StudioError | None = None
    try:
        change()
    except StudioError as error:
        refusal = error
    return render(request, "models/cards.html", {**_shown(request), "refusal": refusal})


def _shown(request: HttpRequest) -> dict[str, object]:
    try:
        catalogue = models.catalogue()
    except StudioError as error:
        return {"unreachable": error, "section": "models"}
    return {
        "shelves": _shelves(catalogue),
        "pulling": any(m.pull and m.pull.state == "running" for m in catalogue.models),
        "no_torch": any("PyTorch" in m.lacks for m in catalogue.models),
        "owner": is_owner(request),
        "section": "models",
    }


def _shelves(catalogue: Catalogue) -> list[Shelf]:
    def best_first(listed: Listed) -> tuple[bool, int]:
        return not listed.present, -listed.card.rank

    return [
        Shelf(
            task,
            title,
            catalogue.defaults.get(task, "auto"),
            catalogue.auto.get(task, "").partition("@")[0],
            tuple(sorted((m for m in catalogue.models if m.card.task == task), key=best_first)),
        )
        for task, title in TITLES.items()
    ]

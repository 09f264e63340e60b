"""`/compose?order=...&i0=...`: a small composition from an address, opened in the editor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from editor.errors import BadRequest
from editor.flows.compose import compose
from editor.web.outcomes import carry_out
from editor.web.pages.photos import workspace_of_page


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Leads to the document; the same address leads to the same one until it is changed. What is
    wrong with the address is listed, all at once."""
    _check_meant(request)
    owner = workspace_of_page(request)
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    done = compose(owner, pairs)
    if done.saved is None:
        context = {"problems": done.problems, "asked": bool(pairs)}
        return _told(render(request, "compose.html", context, status=400))
    carry_out(owner, done.saved.outcomes)
    response = HttpResponseRedirect(reverse("document", args=[done.saved.document.pk]))
    response.headers["Cache-Control"] = "no-store"
    return response


def _check_meant(request: HttpRequest) -> None:
    """The page may make a document, so that pictures of foreign pages and browsers that guess what
    comes next can't ask for it."""
    kind = request.headers.get("Sec-Fetch-Dest", "document")
    if kind != "document" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        raise BadRequest(
            "A composition is made only when somebody opens its address.",
            remedy="Open the address in a tab of its own.",
        )


def _told(response: HttpResponse) -> HttpResponse:
    """The page is our answer to the error; the middleware shall not put its own there."""
    response.studio_error = BadRequest("The address can't be read.")  # type: ignore[attr-defined]
    return response

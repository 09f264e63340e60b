"""`/s/<id>.<signature>`: a document as others see it through a link.

Not among the pages: who looks through a link becomes no guest, and gets no cookie.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editor.errors import NotFound
from editor.flows import limits, share
from editor.models import Share
from editor.web import share_links
from editor.web.delivery import Manner, Permission, deliver
from editor.web.negotiate import format_for

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # The address is the key: pages that are linked to shall not learn it.
    "Referrer-Policy": "no-referrer",
}


_Response = TypeVar("_Response", bound=HttpResponseBase)


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The picture, its name and size, and when the link ends. It needs neither cookies nor a
    script."""
    found = visited(token)
    body = share.body_of(found)
    address = share_links.address(found)
    context = {
        "document": found.document,
        "expires": found.expires,
        "address": address,
        "absolute": share_links.absolute(request, address),
        **{name: share.size_of(body, view) for name, view in share.VIEWS.items()},
    }
    response = render(request, "share/view.html", context)
    response.headers["Cache-Control"] = "private, no-cache"
    return _quiet(response)


@require_safe
def picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """One of the link's pictures. Asked for anew each time: a link that ended shows nothing."""
    view = share.VIEWS.get(name)
    if view is None:
        raise NotFound("A link has no such picture.", remedy="Open the link itself.")
    found = visited(token)
    format = format_for(request.headers.get("Accept", ""))
    manner = Manner(False, vary=() if view.flat else ("Accept",))
    return _quiet(deliver(request, share.picture(found, view, format), Permission(), manner))


def _quiet(response: _Response) -> _Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def visited(token: str) -> Share:
    """The link that may be looked through; NotFound, Gone or RateLimited."""
    id: UUID = share_links.id_of(token)
    limits.visits(id)
    return share.opened(id)

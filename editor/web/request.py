"""What our middleware adds to Django's request."""

from __future__ import annotations

from django.http import HttpRequest

from editor.models import Workspace


class StudioRequest(HttpRequest):
    """Only a type: the middleware sets these attributes on every request."""

    request_id: str
    workspace: Workspace | None
    """Whom the token or the cookie names; None for strangers."""
    by_token: bool
    """Came with a bearer token: no cookie speaks for it, so no foreign page can forge it."""
    new_guest: bool
    """The workspace was made for this request; the answer carries its cookie."""


def raw_path(request: HttpRequest) -> str:
    """The path as it was sent, still percent-encoded."""
    scope = getattr(request, "scope", {})
    sent: bytes = scope.get("raw_path") or b""
    if sent:
        return sent.decode("latin-1").partition("?")[0]
    return request.get_full_path_info().partition("?")[0]


def query_string(request: HttpRequest) -> str:
    """The query as it was sent, without the question mark."""
    return str(request.META.get("QUERY_STRING", ""))

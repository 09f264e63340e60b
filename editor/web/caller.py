"""Who asks: reading the workspace of a request, or making a guest's."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from editor.errors import Unauthorized
from editor.flows import access, limits, workspaces
from editor.models import Workspace
from editor.web.request import StudioRequest

BEARER = "bearer "
COOKIE_AGE_S = 400 * 24 * 3600
"""The longest that browsers keep a cookie; the workspace itself ends when the server says so."""


def identify(request: HttpRequest) -> None:
    """Sets the request's workspace from its token or cookie, and charges it one request.

    Unauthorized for a wrong token (never falls back to the cookie), RateLimited for too many.
    """
    asked = cast(StudioRequest, request)
    authorization = request.headers.get("Authorization", "")
    if authorization[: len(BEARER)].lower() == BEARER:
        asked.by_token = True
        asked.workspace = access.by_token(authorization[len(BEARER) :].strip())
        if asked.workspace is None:
            raise Unauthorized(
                "Nobody has this token.", remedy="`manage.py token NAME` makes one for a workspace."
            )
    else:
        asked.workspace = access.by_cookie(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    if asked.workspace is not None:
        limits.requests(asked.workspace.pk)
        workspaces.seen(asked.workspace)


def own(request: HttpRequest) -> Workspace:
    """The caller's workspace; Unauthorized for strangers."""
    found = cast(StudioRequest, request).workspace
    if found is None:
        raise Unauthorized(
            "The request belongs to no workspace.",
            remedy="Send Authorization: Bearer <token>, or open the studio in a browser first.",
        )
    return found


def own_or_guest(request: HttpRequest) -> Workspace:
    """The caller's workspace; strangers become guests. RateLimited for an address that makes too
    many of them."""
    asked = cast(StudioRequest, request)
    if asked.workspace is None:
        limits.guests(request.META.get("REMOTE_ADDR") or "unknown")
        asked.workspace = workspaces.guest()
        asked.new_guest = True
    return asked.workspace


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Gives the browser the cookie that leads back to its workspace."""
    workspace = cast(StudioRequest, request).workspace
    if workspace is not None:
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            access.cookie_value(workspace.pk),
            max_age=COOKIE_AGE_S,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )

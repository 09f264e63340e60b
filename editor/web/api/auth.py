"""Who may call: ninja's view of `editor.web.caller`, so that the API's documentation tells it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security.base import AuthBase

from editor.models import Workspace
from editor.web import caller


class _Bearer(AuthBase):
    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_name = "Workspace"


class Member(_Bearer):
    """A workspace's token or cookie; 401 for strangers."""

    def __call__(self, request: HttpRequest) -> Any | None:
        return caller.own(request)


class Anyone(_Bearer):
    """Strangers become guests: for what stores the first thing."""

    def __call__(self, request: HttpRequest) -> Any | None:
        return caller.own_or_guest(request)


def workspace(request: HttpRequest) -> Workspace:
    """The workspace that one of the above found."""
    found: Workspace = request.auth  # type: ignore[attr-defined]
    return found

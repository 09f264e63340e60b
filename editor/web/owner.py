"""Who may change what belongs to the whole studio, not to one workspace."""

from __future__ import annotations

from django.http import HttpRequest

from editor.errors import Forbidden
from editor.web.metrics_page import is_near


def is_owner(request: HttpRequest) -> bool:
    """True for a request from this machine, and for one with a workspace's token."""
    return bool(getattr(request, "by_token", False)) or is_near(request)


def must_own(request: HttpRequest) -> None:
    """Forbidden for everybody else."""
    if not is_owner(request):
        raise Forbidden(
            "Only the studio's owner may change its models.",
            remedy="Use this page on the machine itself, send a token, or ask the owner for "
            "`manage.py models pull NAME`.",
        )

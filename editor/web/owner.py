"""Who may change what belongs to the whole studio, not to one workspace."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

from editor.errors import Forbidden

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def is_owner(request: HttpRequest) -> bool:
    """True for a request from this machine, and for one with a workspace's token."""
    return bool(getattr(request, "by_token", False)) or is_near(request)


def must_own(request: HttpRequest, what: str = "change its models", instead: str = "") -> None:
    """Forbidden for everybody else; `instead` says what else they could do."""
    if not is_owner(request):
        raise Forbidden(
            f"Only the studio's owner may {what}.",
            remedy=" ".join(
                ["Use this page on the machine itself, or send a token.", instead]
            ).strip(),
        )


def is_near(request: HttpRequest) -> bool:
    """True for a program on this machine; not for a proxy on it that passes somebody on."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False

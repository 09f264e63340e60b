"""`/metrics` for Prometheus: from this machine, or with a token."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from editor.errors import Forbidden
from editor.web import metrics

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The numbers, or Forbidden for strangers."""
    if not (getattr(request, "by_token", False) or is_near(request)):
        raise Forbidden(
            "Metrics are shown to this machine only.",
            remedy="Send Authorization: Bearer <token>, or ask from the machine itself.",
        )
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)


def is_near(request: HttpRequest) -> bool:
    """True for a program on this machine; not for a proxy on it that passes somebody on."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False

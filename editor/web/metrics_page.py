"""`/metrics` for Prometheus: from this machine, or with a token."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from editor.errors import Forbidden
from editor.web import metrics
from editor.web.owner import is_owner


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The numbers, or Forbidden for strangers."""
    if not is_owner(request):
        raise Forbidden(
            "Metrics are shown to this machine only.",
            remedy="Send Authorization: Bearer <token>, or ask from the machine itself.",
        )
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)

"""`/transform` and `/info`: what the images binding of a Worker sends, exactly as it sends it."""

from __future__ import annotations

import time
from typing import cast

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST

from editor.errors import Unauthorized
from editor.flows import binding
from editor.flows.engines import engines
from editor.flows.produce import make, opened
from editor.models import Workspace
from editor.web import figures, streaming
from editor.web.binding.forms import parts
from editor.web.delivery import how_made, origin
from editor.web.middleware.headers import PICTURE_CSP
from editor.web.request import StudioRequest


@require_POST
def transform(request: HttpRequest) -> HttpResponseBase:
    """The picture that the form's list of steps makes of the form's pictures."""
    workspace = caller(request)
    began = time.perf_counter()
    with binding.transform(parts(request), engines(), workspace) as asked:
        produced, file = opened(lambda: make(asked.planned, using=asked.using))
    figures.PICTURES.labels(origin(produced)).inc()
    etag = f'"{produced.key}"'
    response = streaming.send(request, file, produced.bytes, produced.content_type, etag)
    warnings = [*asked.warnings, *produced.warnings]
    told = how_made(produced, warnings, time.perf_counter() - began)
    for name, value in told.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = PICTURE_CSP
    return response


@require_POST
def info(request: HttpRequest) -> HttpResponseBase:
    """Facts of the form's picture."""
    caller(request)
    response = JsonResponse(binding.info(parts(request), engines()))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def caller(request: HttpRequest) -> Workspace:
    """The workspace of the request's token; cookies don't count, as no page calls these doors."""
    asked = cast(StudioRequest, request)
    if asked.workspace is None or not asked.by_token:
        raise Unauthorized(
            "This address asks for a token.", remedy="Send Authorization: Bearer <token>."
        )
    return asked.workspace

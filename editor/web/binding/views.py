"""`/transform` and `/info`: what the images binding of a Worker sends, exactly as it sends it, and
what Miniflare makes of that in development."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST

from editor.errors import BadRequest, Unauthorized
from editor.flows import binding, limits
from editor.flows.engines import engines
from editor.flows.produce import make, opened
from editor.models import Workspace
from editor.web import figures, signing, streaming
from editor.web.binding.doors import FORMS, INFO, PROXIED
from editor.web.binding.forms import parts
from editor.web.delivery import how_made, origin
from editor.web.middleware.headers import PICTURE_CSP
from editor.web.request import StudioRequest


@require_POST
def transform(request: HttpRequest) -> HttpResponseBase:
    """The picture that the form's list of steps makes of the form's pictures."""
    return _made(request, caller(request), parts(request))


@require_POST
def info(request: HttpRequest) -> HttpResponseBase:
    """Facts of the form's picture."""
    caller(request)
    return _told(parts(request))


@require_POST
def proxied(request: HttpRequest) -> HttpResponseBase:
    """One of the two, as the address says that Miniflare's Worker called."""
    workspace = _signer(request) if signing.is_signed(request) else caller(request)
    called = urlsplit(request.headers.get("MF-URL", "")).path
    if called not in FORMS or called == PROXIED:
        raise BadRequest(
            "The request isn't Miniflare's: its header MF-URL names nothing of the images binding.",
            remedy="Give this address to Miniflare as remoteProxyConnectionString.",
        )
    form = parts(request, request.headers.get("MF-Header-Content-Type", ""))
    return _told(form) if called == INFO else _made(request, workspace, form)


def _signer(request: HttpRequest) -> Workspace:
    """Whose signature the address carries; Forbidden when it doesn't fit."""
    workspace = Workspace.objects.filter(pk=signing.signer(request)).first()
    if workspace is None:
        raise signing.refused()
    signing.check(request, workspace.pk)
    limits.requests(workspace.pk)
    return workspace


def _made(
    request: HttpRequest, workspace: Workspace, form: Iterable[binding.Part]
) -> HttpResponseBase:
    began = time.perf_counter()
    with binding.transform(form, engines(), workspace) as asked:
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


def _told(form: Iterable[binding.Part]) -> HttpResponseBase:
    response = JsonResponse(binding.info(form, engines()))
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

"""A name for every request: in the answer, in the log, in reports of users."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import async_only_middleware

from editor.flows.callers import Caller, calling
from editor.web import metrics

log = logging.getLogger("studio.http")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")

GetResponse = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


@async_only_middleware
def RequestIdMiddleware(get_response: GetResponse) -> GetResponse:
    """Takes the caller's X-Request-Id or makes one, and writes one log line an answer."""

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        name = named(request)
        with calling(Caller(name)):
            began = time.perf_counter()
            response = await get_response(request)
            told(request, response, name, time.perf_counter() - began)
            return response

    return middleware


def named(request: HttpRequest) -> str:
    """The request's name: its caller's, or a new one."""
    given = request.headers.get("X-Request-Id", "")
    name = given if _GIVEN.fullmatch(given) else uuid4().hex
    request.request_id = name  # type: ignore[attr-defined]
    return name


def told(request: HttpRequest, response: HttpResponseBase, name: str, took_s: float) -> None:
    """Names the answer, counts it and writes its log line."""
    response.headers["X-Request-Id"] = name
    metrics.observe(request, response, took_s)
    # The path without its query: signatures are as good as keys.
    line = "%s %s %d %.0f ms id=%s"
    status, path = response.status_code, request.path[:200]
    log.info(line, request.method, path, status, took_s * 1000, name)

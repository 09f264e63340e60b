"""`/healthz`, before anything else: no host check, no access token, no workspace, no log line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.decorators import async_only_middleware

from editor.web.guard import HEALTH
from editor.web.health import health
from editor.web.middleware.headers import ALWAYS

GetResponse = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
RETRY_S = 1


@async_only_middleware
def HealthMiddleware(get_response: GetResponse) -> GetResponse:
    """200 when every part serves, else 503; each part's state in both."""

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path != HEALTH:
            return await get_response(request)
        report = await health().report()
        response = JsonResponse(report.as_json(), status=200 if report.ok else 503)
        response._has_been_logged = True  # type: ignore[attr-defined]  # asked every moment
        for name, value in {**ALWAYS, "Cache-Control": "no-store"}.items():
            response.headers[name] = value
        if not report.ok:
            response.headers["Retry-After"] = str(RETRY_S)
        return response

    return middleware

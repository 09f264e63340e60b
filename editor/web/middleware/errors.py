"""The last line of defence of HTTP: whatever goes wrong leaves in one shape, and never a trace."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from editor.errors import Busy, DiskFull, StudioError
from editor.web import answers, uploads

log = logging.getLogger(__name__)
KEPT = ("Allow", "Content-Range")
"""What a bare error's headers say that its status alone doesn't."""


class ErrorMiddleware:
    """StudioError and Django's own errors become answers; anything else a clean 500."""

    async_capable = True
    sync_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response = await self._get_response(request)
        except StudioError as error:
            return await sync_to_async(answers.answer)(request, error)
        finally:
            uploads.discard(request)
        return await self._in_shape(request, response)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        """What a view raised, as an answer."""
        return answer_of(request, exception)

    async def _in_shape(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The framework's own bare errors (404, 405, ...) in our shape, their headers kept."""
        if response.status_code < 400 or hasattr(response, "studio_error"):
            return response
        error = answers.for_status(response.status_code)
        shaped = await sync_to_async(answers.answer)(request, error)
        shaped.status_code = response.status_code
        for name in KEPT:
            if name in response.headers:
                shaped.headers[name] = response.headers[name]
        response.close()
        return shaped


def answer_of(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to any exception; faults of ours are logged with their stack."""
    error = answers.known(exception)
    if isinstance(error, Busy | DiskFull) and error is not exception:
        log.warning("%s %s: %s", request.method, request.path, exception)
    if error is None:
        name = getattr(request, "request_id", "")
        log.error("%s %s id=%s failed", request.method, request.path, name, exc_info=exception)
        error = answers.failure()
    return answers.answer(request, error)

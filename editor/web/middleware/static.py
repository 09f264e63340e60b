"""Static files by WhiteNoise's index, sent without holding a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from editor.web.streaming import pieces


class StaticMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise's own middleware is for threads: behind it every request would occupy one."""

    async_capable = True
    sync_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        found = self.files.get(path)
        if self.autorefresh and path.startswith(self.static_prefix):
            found = await sync_to_async(self.find_file, thread_sensitive=False)(path)
        if found is None:
            passed_on: HttpResponseBase = await self.get_response(request)
            return passed_on
        opened = await sync_to_async(found.get_response, thread_sensitive=False)(
            request.method, request.META
        )
        return answer(opened)


def answer(opened: Any) -> HttpResponseBase:
    """WhiteNoise's answer as Django's."""
    response: HttpResponseBase
    if opened.file is None:
        response = HttpResponse(status=int(opened.status))
    else:
        response = StreamingHttpResponse(pieces(opened.file), status=int(opened.status))
    del response.headers["Content-Type"]
    for name, value in opened.headers:
        response.headers[name] = value
    return response

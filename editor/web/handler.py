"""Django's handler, with bodies kept in our own folder and a length for those that come without."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable, Mapping
from typing import IO, Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler

from editor.web.binding.doors import rerouted
from editor.web.uploads import temporary_folder

IN_MEMORY = 256 * 1024
Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class StudioHandler(ASGIHandler):
    """The ASGI application of HTTP; `Guard` stands in front and bounds what is read here."""

    async def read_body(self, receive: Receive) -> IO[bytes]:
        """The whole body, in memory while small, else in a file that has no name."""
        folder = str(temporary_folder())
        body: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=folder)  # noqa: SIM115
        try:
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RequestAborted
                body.write(message.get("body", b""))
                more = message.get("more_body", False)
        except BaseException:
            body.close()
            raise
        body.seek(0)
        whole: IO[bytes] = body
        return whole

    async def run_get_response(self, request: Any) -> Any:
        """Answers whose size is known say it: clients show progress and reuse connections."""
        response: Any = await super().run_get_response(request)
        bodiless = response.status_code in (204, 304) or response.streaming
        if not bodiless and "Content-Length" not in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
        return response

    def create_request(self, scope: Mapping[str, Any], body_file: IO[bytes]) -> Any:
        """Chunked bodies get the length that they turned out to have: Django's form parser finds
        nothing in a body without one."""
        if not any(name == b"content-length" for name, _ in scope["headers"]):
            size = body_file.seek(0, 2)
            body_file.seek(0)
            if size:
                length = (b"content-length", str(size).encode())
                scope = {**scope, "headers": [*scope["headers"], length]}
        return super().create_request(rerouted(scope), body_file)

"""What stands before every route: the shared secret, the version, and one shape of errors."""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from editor.errors import BadRequest, NotFound, StudioError, Unauthorized
from editor.inference.metrics import Metrics
from editor.inference.protocol import PREFIX, VERSION

OPEN = frozenset({"/healthz"})
_VERSIONED = re.compile(r"/v(\d{1,9})(/|$)")


class Guard:
    """ASGI middleware: 401 without the secret, 404 for versions that aren't spoken here; counts
    the answers."""

    def __init__(self, app: ASGIApp, secret: str, metrics: Metrics) -> None:
        self._app = app
        self._expected = f"Bearer {secret}".encode()
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.answers.add(path=_known(scope), status=str(message["status"]))
            await send(message)

        error = self._refusal(scope)
        if error is None:
            await self._app(scope, receive, counted)
        else:
            await told(error)(scope, receive, counted)

    def _refusal(self, scope: Scope) -> StudioError | None:
        path = str(scope["path"])
        if path in OPEN:
            return None
        given = next((v for k, v in scope["headers"] if k == b"authorization"), b"")
        if not hmac.compare_digest(given, self._expected):
            return Unauthorized(
                "This service asks for its shared secret.",
                remedy="Send `Authorization: Bearer <secret>`.",
            )
        version = _VERSIONED.match(path)
        if version and int(version[1]) != VERSION:
            return NotFound(
                f"Version {int(version[1])} of the protocol isn't spoken here.",
                remedy=f"Ask under {PREFIX}/, or run the same version of Studio on both sides.",
            )
        return None


def told(error: StudioError) -> JSONResponse:
    """An error in the one shape of all answers."""
    headers = {}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    if isinstance(error, Unauthorized):
        headers["www-authenticate"] = "Bearer"
    return JSONResponse(error.as_json(), error.status, headers)


def tell(request: Request, error: Exception) -> JSONResponse:
    """For errors of routes: ours as they are."""
    if isinstance(error, StudioError):
        return told(error)
    # The cause is in the log; it may hold paths.
    return told(
        StudioError("The inference service failed.", remedy="Try again, or tell the operator.")
    )


def refused_by_router(request: Request, error: Exception) -> JSONResponse:
    """For paths and methods that no route answers."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        refusal: StudioError = BadRequest(
            f"{request.method} isn't answered here.", remedy="Pictures are POSTed, the rest is GET."
        )
    else:
        refusal = NotFound("Nothing answers to this path.", remedy=f"Try {PREFIX}/models.")
    return told(refusal)


def _known(scope: Scope) -> str:
    """The path, when it is a route of ours: strangers can't make new labels."""
    return str(scope["path"]) if "endpoint" in scope or scope["path"] in OPEN else "other"

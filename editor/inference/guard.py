"""What stands before every route: the shared secret, the version, one shape of errors, one line in
the log for each answer."""

from __future__ import annotations

import hmac
import logging
import re
import time
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from editor.errors import BadRequest, NotFound, StudioError, Unauthorized
from editor.inference.caller import Caller, calling, named
from editor.inference.history import History
from editor.inference.logs import FACTS
from editor.inference.metrics import Metrics
from editor.inference.protocol import BATCH, PREFIX, PRIORITY, REQUEST, VERSION, WORKSPACE

log = logging.getLogger("inference.http")
OPEN = frozenset({"/healthz"})
LOOKING = frozenset({f"{PREFIX}/faces", f"{PREFIX}/mattes"})
"""Addresses that answer about pictures: only these are logged one by one when all went well."""
GONE = 499
"""As others log a client that hung up; nobody receives it."""
_VERSIONED = re.compile(r"/v(\d{1,9})(/|$)")


class Guard:
    """ASGI middleware: 401 without the secret, 404 for versions that aren't spoken here; counts,
    times and logs the answers."""

    def __init__(self, app: ASGIApp, secret: str, metrics: Metrics, history: History) -> None:
        self._app = app
        # None on a private socket: the system lets nobody else connect.
        self._expected = f"Bearer {secret}".encode() if secret else None
        self._metrics = metrics
        self._history = history

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, int(message["status"]), time.perf_counter() - began)
            await send(message)

        error = self._refusal(scope)
        with calling(_caller(scope)):
            if error is None:
                await self._app(scope, receive, counted)
            else:
                await told(error)(scope, receive, counted)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        path = _known(scope)
        self._metrics.answers.add(path=path, status=str(status))
        looking = path in LOOKING
        if code := scope.get("error"):
            self._metrics.errors.add(code=code)
        if looking:
            failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
            self._history.answered(seconds, failed)
        if looking or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            facts = {"path": path, "status": status, "ms": round(seconds * 1000, 1)}
            more = {"error": code} if code else {}
            log.info("answered", extra={FACTS: {**facts, **more, **scope.get(FACTS, {})}})

    def _refusal(self, scope: Scope) -> StudioError | None:
        path = str(scope["path"])
        if path in OPEN:
            return None
        if not self._knows_the_secret(scope):
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

    def _knows_the_secret(self, scope: Scope) -> bool:
        if self._expected is None:
            return True
        given = next((v for k, v in scope["headers"] if k == b"authorization"), b"")
        return hmac.compare_digest(given, self._expected)


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
    if not isinstance(error, StudioError):
        # The cause is in the log; it may hold paths.
        error = StudioError(
            "The inference service failed.", remedy="Try again, or tell the operator."
        )
    request.scope["error"] = error.code
    return told(error)


def hung_up(request: Request, error: Exception) -> Response:
    """For a client that is gone: nobody reads it, but it is counted."""
    return Response(status_code=GONE)


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


def _caller(scope: Scope) -> Caller:
    headers = Headers(scope=scope)
    request, workspace = (named(headers.get(name, "")) for name in (REQUEST, WORKSPACE))
    return Caller(request, workspace, headers.get(PRIORITY) == BATCH)


def _known(scope: Scope) -> str:
    """The path, when it is a route of ours: strangers can't make new labels."""
    return str(scope["path"]) if "endpoint" in scope or scope["path"] in OPEN else "other"

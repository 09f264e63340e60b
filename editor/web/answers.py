"""Errors as answers: JSON for programs, a page for people, the contract's text for transforms."""

from __future__ import annotations

import errno
import logging
import sys
from typing import ClassVar

from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from editor.errors import (
    BadRequest,
    Busy,
    DiskFull,
    Forbidden,
    NotFound,
    RateLimited,
    StudioError,
    TooLarge,
)
from editor.web.binding.doors import FORMS, error_header, wire_code

log = logging.getLogger(__name__)
TRANSFORM_DOOR = "/cdn-cgi/"
PROGRAM_DOORS = ("/api", "/p/", "/metrics", "/healthz", "/ws/")
LINKS = "/s/"
LINK_ERROR = "share/ended.html"
"""For visitors who know nothing of the studio: no way into it is offered."""
BUSY_RETRY_S = 2
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class MethodNotAllowed(StudioError):
    code: ClassVar[str] = "method_not_allowed"
    status: ClassVar[int] = 405
    wire_code: ClassVar[int] = 9424


class RangeNotSatisfiable(StudioError):
    """The asked range lies outside of the file."""

    code: ClassVar[str] = "range_not_satisfiable"
    status: ClassVar[int] = 416
    wire_code: ClassVar[int] = 9424


def answer(request: HttpRequest, error: StudioError) -> HttpResponse:
    """The error in the shape of the door that the request came through."""
    if is_wire(request.path):
        plain = "text/plain; charset=utf-8"
        status = error.wire_status or error.status
        body = wire_body(error, request.path)
        response = HttpResponse(body, status=status, content_type=plain)
    elif wants_page(request) and (page := _page(request, error)):
        response = HttpResponse(page, status=error.status)
    else:
        response = JsonResponse(error.as_json(), status=error.status)
    for name, value in headers_of(error, request.path).items():
        response.headers[name] = value
    response.studio_error = error  # type: ignore[attr-defined]
    return response


def _page(request: HttpRequest, error: StudioError) -> str:
    """The error for people; "" when even that can't be drawn."""
    context = {"error": error, "request_id": getattr(request, "request_id", "")}
    try:
        template = LINK_ERROR if request.path.startswith(LINKS) else "error.html"
        return render_to_string(template, context, request)
    except Exception:
        # A page that fails must not hide the error that it was to tell.
        log.exception("the error page can't be drawn")
        return ""


def is_wire(path: str) -> bool:
    """True for the doors of the transform contract, whose errors are lines of text."""
    return path.startswith(TRANSFORM_DOOR) or path in FORMS


def wire_body(error: StudioError, path: str = TRANSFORM_DOOR) -> str:
    """The text that the transform contract gives errors."""
    code = wire_code(path, error.status, error.wire_code)
    return f"ERROR {code}: {error.text} {error.remedy}".rstrip()


def headers_of(error: StudioError, path: str) -> dict[str, str]:
    """Headers that an error carries through the door of `path`."""
    headers = {"Cache-Control": "no-store"}
    headers |= error_header(path, error.status, error.wire_code)
    if path.startswith(TRANSFORM_DOOR):
        headers["Cf-Resized"] = f"err={error.wire_code}"
    retry = error.retry_after_s
    if retry is None and isinstance(error, Busy):
        retry = BUSY_RETRY_S
    if retry is not None:
        headers["Retry-After"] = str(retry)
    if isinstance(error, RateLimited):
        headers["RateLimit"] = f'"requests";r=0;t={retry}'
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="studio"'
    return headers


def wants_page(request: HttpRequest) -> bool:
    """True for people's browsers on pages; programs get JSON."""
    if request.path.startswith(PROGRAM_DOORS):
        return False
    return "text/html" in request.headers.get("Accept", "")


def known(exception: Exception) -> StudioError | None:
    """Our error for an exception that Django raises about a request; None for a fault of ours."""
    if isinstance(exception, StudioError):
        return exception
    if isinstance(exception, RequestDataTooBig):
        return TooLarge("The body is too large.", remedy="Send less at once.")
    if isinstance(exception, DisallowedHost):
        return BadRequest(
            "The studio isn't served under this host name.",
            remedy="The owner can add the name to STUDIO_ALLOWED_HOSTS.",
        )
    if isinstance(exception, Http404):
        return for_status(404)
    if isinstance(exception, OperationalError | InterfaceError):
        return Busy("The database can't be asked right now.", remedy="Try again in a moment.")
    if isinstance(exception, OSError) and exception.errno in _NO_ROOM:
        return DiskFull(
            "The server can't write to its disk: it is full or read-only.",
            remedy="Tell the studio's owner; what was there before is safe.",
        )
    if isinstance(exception, PermissionDenied):
        return for_status(403)
    if isinstance(exception, MultiPartParserError | TooManyFieldsSent | TooManyFilesSent):
        return BadRequest(
            f"The form can't be read: {str(exception)[:200]}.".replace("..", "."),
            remedy="Send multipart/form-data with one file field and a short file name.",
        )
    if isinstance(exception, SuspiciousOperation):
        return for_status(400)
    return None


def for_status(status: int) -> StudioError:
    """Our error for a bare status of the framework."""
    match status:
        case 404:
            return NotFound("There is nothing at this address.", remedy="See /docs and /api/docs.")
        case 405:
            return MethodNotAllowed(
                "This address doesn't take this method.", remedy="The Allow header names those."
            )
        case 403:
            return Forbidden("This isn't allowed.", remedy="Reload the page, or send a token.")
        case 413:
            return TooLarge("The body is too large.", remedy="Send less at once.")
        case 416:
            return RangeNotSatisfiable(
                "The file has no such range.", remedy="The Content-Range header tells its size."
            )
        case status if 400 <= status < 500:
            return BadRequest("The request can't be read.", remedy="See /api/docs.")
    return failure()


def failure() -> StudioError:
    """What a user sees of a fault of ours; the log holds the rest under the request's id."""
    return StudioError(
        "The studio failed to answer this.",
        remedy="Try again; the log names the cause under the X-Request-Id of this answer.",
    )


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, known(exception) or for_status(400))


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, for_status(403))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, for_status(404))


def handler500(request: HttpRequest) -> HttpResponse:
    """For what middleware raises: Django calls this while it handles the exception."""
    exception = sys.exc_info()[1]
    error = known(exception) if isinstance(exception, Exception) else None
    return answer(request, error or failure())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A cookie spoke, but nothing proves that one of our pages sent it."""
    error = Forbidden(
        f"The request isn't known to come from the studio's own pages: {reason}",
        remedy="Reload the page; programs send Authorization: Bearer <token> instead of a cookie.",
    )
    return answer(request, error)

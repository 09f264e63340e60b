"""The door of a studio that others can reach: without the access token nothing is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.decorators import async_only_middleware

from editor.conf import current
from editor.errors import Unauthorized
from editor.web import answers, share_links, signing
from editor.web.binding.doors import ANY_HOST

GetResponse = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
SIGN_IN = "/access"
OPEN = (SIGN_IN, "/metrics")
"""The sign-in page itself, and what has a check of its own."""


@async_only_middleware
def AccessMiddleware(get_response: GetResponse) -> GetResponse:
    """Lets through: the cookie of the sign-in page, bearer tokens, signed pictures and shared
    links, which are all checked further in. Pages lead to the sign-in page, programs get 401."""

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        # Checks the Host header, too: a foreign name that leads here is turned away (rebinding).
        # Doors that take nothing but tokens need no such check, and are called by any name.
        if request.path not in ANY_HOST:
            request.get_host()
        if is_open(request):
            return await get_response(request)
        if answers.wants_page(request) and request.method in ("GET", "HEAD"):
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{SIGN_IN}?{query}")
        error = Unauthorized(
            "This studio asks for its access token.",
            remedy=f"Sign in at {SIGN_IN}, or send Authorization: Bearer <token>.",
        )
        return answers.answer(request, error)

    return middleware


def is_open(request: HttpRequest) -> bool:
    """True when the request may go on to the checks further in."""
    if not current().access_token or request.path in OPEN:
        return True
    if has_bearer(request) or signing.is_signed(request) or share_links.is_link(request.path):
        return True
    if current().remote_open and request.path.startswith(answers.TRANSFORM_DOOR):
        return True
    given = request.COOKIES.get(settings.ACCESS_COOKIE, "")
    return constant_time_compare(given, cookie_value())


def has_bearer(request: HttpRequest) -> bool:
    """True when a program shows a token, be it right or wrong."""
    return request.headers.get("Authorization", "")[:7].lower() == "bearer "


def cookie_value() -> str:
    """What the sign-in page's cookie holds: worthless once the access token changes."""
    return salted_hmac("studio.access", current().access_token, algorithm="sha256").hexdigest()

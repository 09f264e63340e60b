"""Security headers on every answer; views may set stricter ones of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import async_only_middleware

GetResponse = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

PAGE_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PICTURE_CSP = (
    "default-src 'none'; navigate-to 'none'; form-action 'none'; img-src data:; "
    "style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)
"""What the transform contract's pictures carry, and no frames: a picture runs nothing."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "clipboard-read=(self), clipboard-write=(self)"
    ),
    "Content-Security-Policy": PAGE_CSP,
}


@async_only_middleware
def SecurityHeadersMiddleware(get_response: GetResponse) -> GetResponse:
    """Adds what a view hasn't set itself."""

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        response = await get_response(request)
        secure(response)
        return response

    return middleware


def secure(response: HttpResponseBase) -> None:
    """Adds the headers that the answer hasn't set itself."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)

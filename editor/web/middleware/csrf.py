"""Whoever comes with a cookie must prove that one of our own pages sent the request."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware import csrf

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
FORM = "application/x-www-form-urlencoded"


class CsrfMiddleware(csrf.CsrfViewMiddleware):
    """Django's check, for every view alike: the API exempts its views from it, and we don't.

    Bearer tokens need no check, as no browser sends them by itself. A stranger without any cookie
    has nothing that could be abused but the right to become a guest, so that only foreign pages
    (they carry an Origin) are turned away.
    """

    async_capable = True
    sync_capable = False

    get_response: Any

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        # Neither half reads the disk or the database: no thread is needed for them.
        self.process_request(request)
        return self.process_response(request, await self.get_response(request))

    async def process_view(  # type: ignore[override]
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None when the request may go on."""
        if request.method in SAFE or getattr(request, "by_token", False):
            return None
        refusal: HttpResponseBase | None = await sync_to_async(self._refusal)(request)
        return refusal

    def _refusal(self, request: HttpRequest) -> Any:
        if not self._is_stranger(request):
            return super().process_view(request, _any_view, (), {})
        if "Origin" in request.headers and not self._origin_verified(request):  # type: ignore[attr-defined]
            return self._reject(request, "its Origin is another site.")  # type: ignore[attr-defined]
        return None

    def _check_token(self, request: HttpRequest) -> None:
        """Django would receive a whole upload to look for a token in its form; only the sign-in
        page sends its token in a form, and that one is short."""
        if request.content_type == FORM:
            super()._check_token(request)  # type: ignore[misc]
            return
        given = request.headers.get("X-CSRFToken", "")
        try:
            secret = self._get_secret(request)  # type: ignore[attr-defined]
            csrf._check_token_format(given)  # type: ignore[attr-defined]
        except csrf.InvalidTokenFormat as error:
            raise csrf.RejectRequest(f"its token {error.reason}.") from None
        if secret is None or not csrf._does_token_match(given, secret):  # type: ignore[attr-defined]
            raise csrf.RejectRequest("its token doesn't fit the cookie.")

    def _is_stranger(self, request: HttpRequest) -> bool:
        ours = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.ACCESS_COOKIE)
        return not any(name in request.COOKIES for name in ours)


def _any_view(request: HttpRequest) -> Any:
    """Stands for the view, so that no exemption of it counts."""

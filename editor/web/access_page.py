"""The sign-in page of a studio with an access token."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from editor.conf import current
from editor.errors import StudioError, Unauthorized
from editor.flows import limits
from editor.web.caller import COOKIE_AGE_S
from editor.web.middleware.access import cookie_value


@require_http_methods(["GET", "POST"])
def access(request: HttpRequest) -> HttpResponse:
    """Asks for the token; the right one leads back to where the browser wanted to go."""
    if request.method == "GET":
        return _form(request, request.GET.get("next", "/"))
    target = request.POST.get("next", "/")
    try:
        check(request)
    except StudioError as refusal:
        return _form(request, target, refusal)
    response = HttpResponseRedirect(_local(request, target))
    response.status_code = 303
    response.set_cookie(
        settings.ACCESS_COOKIE,
        cookie_value(),
        max_age=COOKIE_AGE_S,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def check(request: HttpRequest) -> None:
    """Unauthorized for a wrong token; RateLimited for an address that tries many."""
    limits.guests(f"sign-in {request.META.get('REMOTE_ADDR', '')}")
    given = request.POST.get("token", "").strip()
    if not constant_time_compare(given, current().access_token):
        raise Unauthorized("This isn't the access token.", remedy="The studio's owner knows it.")


def _form(request: HttpRequest, target: str, refusal: StudioError | None = None) -> HttpResponse:
    context = {"next": _local(request, target), "refusal": refusal}
    return render(request, "access.html", context, status=refusal.status if refusal else 200)


def _local(request: HttpRequest, target: str) -> str:
    """`target` if it lies in this studio, else the start page."""
    safe = url_has_allowed_host_and_scheme(target, None) and urlsplit(target).path.startswith("/")
    return target if safe else "/"

"""The workspace of every request: by bearer token, by cookie, or a new guest's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponseBase

from editor.conf import current
from editor.errors import StudioError
from editor.flows.callers import calling, of_workspace, present
from editor.web import answers, caller, signing

PAGES = "editor.web.pages"
"""Opening one of these makes a guest. Pictures and programs never do: they may be robots."""


class WorkspaceMiddleware:
    """Sets `request.workspace`, `by_token` and `new_guest`; see `StudioRequest`."""

    async_capable = True
    sync_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.workspace, request.by_token, request.new_guest = None, False, False  # type: ignore[attr-defined]
        if signing.is_signed(request):
            # The signature speaks for the workspace; the view checks it.
            return await self._get_response(request)
        try:
            await sync_to_async(caller.identify)(request)
        except StudioError as error:
            return await sync_to_async(answers.answer)(request, error)
        workspace = request.workspace  # type: ignore[attr-defined]
        with calling(replace(present(), workspace=of_workspace(workspace and workspace.pk))):
            response = await self._get_response(request)
        self._sign_off(request, response)
        return response

    async def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Makes a guest for a stranger who opens a page."""
        if request.method != "GET" or not view.__module__.startswith(PAGES):
            return None
        try:
            await sync_to_async(caller.own_or_guest)(request)
        except StudioError as error:
            return await sync_to_async(answers.answer)(request, error)
        return None

    def _sign_off(self, request: HttpRequest, response: HttpResponseBase) -> None:
        by_cookie = request.workspace is not None and not request.by_token  # type: ignore[attr-defined]
        if by_cookie and (request.new_guest or answers.wants_page(request)):  # type: ignore[attr-defined]
            caller.remember(request, response)
        if request.workspace is not None:  # type: ignore[attr-defined]
            rate = current().rate_per_minute
            response.headers["RateLimit-Policy"] = f'"requests";q={rate};w=60'

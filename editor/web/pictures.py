"""`/p/<key>`: the picture of a kept recipe. The same key is the same picture for ever."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from editor.errors import NotFound
from editor.flows.produce import kept_plan
from editor.flows.standing import of_recipe
from editor.models import Workspace
from editor.web import signing
from editor.web.delivery import Manner, Permission, deliver
from editor.web.request import StudioRequest


@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponseBase:
    """The owner's cookie or token, or a signature, is checked before anything is looked up."""
    workspace, permission = permitted(request)
    planned = kept_plan(workspace, key)
    lasting = partial(of_recipe, workspace) if permission.signed else None
    return deliver(request, planned, permission, Manner(immutable=True), lasting)


def permitted(request: HttpRequest) -> tuple[Workspace, Permission]:
    """On whose behalf the picture is shown; Forbidden for a wrong signature, NotFound for
    strangers."""
    if signing.is_signed(request):
        left_s = signing.check(request, signing.signer(request))
        signer = Workspace.objects.filter(pk=signing.signer(request)).first()
        if signer is None:
            raise signing.refused()
        return signer, Permission(True, left_s, signer)
    workspace = cast(StudioRequest, request).workspace
    if workspace is None:
        raise NotFound(
            "There is no such picture here.", remedy="Send a token, or use a signed address."
        )
    return workspace, Permission()

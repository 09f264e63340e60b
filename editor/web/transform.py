"""`/cdn-cgi/image/<options>/<original>`: the transform URL of the contract."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from editor.conf import current
from editor.errors import InvalidOption, NotFound
from editor.flows import registry
from editor.flows.engines import engines
from editor.flows.originals import as_uuid, not_found
from editor.flows.planned import plan
from editor.models import Original, Workspace
from editor.plan.composition import Composition
from editor.plan.from_url import from_url
from editor.plan.reading import Reading
from editor.web import signing
from editor.web.delivery import Permission, deliver
from editor.web.negotiate import format_for
from editor.web.request import StudioRequest, raw_path

PREFIX = "/cdn-cgi/image/"
_OURS = re.compile(r"/*(?:api/originals/+)?(?P<id>[^/]+)(?:/file)?/*")


@dataclass(frozen=True, slots=True)
class Asked:
    """The two parts of the address: options as sent, still percent-encoded, and the source."""

    options: str
    source: str


@require_safe
def transform(request: HttpRequest) -> HttpResponseBase:
    """The original named at the end of the address, as its options say."""
    asked = parts(raw_path(request))
    workspace, permission = permitted(request, asked.source)
    reading = read(asked)
    composition, negotiated = settled(reading, request.headers.get("Accept", ""))
    planned = plan(workspace, composition, engines())
    response = deliver(request, planned, permission, immutable=False, warnings=reading.warnings)
    if negotiated:
        patch_vary_headers(response, ["Accept"])
    return response


def parts(path: str) -> Asked:
    """Options and source of a transform address; InvalidOption when one of them is missing."""
    options, _, source = path.removeprefix(PREFIX).partition("/")
    if not source.strip("/"):
        raise InvalidOption(
            "The address names no picture.",
            remedy=f"Write {PREFIX}<options>/<original id>, for example with width=400.",
        )
    if (ours := _OURS.fullmatch(source)) is not None:
        source = unquote(ours["id"])
    return Asked(options, source)


def read(asked: Asked) -> Reading:
    """The recipe; unknown names are warnings unless the server is strict."""
    strict = current().strict_options
    return from_url(asked.options, asked.source, registry.known(), strict=strict)


def settled(reading: Reading, accept: str) -> tuple[Composition, bool]:
    """The recipe with `format=auto` made definite, and whether the client's Accept mattered."""
    composition = reading.composition
    if composition.output.format != "auto":
        return composition, False
    output = replace(composition.output, format=format_for(accept))
    return replace(composition, output=output), True


def permitted(request: HttpRequest, source: str) -> tuple[Workspace, Permission]:
    """On whose behalf the picture is shown; Forbidden for a wrong signature, NotFound for
    strangers. The caches haven't been asked yet."""
    if signing.is_signed(request):
        pk = as_uuid(source)
        held = Original.objects.select_related("workspace").filter(pk=pk).first() if pk else None
        if held is None:
            raise signing.refused()
        left_s = signing.check(request, held.workspace_id)
        return held.workspace, Permission(signed=True, left_s=left_s)
    workspace = cast(StudioRequest, request).workspace
    if workspace is None:
        missing: NotFound = not_found(source)
        raise missing
    return workspace, Permission()

"""`fetch(url, {cf: {image: {...}}})` of a Worker: the options come in the header `x-cf-blob`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from editor.conf import current
from editor.errors import InvalidOption
from editor.flows import registry, writing
from editor.flows.engines import engines
from editor.flows.originals import as_uuid
from editor.flows.planned import plan
from editor.models import Workspace
from editor.plan.composition import Original, Remote, Source
from editor.plan.from_wire import from_options
from editor.plan.option import shown
from editor.plan.remote import is_remote, normal
from editor.web.binding.doors import NAMED
from editor.web.binding.views import caller
from editor.web.delivery import Manner, Permission, deliver
from editor.web.transform import refuse_loops, settled

HEADER = "x-cf-blob"
_OURS = re.compile(r"/+(?:api/originals/+)?(?P<id>[^/]+)(?:/file)?/*")


@require_safe
def picture(request: HttpRequest) -> HttpResponseBase:
    """The picture at the address that was fetched, as the options say; `draw` included."""
    workspace = caller(request)
    refuse_loops(request)
    named = getattr(request, "scope", {}).get(NAMED, "")
    options = _options(request.headers.get(HEADER, ""))
    strict = current().strict_options
    start = located(named)
    find = partial(_found, workspace)
    reading = from_options(options, start, registry.known(), strict=strict, find=find)
    composition, negotiated = settled(reading, request.headers.get("Accept", ""))
    planned = plan(workspace, composition, engines())
    vary = (HEADER, *(("Accept",) if negotiated else ()))
    return deliver(request, planned, Permission(), Manner(False, reading.warnings, vary))


def _options(blob: str) -> Mapping[str, Any]:
    """What the header holds. Runtimes write UTF-8 into it, which Django reads as Latin-1."""
    try:
        options = json.loads(blob.encode("latin-1"))["image"]
    except (ValueError, RecursionError, KeyError, TypeError):
        options = None
    if not isinstance(options, Mapping):
        raise InvalidOption(
            "The request names no options of a picture.",
            remedy=f'Send the header {HEADER}: {{"image": {{"width": 300}}}}.',
        )
    return options


def located(url: str) -> Source:
    """What an address names: an own original by its id, else a remote picture."""
    parts = urlsplit(url) if is_remote(url) else None
    path = url if parts is None else parts.path
    ours = _OURS.fullmatch(path) if parts is None or _is_ours(parts.hostname or "") else None
    if ours is not None and as_uuid(ours["id"]):
        return Original(ours["id"])
    return Remote(normal(url))


def _is_ours(host: str) -> bool:
    known = {name.strip("[]").lower() for name in settings.ALLOWED_HOSTS}
    return host in known or host == urlsplit(current().public_url).hostname


def _found(workspace: Workspace, named: Mapping[str, Any]) -> Source:
    if "text" in named:
        return writing.text(named, engines(), workspace)
    url = named["url"]
    if not isinstance(url, str):
        raise InvalidOption(f"{shown(url)} is no address.", remedy="Give url as a text.")
    return located(url)

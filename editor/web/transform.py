"""`/cdn-cgi/image/<options>/<picture>`: the transform URL of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from editor.conf import current
from editor.errors import InvalidOption, NotFound, RequestLoop, StudioError, Unauthorized
from editor.flows import limits, registry, remote, writing
from editor.flows.engines import engines
from editor.flows.originals import as_uuid, not_found
from editor.flows.planned import plan
from editor.flows.resolve import refs_of
from editor.flows.standing import of_originals
from editor.models import Original, Workspace
from editor.plan.composition import Composition, Remote, Text
from editor.plan.composition import Original as Source
from editor.plan.from_url import Around, source_of
from editor.plan.reading import Reading
from editor.plan.remote import unpacked
from editor.plan.url_draws import from_drawn_url
from editor.web import answers, signing
from editor.web.delivery import Lasting, Manner, Permission, deliver
from editor.web.negotiate import format_for, viewer_of
from editor.web.request import StudioRequest, query_string, raw_path

PREFIX = "/cdn-cgi/image/"
_OURS = re.compile(r"/*(?:api/originals/+)?(?P<id>[^/]+)(?:/file)?/*")
_FOR_US = frozenset(("sig", "exp", "ws", "download"))
"""Parts of the query that aren't the remote picture's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of the address: options as sent, still percent-encoded, the source, and what else
    has a say."""

    options: str
    source: str
    around: Around

    def picture(self) -> Source | Remote:
        """What is to be shown."""
        return source_of(self.source, self.around)


@require_safe
def transform(request: HttpRequest) -> HttpResponseBase:
    """The picture named at the end of the address, as its options say."""
    refuse_loops(request)
    asked = asked_of(request)
    picture = asked.picture()
    workspace, permission, held = permitted(request, picture)
    reading = read(asked, workspace)
    composition, negotiated = settled(reading, request.headers.get("Accept", ""))
    vary = (*reading.heeded, *(("Accept",) if negotiated else ()))
    manner = Manner(False, reading.warnings, vary)
    try:
        planned = plan(workspace, composition, engines(), held)
        return deliver(request, planned, permission, manner, lasting(composition, permission))
    except StudioError as error:
        if not may_redirect(request, reading):
            raise
        response = redirected(cast(Remote, picture), error)
    if vary:
        patch_vary_headers(response, vary)
    return response


def lasting(composition: Composition, permission: Permission) -> Lasting | None:
    """On what the answer rests, where it is the same for everybody who holds the address."""
    signer = permission.by
    if signer is None:
        return None
    return partial(of_originals, signer, refs_of(composition))


def refuse_loops(request: HttpRequest) -> None:
    """RequestLoop for a request that a resizer made to find its original."""
    if "image-resizing" in request.headers.get("Via", "").lower():
        raise RequestLoop(
            "The picture is asked for by a service that was asked to make it.",
            remedy="Let requests whose Via names image-resizing through to the origin.",
        )


def asked_of(request: HttpRequest) -> Asked:
    """What the request's address and headers ask for."""
    own = (part for part in query_string(request).split("&") if part)
    query = "&".join(part for part in own if part.partition("=")[0] not in _FOR_US)
    viewer = viewer_of(request.headers)
    return parts(raw_path(request), Around(viewer, query, current().remote_origin))


def parts(path: str, around: Around | None = None) -> Asked:
    """The parts of a transform address; InvalidOption when one of them is missing."""
    options, _, source = path.removeprefix(PREFIX).partition("/")
    if not source.strip("/"):
        raise InvalidOption(
            "The address names no picture.",
            remedy=f"Write {PREFIX}<options>/<original id>, for example with width=400.",
        )
    around = around or Around()
    return Asked(options, _plainly(source, around.origin), around)


def _plainly(source: str, origin: str) -> str:
    """An own picture by its id alone, whichever of its addresses was given."""
    source = unpacked(source)
    ours = _OURS.fullmatch(source)
    if ours is None or (origin and not as_uuid(ours["id"])):
        return source
    return unquote(ours["id"])


def read(asked: Asked, workspace: Workspace | None = None) -> Reading:
    """The recipe; unknown names are warnings unless the server is strict. `workspace` is whose
    fonts its texts may name."""
    strict = current().strict_options
    return from_drawn_url(
        asked.options,
        asked.source,
        registry.known(),
        find=lambda named: drawn(named, asked.around.origin, workspace),
        strict=strict,
        around=asked.around,
    )


def drawn(
    named: Mapping[str, Any], origin: str, workspace: Workspace | None
) -> Source | Remote | Text:
    """The picture or the text that is drawn on another one."""
    if "text" in named:
        return writing.text(named, engines(), workspace)
    return source_of(_plainly(str(named["url"]), origin), Around(origin=origin))


def settled(reading: Reading, accept: str) -> tuple[Composition, bool]:
    """The recipe with `format=auto` made definite, and whether the client's Accept mattered."""
    composition = reading.composition
    if composition.output.format != "auto":
        return composition, False
    output = replace(composition.output, format=format_for(accept))
    return replace(composition, output=output), True


def may_redirect(request: HttpRequest, reading: Reading) -> bool:
    """True where `onerror=redirect` counts: for remote pictures of the site itself, as other
    addresses could be made to lead anywhere."""
    source = reading.composition.source
    asked = reading.viewing.onerror == "redirect" and isinstance(source, Remote)
    return asked and remote.is_near(cast(Remote, source).url, _hosts(request))


def _hosts(request: HttpRequest) -> Iterator[str]:
    yield urlsplit(f"//{request.get_host()}").hostname or ""
    yield urlsplit(current().public_url).hostname or ""


def redirected(picture: Remote, error: StudioError) -> HttpResponseBase:
    """To the picture itself, for now: it may work again the next time."""
    response = HttpResponseRedirect(picture.url)
    response.status_code = 307
    for name, value in answers.headers_of(error, PREFIX).items():
        response.headers[name] = value
    return response


def permitted(
    request: HttpRequest, picture: Source | Remote
) -> tuple[Workspace | None, Permission, tuple[Original, ...]]:
    """On whose behalf the picture is shown (None: on everybody's), and the original if it had to be
    read for that; Forbidden for a wrong signature, NotFound or Unauthorized for strangers. Nothing
    has been asked yet, neither the caches nor another host."""
    if signing.is_signed(request):
        return _signed(request, picture)
    workspace = cast(StudioRequest, request).workspace
    if workspace is not None:
        return workspace, Permission(), ()
    if isinstance(picture, Source):
        missing: NotFound = not_found(picture.ref)
        raise missing
    if not current().remote_open:
        raise Unauthorized(
            "Remote pictures are shown to those who belong to this studio.",
            remedy="Send a token, or use a signed address.",
        )
    limits.lookers(request.META.get("REMOTE_ADDR") or "unknown")
    return None, Permission(signed=True), ()


def _signed(
    request: HttpRequest, picture: Source | Remote
) -> tuple[Workspace, Permission, tuple[Original, ...]]:
    held: tuple[Original, ...] = ()
    if isinstance(picture, Remote):
        signer = Workspace.objects.filter(pk=signing.signer(request)).first()
    else:
        held = _original(as_uuid(picture.ref))
        signer = held[0].workspace if held else None
    if signer is None:
        raise signing.refused()
    return signer, Permission(True, signing.check(request, signer.pk), signer), held


def _original(pk: UUID | None) -> tuple[Original, ...]:
    """With all that is asked of it later on; nothing where there is none."""
    if pk is None:
        return ()
    return tuple(Original.objects.select_related("workspace", "blob").filter(pk=pk).order_by())

"""A produced picture as an answer: who may keep it, for how long, and how it was made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from editor.flows.planned import Planned
from editor.flows.produce import Produced, make, opened
from editor.flows.standing import Standing
from editor.models import Workspace
from editor.web import figures, noted, streaming
from editor.web.middleware.headers import PICTURE_CSP

YEAR_S = 365 * 24 * 3600
HOUR_S = 3600
MOST_WARNINGS = 10
"""In one answer: clients and proxies refuse headers of more than 8 KiB or so."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Why the caller may see it: as owner (`signed` False), or by a signature that holds for
    `left_s` more seconds (None: for ever)."""

    signed: bool = False
    left_s: int | None = None
    by: Workspace | None = None
    """Whose signature it is."""

    def caching(self, *, immutable: bool) -> str:
        """Cache-Control: shared caches may keep what a signature opens, never longer than it."""
        scope = "public" if self.signed else "private"
        if immutable:
            longest, rule = YEAR_S, "immutable"
        else:
            longest, rule = HOUR_S if self.signed else 0, "must-revalidate"
        left = longest if self.left_s is None else min(longest, self.left_s)
        return f"{scope}, max-age={left}, {rule}"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a picture is answered, beside its own facts: whether its address always means the same,
    what was understood differently, and on which headers of the client that depended."""

    immutable: bool
    warnings: tuple[str, ...] = ()
    vary: tuple[str, ...] = ()


Lasting = Callable[[Planned, Produced], Standing | None]
"""What the answer rests on, for those who ask the same again."""


def deliver(
    request: HttpRequest,
    planned: Planned,
    permission: Permission,
    manner: Manner,
    lasting: Lasting | None = None,
) -> HttpResponseBase:
    """304 when the client holds it already, else the picture, made if need be."""
    etag = f'"{planned.key}"'
    began = time.perf_counter()
    if streaming.not_modified(request, etag):
        return dressed(unchanged(etag), permission, manner)
    produced, file = opened(lambda: make(planned))
    response = sent(request, produced, file, manner, began)
    # Most pictures are asked for once; the second time shows that somebody wants this one.
    rests = lasting(planned, produced) if lasting is not None and produced.cached else None
    if rests is not None:
        noted.note(request, rests, permission, manner)
    return dressed(response, permission, manner)


def unchanged(etag: str) -> HttpResponse:
    """The client's copy is this one."""
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    response.headers["ETag"] = etag
    figures.PICTURES.labels("client").inc()
    return response


def sent(
    request: HttpRequest, produced: Produced, file: BinaryIO, manner: Manner, began: float
) -> HttpResponseBase:
    """The picture, or the part of it that the request asks for. Closes the file in any case."""
    figures.PICTURES.labels(origin(produced)).inc()
    etag = f'"{produced.key}"'
    response = streaming.send(request, file, produced.bytes, produced.content_type, etag)
    warnings = [*manner.warnings, *produced.warnings]
    for name, value in how_made(produced, warnings, time.perf_counter() - began).items():
        response.headers[name] = value
    if "download" in request.GET:
        response.headers["Content-Disposition"] = streaming.attachment(request.GET["download"])
    return response


def dressed(response: HttpResponseBase, permission: Permission, manner: Manner) -> HttpResponseBase:
    """With what caches, browsers and other sites must know."""
    response.headers["Cache-Control"] = permission.caching(immutable=manner.immutable)
    response.headers["Content-Security-Policy"] = PICTURE_CSP
    if permission.signed:
        # Made to be shown by other sites.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"
    if manner.vary:
        patch_vary_headers(response, manner.vary)
    return response


def origin(produced: Produced) -> str:
    """Where the picture came from, for the figures."""
    if produced.rendered:
        return "render"
    return "waited" if produced.waited else "cache"


def how_made(produced: Produced, warnings: Iterable[str], took_s: float) -> dict[str, str]:
    """The headers that tell what was used and what was understood differently."""
    hit = 0 if produced.rendered else 1
    told = {"Cf-Resized": f"internal=ok/m t={took_s * 1000:.0f} hit={hit} l={produced.bytes}"}
    if said := shortened(tuple(dict.fromkeys(warnings))):
        told["Warning"] = ", ".join(f'cf-images 299 "{printable(text)}"' for text in said)
    if produced.engines:
        told["X-Studio-Engine"] = engines_text(produced.engines)
    return told


def shortened(said: tuple[str, ...]) -> tuple[str, ...]:
    """As many as clients take in a header, and how many more there are."""
    if len(said) <= MOST_WARNINGS:
        return said
    return (*said[:MOST_WARNINGS], f"and {len(said) - MOST_WARNINGS} more warnings")


def engines_text(engines: Mapping[str, str]) -> str:
    """`faces=...; matte=...`, each with the quality that its card states."""
    return "; ".join(f"{task}={printable(name)}" for task, name in sorted(engines.items()))


def printable(text: str) -> str:
    """Text that fits a quoted header value."""
    ascii_only = text.encode("ascii", "backslashreplace").decode()
    return "".join("'" if c == '"' else c if c.isprintable() else " " for c in ascii_only)[:300]

"""A produced picture as an answer: who may keep it, for how long, and how it was made."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from editor.flows.planned import Planned
from editor.flows.produce import Produced, make, opened
from editor.web import figures, streaming
from editor.web.middleware.headers import PICTURE_CSP

YEAR_S = 365 * 24 * 3600
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Permission:
    """Why the caller may see it: as owner (`signed` False), or by a signature that holds for
    `left_s` more seconds (None: for ever)."""

    signed: bool = False
    left_s: int | None = None

    def caching(self, *, immutable: bool) -> str:
        """Cache-Control: shared caches may keep what a signature opens, never longer than it."""
        scope = "public" if self.signed else "private"
        if immutable:
            longest, rule = YEAR_S, "immutable"
        else:
            longest, rule = HOUR_S if self.signed else 0, "must-revalidate"
        left = longest if self.left_s is None else min(longest, self.left_s)
        return f"{scope}, max-age={left}, {rule}"


def deliver(
    request: HttpRequest,
    planned: Planned,
    permission: Permission,
    *,
    immutable: bool,
    warnings: Iterable[str] = (),
) -> HttpResponseBase:
    """304 when the client holds it already, else the picture, made if need be."""
    etag = f'"{planned.key}"'
    began = time.perf_counter()
    if streaming.not_modified(request, etag):
        response: HttpResponseBase = HttpResponse(status=304)
        del response.headers["Content-Type"]
        response.headers["ETag"] = etag
        figures.PICTURES.labels("client").inc()
    else:
        produced, file = opened(lambda: make(planned))
        figures.PICTURES.labels(origin(produced)).inc()
        response = streaming.send(request, file, produced.bytes, produced.content_type, etag)
        told = how_made(produced, [*warnings, *produced.warnings], time.perf_counter() - began)
        for name, value in told.items():
            response.headers[name] = value
        if "download" in request.GET:
            wished = request.GET["download"]
            response.headers["Content-Disposition"] = streaming.attachment(wished)
    response.headers["Cache-Control"] = permission.caching(immutable=immutable)
    response.headers["Content-Security-Policy"] = PICTURE_CSP
    if permission.signed:
        # Made to be shown by other sites.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"
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
    if said := [f'cf-images 299 "{printable(text)}"' for text in dict.fromkeys(warnings)]:
        told["Warning"] = ", ".join(said)
    if produced.engines:
        told["X-Studio-Engine"] = engines_text(produced.engines)
    return told


def engines_text(engines: Mapping[str, str]) -> str:
    """`faces=...; matte=...`, each with the quality that its card states."""
    return "; ".join(f"{task}={printable(name)}" for task, name in sorted(engines.items()))


def printable(text: str) -> str:
    """Text that fits a quoted header value."""
    ascii_only = text.encode("ascii", "backslashreplace").decode()
    return "".join("'" if c == '"' else c if c.isprintable() else " " for c in ascii_only)[:300]

"""What `/metrics` shows, summed over all web processes of this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from editor.errors import StudioError
from editor.models import Job
from editor.web import figures
from editor.web.pool_figures import PoolFigures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@cache
def pool_figures() -> PoolFigures:
    """The one of this process."""
    return PoolFigures()


def observe(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Counts an answer. What it made is counted before it is sent: who asks next sees it."""
    figures.HTTP.labels(_route(request)).observe(seconds)
    figures.ANSWERS.labels(str(response.status_code)).inc()
    error = getattr(response, "studio_error", None)
    if error is not None:
        figures.ERRORS.labels(error.code).inc()
    pool_figures().look()


def _route(request: HttpRequest) -> str:
    """The address pattern, never the address: strangers' paths must not become label values."""
    match = request.resolver_match
    if match is None:
        return "none"
    return match.url_name or "" if match.route.startswith("^") else match.route


@contextmanager
def counted_upload() -> Iterator[None]:
    """Counts the upload inside by how it ends."""
    try:
        yield
    except StudioError as error:
        figures.UPLOADS.labels(error.code).inc()
        raise
    figures.UPLOADS.labels("stored").inc()


def refused(error: StudioError) -> None:
    """Counts a request that was turned away before Django saw it."""
    figures.ANSWERS.labels(str(error.status)).inc()
    figures.ERRORS.labels(error.code).inc()


def text() -> bytes:
    """All numbers in Prometheus' text form."""
    figures.PROCESS.set(_resident_bytes())
    pool_figures().look()
    for state in (Job.State.WAITING, Job.State.RUNNING):
        figures.JOBS.labels(state).set(Job.objects.filter(state=state).count())
    _forget_dead(figures.FOLDER)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(figures.FOLDER))  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _resident_bytes() -> int:
    """0 where the system doesn't tell it as Linux does."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
    except FileNotFoundError:
        return 0


def _forget_dead(folder: Path) -> None:
    """Takes away the present state of processes that are gone; what they counted stays."""
    for path in folder.glob("gauge_live*.db"):
        pid = re.search(r"_(\d+)\.db$", path.name)
        if pid and not _lives(int(pid[1])):
            path.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""The owner's status page: every part, the inference service's live figures, the jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editor.errors import StudioError
from editor.flows import status
from editor.flows.status import Status
from editor.web.health import OK, Report, health
from editor.web.owner import must_own
from editor.web.pages.charts import Chart, chart

STAGES = {
    "read": "Receive the picture",
    "decode": "Decode",
    "queue": "Wait in line",
    "predict": "Forward pass",
    "encode": "Pack the matte",
}
COUNTS = {
    "shed": "refused because the queue was full",
    "coalesced": "shared an equal question's answer",
    "gone": "given up by their client",
    "memory_full": "batches halved for want of memory",
    "stuck": "forward passes that never came back",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One process or store, with what is wrong with it."""

    name: str
    state: str

    @property
    def ok(self) -> bool:
        return self.state == OK


@dataclass(frozen=True, slots=True)
class Gauge:
    """A level with its limit, and both in words."""

    name: str
    value: float
    most: float
    text: str

    @property
    def high(self) -> float:
        """From here on it is nearly full."""
        return self.most * 0.9


@require_GET
async def page(request: HttpRequest) -> HttpResponse:
    """Everything; the figures ask for themselves again, unless `?paused=1`."""
    return await _answer(request, "status/status.html")


@require_GET
async def figures(request: HttpRequest) -> HttpResponse:
    """The figures alone."""
    return await _answer(request, "status/figures.html")


async def _answer(request: HttpRequest, template: str) -> HttpResponse:
    must_own(request, "see its status")
    shown = _shown(await health().report())
    live = await sync_to_async(_live)()
    paused = request.GET.get("paused") == "1"
    context = {**shown, **live, "paused": paused, "section": "status"}
    return await sync_to_async(render)(request, template, context)


def _shown(report: Report) -> dict[str, Any]:
    parts = [Part(name, state) for name, state in report.parts.items()]
    return {"parts": parts, "ok": report.ok}


def _live() -> dict[str, Any]:
    told: dict[str, Any] = {"jobs": status.jobs()}
    try:
        seen = status.inference()
    except StudioError as error:
        return {**told, "unreachable": error}
    return {
        **told,
        "seen": seen,
        "gauges": tuple(_gauges(seen)),
        "charts": _charts(seen),
        "stages": [
            (title, seen.stages[name]) for name, title in STAGES.items() if name in seen.stages
        ],
        "silent": [one for one in seen.replicas if one.silent_s],
        "models": sorted(seen.models.items(), key=lambda one: -one[1].pictures),
        "counts": [(text, seen.counts.get(name, 0)) for name, text in COUNTS.items()],
    }


def _gauges(seen: Status) -> Iterator[Gauge]:
    yield Gauge("Places taken", seen.taken, max(1, seen.places), f"{seen.taken} of {seen.places}")
    models, budget = _memory(seen.memory, "models"), _memory(seen.memory, "budget")
    yield Gauge("Models in memory", models, max(1, budget), f"{_size(models)} of {_size(budget)}")


def _charts(seen: Status) -> tuple[Chart, Chart]:
    minutes = round(len(seen.history) * seen.bin_s / 60)
    rates = [one.answers / seen.bin_s for one in seen.history]
    slow = [one.p95 for one in seen.history]
    return (
        chart("Answers per second", rates, "/s", minutes),
        chart("95 of 100 answers within", slow, " s", minutes),
    )


def _memory(told: Mapping[str, int], name: str) -> int:
    return max(0, told.get(name, 0))


def _size(size: int) -> str:
    return f"{size / 2**20:.0f} MB" if size < 2**30 else f"{size / 2**30:.1f} GB"

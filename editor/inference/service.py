"""The ASGI app of the inference service; `protocol.py` says what it speaks."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress

import cv2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from editor.errors import InferenceUnavailable, StudioError
from editor.inference import metrics, models
from editor.inference.answering import Answering, ClientGone
from editor.inference.card import Task
from editor.inference.choice import Choice
from editor.inference.defaults import Defaults
from editor.inference.guard import Guard, hung_up, refused_by_router, tell, told
from editor.inference.history import History
from editor.inference.keeping import Keeping
from editor.inference.models._network import NetworkModel
from editor.inference.models.base import Model
from editor.inference.pool import Pool
from editor.inference.protocol import PREFIX, VERSION
from editor.inference.reception import Reception
from editor.inference.remote import Elsewhere, Remote
from editor.inference.replicas import Replicas
from editor.inference.reports import Report, device, report
from editor.inference.scheduler import Scheduler
from editor.inference.settings import Settings
from editor.inference.status import Figures

MOST_HANGING = 2
"""So many forward passes that never came back, and the process is better started anew."""


class Service:
    """The routes, and the parts behind them."""

    def __init__(
        self,
        settings: Settings,
        known: Mapping[str, type[Model]],
        clock: Callable[[], float],
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._started = clock()
        self._running: asyncio.Task[None] | None = None
        self._cold: list[type[Model]] = []
        self.metrics = metrics.Metrics()
        self.history = History(clock)
        self._defaults = Defaults(settings.models_dir)
        self._choice = Choice(known, settings, self._defaults)
        self._pool = Pool(known, settings, clock)
        self._keeping = Keeping(settings, self._choice, self._pool, self._defaults)
        self._scheduler: Reception = (
            Remote(elsewhere, settings, self.metrics, clock)
            if elsewhere
            else Scheduler(self._pool, settings, self.metrics, clock)
        )
        self._answering = Answering(
            settings, self._choice, self._scheduler, self.metrics, self.history, clock
        )
        self._replicas = Replicas(elsewhere.reports, clock) if elsewhere else None
        self._figures = Figures(
            settings, self._report, self._replicas.as_json if self._replicas else tuple,
            self._scheduler, self._answering.store, self.metrics, self.history, self._uptime_s,
        )  # fmt: skip

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", self.numbers),
            Route(f"{PREFIX}/models", self.models),
            Route(f"{PREFIX}/queue", self.queue),
            Route(f"{PREFIX}/status", self.status),
            Route(f"{PREFIX}/faces", self._answering.faces, methods=["POST"]),
            Route(f"{PREFIX}/mattes", self._answering.mattes, methods=["POST"]),
            *self._keeping.routes(),
        ]

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        cv2.setNumThreads(self._settings.threads or os.cpu_count() or 1)
        auto = self._choice.auto().values()
        self._cold = [model for model in auto if model.may_be_cold(self._settings)]
        self._running = asyncio.create_task(self._serve())
        try:
            yield
        finally:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
            await self._keeping.close()
            self._answering.close()
            self._pool.close()

    async def _serve(self) -> None:
        await self._scheduler.warm(self._cold)
        self._cold = []
        await self._scheduler.run()

    def worn_out(self) -> bool:
        """True when too much hangs: whoever started the process should start another."""
        return self._scheduler.hanging >= MOST_HANGING

    async def healthz(self, request: Request) -> Response:
        facts = {
            "status": "hanging" if self.worn_out() else "ok",
            "version": VERSION,
            "device": device(self._settings.device),
            "models": self._pool.ways(),
            "uptime_s": round(self._uptime_s(), 1),
        }
        return JSONResponse(facts, 503 if self.worn_out() else 200)

    async def readyz(self, request: Request) -> Response:
        """200 while requests are served and some model answers faces and mattes, else 503: also
        while default models on an accelerator are warming up."""
        missing = {Task.FACES, Task.MATTE} - set(self._choice.auto())
        stands = self._running is None or self._running.done() or self._cold
        if stands or missing or self.worn_out():
            reason = f"no model for {', '.join(sorted(missing))}" if missing else "it is starting"
            return told(InferenceUnavailable(f"Not ready: {reason}.", retry_after_s=1))
        return JSONResponse({"ready": True})

    async def numbers(self, request: Request) -> Response:
        await self._look()
        text = self.metrics.text(self._figures.gauges())
        return PlainTextResponse(text, media_type=metrics.CONTENT_TYPE)

    async def status(self, request: Request) -> Response:
        await self._look()
        return JSONResponse(self._figures.as_json())

    async def models(self, request: Request) -> Response:
        await self._look()
        told = self._report()
        listed = [
            {
                "card": model.card.as_json(),
                "present": not (lacks := model.lacks(self._settings)),
                "lacks": lacks,
                "state": told.models[name]["state"] if name in told.models else "unloaded",
                "device": told.device or self._settings.device
                if issubclass(model, NetworkModel)
                else "cpu",
                "pull": self._keeping.told(name),
            }
            for name, model in self._choice.models.items()
        ]
        auto = {task: model.card.key for task, model in self._choice.auto().items()}
        return JSONResponse(
            {
                "version": VERSION,
                "models": listed,
                "auto": auto,
                "defaults": self._defaults.all(),
                "device": self._settings.device,
            }
        )

    async def queue(self, request: Request) -> Response:
        ahead = self._scheduler.ahead().items()
        return JSONResponse({"requests": {name: one.as_json() for name, one in ahead}})

    async def _look(self) -> None:
        """Has replicas tell how they are, if models are elsewhere."""
        if self._replicas:
            await self._replicas.look()

    def _report(self) -> Report:
        """Of the models, wherever they are."""
        if self._replicas:
            return self._replicas.report()
        return report(self._pool, self.metrics, self._settings, self._scheduler.hanging)

    def _uptime_s(self) -> float:
        return self._clock() - self._started


def create_app(
    settings: Settings,
    known: Mapping[str, type[Model]] | None = None,
    clock: Callable[[], float] = time.monotonic,
    elsewhere: Elsewhere | None = None,
) -> Starlette:
    """The app over the models of the registry, or over `known`; `elsewhere` are the replicas that
    run them, if this process doesn't."""
    known = models.models() if known is None else known
    service = Service(settings, known, clock, elsewhere)
    app = Starlette(
        routes=service.routes(),
        lifespan=service.lifespan,
        middleware=[
            Middleware(
                Guard, secret=settings.secret, metrics=service.metrics, history=service.history
            )
        ],
        exception_handlers={
            StudioError: tell,
            ClientGone: hung_up,
            HTTPException: refused_by_router,
            Exception: tell,
        },
    )
    app.state.service = service
    return app

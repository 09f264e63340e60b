"""The ASGI app of the inference service; `protocol.py` says what it speaks."""

from __future__ import annotations

import asyncio
import os
import time
import zlib
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
from editor.inference.asking import Asked, asked, body_of
from editor.inference.card import Card, Task
from editor.inference.choice import Choice
from editor.inference.defaults import Defaults
from editor.inference.guard import Guard, refused_by_router, tell, told
from editor.inference.keeping import Keeping
from editor.inference.models._network import NetworkModel
from editor.inference.models.base import Alpha, Model
from editor.inference.pictures import read
from editor.inference.pool import Pool, SlotState
from editor.inference.protocol import (
    CARD,
    DTYPE,
    DTYPES,
    MATTE_TYPE,
    PREFIX,
    QUALITY,
    SHAPE,
    TIMING,
    VERSION,
)
from editor.inference.scheduler import Answer, Scheduler
from editor.inference.settings import Settings

WORTH_PACKING = 4096


class Service:
    """The routes, and the parts behind them."""

    def __init__(
        self, settings: Settings, known: Mapping[str, type[Model]], clock: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._started = clock()
        self._running: asyncio.Task[None] | None = None
        self.metrics = metrics.Metrics()
        self._defaults = Defaults(settings.models_dir)
        self._choice = Choice(known, settings, self._defaults)
        self._pool = Pool(known, settings, clock)
        self._keeping = Keeping(settings, self._choice, self._pool, self._defaults)
        self._scheduler = Scheduler(self._pool, settings, self.metrics, clock)

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", self.numbers),
            Route(f"{PREFIX}/models", self.models),
            Route(f"{PREFIX}/queue", self.queue),
            Route(f"{PREFIX}/faces", self.faces, methods=["POST"]),
            Route(f"{PREFIX}/mattes", self.mattes, methods=["POST"]),
            *self._keeping.routes(),
        ]

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        cv2.setNumThreads(self._settings.threads or os.cpu_count() or 1)
        self._running = asyncio.create_task(self._scheduler.run())
        try:
            yield
        finally:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
            await self._keeping.close()
            self._pool.close()

    async def healthz(self, request: Request) -> Response:
        facts = {
            "status": "ok",
            "version": VERSION,
            "device": "cpu",
            "uptime_s": round(self._clock() - self._started, 1),
        }
        return JSONResponse(facts)

    async def readyz(self, request: Request) -> Response:
        """200 while requests are served and some model answers faces and mattes, else 503."""
        missing = {Task.FACES, Task.MATTE} - set(self._choice.auto())
        if self._running is None or self._running.done() or missing:
            reason = f"no model for {', '.join(sorted(missing))}" if missing else "it is starting"
            return told(InferenceUnavailable(f"Not ready: {reason}.", retry_after_s=1))
        return JSONResponse({"ready": True})

    async def numbers(self, request: Request) -> Response:
        states = self._pool.states().items()

        def per_model(number: Callable[[SlotState], float]) -> dict[metrics.Labels, float]:
            return {(("model", name),): number(state) for name, state in states}

        gauges: metrics.Gauges = {
            "inference_places_taken": ("Requests waiting or running.", {(): self._scheduler.taken}),
            "inference_model_loaded": (
                "1 while the model is in memory.",
                per_model(lambda slot: slot.state == "loaded"),
            ),
            "inference_model_loads": ("How often it was loaded.", per_model(lambda s: s.loads)),
            "inference_model_unloads": ("How often it left.", per_model(lambda s: s.unloads)),
        }
        return PlainTextResponse(self.metrics.text(gauges), media_type=metrics.CONTENT_TYPE)

    async def models(self, request: Request) -> Response:
        states = self._pool.states()
        listed = [
            {
                "card": model.card.as_json(),
                "present": not (lacks := model.lacks(self._settings)),
                "lacks": lacks,
                "state": states[name].state,
                "device": self._settings.device if issubclass(model, NetworkModel) else "cpu",
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

    async def faces(self, request: Request) -> Response:
        card, answer = await self._see(request, Task.FACES)
        body = {
            "faces": [face.as_json() for face in answer.seen],
            "card": card.key,
            "quality": card.quality,
            "timing_ms": {"queue": answer.queued_s * 1000, "predict": answer.ran_s * 1000},
        }
        return JSONResponse(body, headers=_described(card, answer))

    async def mattes(self, request: Request) -> Response:
        card, answer = await self._see(request, Task.MATTE)
        alpha = _alpha(answer)
        headers = _described(card, answer)
        headers[SHAPE] = ",".join(str(side) for side in alpha.shape)
        headers[DTYPE] = alpha.dtype.name
        body = alpha.astype(DTYPES[alpha.dtype.name]).tobytes()
        if "deflate" in request.headers.get("accept-encoding", "") and len(body) > WORTH_PACKING:
            body = await asyncio.to_thread(zlib.compress, body, 1)
            headers["content-encoding"] = "deflate"
        return Response(body, media_type=MATTE_TYPE, headers=headers)

    async def _see(self, request: Request, task: Task) -> tuple[Card, Answer]:
        """Names are checked first, then a place is taken, and only then is the body read."""
        ask = asked(request, task, self._choice, self._settings.deadline_s)
        with self._scheduler.place():
            answer = await self._predicted(request, ask)
        return ask.model.card, answer

    async def _predicted(self, request: Request, ask: Asked) -> Answer:
        until = self._clock() + ask.time_s
        body = await body_of(request, self._settings.body_bytes, ask.time_s)
        content_type = request.headers.get("content-type", "")
        shape = request.headers.get(SHAPE, "")
        picture = await asyncio.to_thread(
            read, body, content_type, shape, self._settings.megapixels
        )
        return await self._scheduler.predict(ask.model, picture, ask.prompt, until, ask.name)


def create_app(
    settings: Settings,
    known: Mapping[str, type[Model]] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """The app over the models of the registry, or over `known`."""
    service = Service(settings, models.models() if known is None else known, clock)
    return Starlette(
        routes=service.routes(),
        lifespan=service.lifespan,
        middleware=[Middleware(Guard, secret=settings.secret, metrics=service.metrics)],
        exception_handlers={
            StudioError: tell,
            HTTPException: refused_by_router,
            Exception: tell,
        },
    )


def _alpha(answer: Answer) -> Alpha:
    """TypeError when a model of mattes broke its word."""
    if isinstance(answer.seen, tuple):
        raise TypeError("a model of mattes answered with faces")
    return answer.seen


def _described(card: Card, answer: Answer) -> dict[str, str]:
    """Who answered, how good that is, and how long it took."""
    queue, predict = answer.queued_s * 1000, answer.ran_s * 1000
    return {
        CARD: card.key,
        QUALITY: card.quality,
        TIMING: f"queue;dur={queue:.1f}, predict;dur={predict:.1f}",
    }

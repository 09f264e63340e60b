"""One request for faces or a matte, from its first byte to its answer."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from editor.errors import BrokenPicture, PictureUnknown
from editor.inference.asking import Asked, asked, body_of
from editor.inference.card import Card, Task
from editor.inference.choice import Choice
from editor.inference.history import History
from editor.inference.line import Answer, Place, Question
from editor.inference.logs import FACTS
from editor.inference.metrics import Metrics
from editor.inference.models.base import Alpha, Picture
from editor.inference.packing import packed, raw
from editor.inference.pictures import read
from editor.inference.protocol import (
    CARD,
    DTYPE,
    MATTE_TYPE,
    PICTURE,
    QUALITY,
    RAW_TYPE,
    SHAPE,
    TIMING,
)
from editor.inference.reception import Reception
from editor.inference.settings import Settings
from editor.inference.store import PictureStore

T = TypeVar("T")


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Answering:
    """Pictures are read and answers packed on threads of their own; the loop only waits."""

    def __init__(
        self,
        settings: Settings,
        choice: Choice,
        scheduler: Reception,
        metrics: Metrics,
        history: History,
        clock: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._choice = choice
        self._scheduler = scheduler
        self._metrics = metrics
        self._history = history
        self._clock = clock
        self.store = PictureStore(settings.pictures)
        self._threads = ThreadPoolExecutor(max(2, os.cpu_count() or 1), "pictures")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def faces(self, request: Request) -> Response:
        card, answer = await self._see(request, Task.FACES)
        if not isinstance(answer.seen, tuple):
            raise TypeError("a model of faces answered with a matte")
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
        accepted = request.headers.get("accept-encoding", "")
        body, encoding = await self._timed("encode", lambda: packed(raw(alpha), accepted))
        if encoding:
            headers["content-encoding"] = encoding
        return Response(body, media_type=MATTE_TYPE, headers=headers)

    async def _see(self, request: Request, task: Task) -> tuple[Card, Answer]:
        """Names are checked first, then a place is taken, and only then is the body read."""
        ask = asked(request, task, self._choice, self._settings.deadline_s)
        with self._scheduler.place(ask.flow) as place:
            answer = await self._predicted(request, ask, place)
        request.scope[FACTS] = {
            "model": ask.model.card.name,
            "batch": answer.batch,
            "queue_ms": round(answer.queued_s * 1000, 1),
            "predict_ms": round(answer.ran_s * 1000, 1),
        }
        return ask.model.card, answer

    async def _predicted(self, request: Request, ask: Asked, place: Place) -> Answer:
        until = self._clock() + ask.time_s
        picture, digest = await self._picture(request, ask)
        question = Question(ask.model, picture, ask.prompt, digest, ask.flow, ask.name)
        try:
            answer = await _unless_gone(request, self._scheduler.predict(question, until, place))
        except ClientGone:
            self._metrics.gone.add()
            raise
        self._stage("queue", max(0.0, answer.queued_s))
        self._stage("predict", answer.ran_s)
        return answer

    def _stage(self, name: str, seconds: float) -> None:
        self._metrics.stages.observe(seconds, stage=name)
        self._history.stage(name, seconds)

    async def _picture(self, request: Request, ask: Asked) -> tuple[Picture, str]:
        """The pixels, and what names them: known by digest, or read from the body."""
        shape = _shape_of(request)
        if ask.picture and _bodiless(request):
            key = f"{ask.picture}:{shape}"
            known = self.store.get(key)
            if known is None:
                raise PictureUnknown(
                    "This picture isn't remembered.", remedy="Send it as the body."
                )
            self._metrics.pictures.add(by="digest")
            return known, key
        began = time.perf_counter()
        body = await body_of(request, self._settings.body_bytes, ask.time_s)
        self._stage("read", time.perf_counter() - began)
        self._metrics.pictures.add(by="body")
        content_type = request.headers.get("content-type", "")
        return await self._timed(
            "decode", lambda: self._decoded(body, content_type, shape, ask.picture)
        )

    def _decoded(
        self, body: bytes, content_type: str, shape: str, told: str
    ) -> tuple[Picture, str]:
        digest = sha256(body).hexdigest()
        if told and told != digest:
            raise BrokenPicture(
                f"The body isn't what {PICTURE} says.", remedy="Send it again, whole."
            )
        key = f"{digest}:{shape}"
        picture = self.store.get(key)
        if picture is None:
            picture = read(body, content_type, shape, self._settings.megapixels)
            self.store.put(key, picture)
        return picture, key

    async def _timed(self, stage: str, work: Callable[[], T]) -> T:
        """`work` on a thread; its time counts for the stage."""
        began = time.perf_counter()
        done = await asyncio.get_running_loop().run_in_executor(self._threads, work)
        self._stage(stage, time.perf_counter() - began)
        return done


async def _unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives; ClientGone, and `work` cancelled, as soon as the client hangs up."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_hangs_up(request))
    try:
        await asyncio.wait([working, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGone
        return await working
    finally:
        for one in (working, leaving):
            one.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(working, leaving, return_exceptions=True)


async def _hangs_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _bodiless(request: Request) -> bool:
    headers = request.headers
    return headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers


def _shape_of(request: Request) -> str:
    """Raw pixels need their shape to be themselves; other bodies hold it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return request.headers.get(SHAPE, "")[:40].replace(" ", "") if kind == RAW_TYPE else ""


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

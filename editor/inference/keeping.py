"""The models folder over HTTP: weights pulled and removed, and what `auto` shall mean."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from editor.errors import BadRequest, Conflict, StudioError, unknown_name
from editor.inference import pulling
from editor.inference.asking import body_of
from editor.inference.card import Task, Weights
from editor.inference.choice import Choice
from editor.inference.defaults import Defaults
from editor.inference.models.base import Model
from editor.inference.pool import Pool
from editor.inference.protocol import PREFIX
from editor.inference.pulling import Progress
from editor.inference.settings import Settings

log = logging.getLogger(__name__)
LARGEST_BODY = 4096
BODY_S = 10.0


@dataclass(frozen=True, slots=True)
class Pull:
    """A download: `running`, or `failed` with what to tell."""

    state: str
    progress: Progress
    error: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "done": self.progress.done,
            "total": self.progress.total,
            "error": self.error,
        }


class Keeping:
    """One pull at a time; the others wait in line. A finished one is simply present."""

    def __init__(self, settings: Settings, choice: Choice, pool: Pool, defaults: Defaults) -> None:
        self._settings = settings
        self._choice = choice
        self._pool = pool
        self._defaults = defaults
        self._pulls: dict[str, Pull] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    def routes(self) -> list[Route]:
        return [
            Route(f"{PREFIX}/models/{{name}}/pull", self.pull, methods=["POST"]),
            Route(f"{PREFIX}/models/{{name}}", self.remove, methods=["DELETE"]),
            Route(f"{PREFIX}/defaults", self.choose, methods=["PUT"]),
        ]

    def told(self, name: str) -> dict[str, Any] | None:
        """How far the pull of this model is; None when nobody asked for one, or it is done."""
        pull = self._pulls.get(name)
        return pull.as_json() if pull else None

    async def pull(self, request: Request) -> Response:
        """Starts it; asked twice it goes on as it is."""
        name = request.path_params["name"]
        kind, weights = self._with_weights(name)
        running = self._tasks.get(name)
        if "weights" not in kind.lacks(self._settings):
            return JSONResponse({"pull": None})
        if running is None or running.done():
            total = Progress(0, weights.bytes)
            self._pulls[name] = Pull("running", total)
            self._tasks[name] = asyncio.create_task(self._fetch(name, weights))
        return JSONResponse({"pull": self.told(name)})

    async def remove(self, request: Request) -> Response:
        name = request.path_params["name"]
        _, weights = self._with_weights(name)
        running = self._tasks.get(name)
        if running is not None and not running.done():
            raise Conflict(f"{name} is being pulled.", remedy="Wait until it is here.")
        self._pool.unload(name)
        removed = await asyncio.to_thread(pulling.remove, weights, self._settings.models_dir)
        self._pulls.pop(name, None)
        return JSONResponse({"removed": removed})

    async def choose(self, request: Request) -> Response:
        """`{"matte": "birefnet-lite"}`: what `auto` means; `auto` itself is the best that is
        present."""
        try:
            given = json.loads(await body_of(request, LARGEST_BODY, BODY_S))
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise BadRequest("The body isn't an object.", remedy='Send {"matte": "auto"}.')
        for task, name in given.items():
            if task not in list(Task):
                raise unknown_name("task", str(task)[:80], list(Task))
            self._defaults.choose(Task(task), self._choice.named(Task(task), str(name)))
        return JSONResponse({"defaults": self._defaults.all()})

    async def close(self) -> None:
        """Threads end with the process: what has arrived stays for the next pull."""
        for task in self._tasks.values():
            task.cancel()

    def _with_weights(self, name: str) -> tuple[type[Model], Weights]:
        kind = self._choice.models.get(name)
        if kind is None:
            raise unknown_name("model", name[:80], self._choice.models)
        if kind.card.weights is None:
            raise Conflict(f"{name} needs no weights.", remedy="It works as it is.")
        return kind, kind.card.weights

    async def _fetch(self, name: str, weights: Weights) -> None:
        def told(progress: Progress) -> None:
            self._pulls[name] = replace(self._pulls[name], progress=progress)

        try:
            async with self._turn:
                folder = Path(self._settings.models_dir)
                await asyncio.to_thread(pulling.pull, weights, folder, told)
            self._pulls.pop(name, None)
            log.info("pulled %s", name)
        except StudioError as error:
            self._failed(name, error)
        except Exception:
            log.exception("pull of %s", name)
            self._failed(name, StudioError("The pull failed.", remedy="See the server's log."))

    def _failed(self, name: str, error: StudioError) -> None:
        log.warning("pull of %s: %s", name, error.text)
        self._pulls[name] = replace(
            self._pulls[name], state="failed", error=error.as_json()["error"]
        )
